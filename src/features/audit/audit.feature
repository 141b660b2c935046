Feature: /audit
  An owner sees who did what, and that nobody has changed the record.

  Scenario: what was allowed, refused and done
    Given Vera is a viewer
    When Vera sends "/backup now"
    And Alice sends "/backup now"
    And the backup has ended
    And Alice sends "/audit"
    Then the card shows "Person 9 · `/backup now` · 🚫 refused"
    And the card shows "Alice · `/backup now` · ✅ allowed"
    And the card shows "Alice · `backup` · ✅ done"

  Scenario: filters, by words and by buttons
    Given Vera is a viewer
    When Vera sends "/backup now"
    And Alice sends "/status"
    And Alice sends "/audit user=9"
    Then the card shows "Person 9"
    And the card does not show "Alice ·"
    When Alice sends "/audit"
    And Alice taps "🚫 Refused"
    Then the card shows "`verdict=refused`"
    And the card does not show "/status"
    When Alice sends "/audit 2001-01-01"
    Then the card shows "No such entry"

  Scenario: pages on one message
    Given 30 entries
    When Alice sends "/audit"
    And Alice taps "◀ Older"
    Then the card shows "- 22 "
    And the card does not show "- 24 "
    When Alice taps "⏫ Newest"
    Then the card shows "- 30 "
    And there is one card

  Scenario: a file that can be checked elsewhere
    Given 30 entries
    When Alice sends "/audit export"
    Then the file is whole
    When Alice sends "/audit check"
    Then the answer contains "The record is whole"

  Scenario: a secret that somebody typed
    When Alice sends "/nonsense 123456789:AAFakeTokenForTestsFakeTokenForTests1"
    And Alice sends "/use ghp_0123456789abcdefghijABCDEFGHIJ012345"
    And Alice sends "/audit export"
    Then the file has no "ghp_0123456789"

  Scenario: somebody who would hide what others do
    Given Vera is a viewer
    When Vera sends "/help -----BEGIN PRIVATE KEY-----"
    And Alice sends "/use one"
    And Vera sends "/help AbCdEfGhIjKlMnOp123"
    And Alice sends "/use two"
    And Vera sends "/help -----END PRIVATE KEY-----"
    And Alice sends "/use three"
    And Vera sends "/help -----BEGIN PRIVATE KEY-----"
    And Alice sends "/audit"
    Then the card shows "/use one"
    And the card shows "/use two"
    And the card shows "/use three"
    When Alice sends "/audit export"
    Then the file is whole

  Scenario: a record that cannot be written stops nothing
    Given the record cannot be written
    When Alice sends "/status"
    Then the answer contains "OpenClaw"

  Scenario: somebody who is no owner
    Given Vera is a viewer
    When Vera sends "/audit"
    Then the answer contains "owner"
