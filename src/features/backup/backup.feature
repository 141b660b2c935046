Feature: /backup
  An owner makes a copy of everything, and knows that it is whole.

  Scenario: the first backup
    When Alice sends "/backup"
    Then the answer contains "There is no backup yet"
    And the answer offers "📦 Back up now"
    When Alice sends "/backup now"
    Then the bot says "It was read back and is whole"
    And there is one backup

  Scenario: files that cannot be read
    Given a file "projects/shop/a_b" cannot be read
    Given a file "projects/shop/c" cannot be read
    When Alice sends "/backup now"
    Then the bot says "2 files or folders, such as projects/shop/c"

  Scenario: a backup that fails
    Given the disk is full
    When Alice sends "/backup now"
    Then the bot says "The backup failed"
    When the disk is free again
    And Alice taps "🔁 Again"
    Then the bot says "It was read back and is whole"

  Scenario: somebody who is no owner
    Given Dmitri is a developer
    When Dmitri sends "/backup now"
    Then the answer contains "owner"
    And nothing was backed up
