Feature: /new
  A developer makes a project from a template.

  Scenario: a project is made, committed and chosen
    When Alice sends "/new telegram-bot demo"
    Then the bot says "demo is ready"
    And the project demo has one commit by Alice
    And Alice works in demo

  Scenario: a failing installation leaves nothing behind
    Given the next command of project code fails
    When Alice sends "/new web-service shop"
    Then the bot says "Nothing was left behind"
    And there is no project shop

  Scenario: a template with a secret makes no project, and its place is told
    Given a file of the template holds a secret of the bot
    When Alice sends "/new telegram-bot shop"
    Then the bot says "its first commit would hold what looks like a secret"
    Then the bot says "package.json line 2" in the end
    And there is no project shop

  Scenario: a project that was cut off by a restart is made after it
    Given the next command of project code never ends
    When Alice sends "/new telegram-bot demo"
    And the bot is restarted while it installs
    Then the bot says "demo is ready"
    And the project demo has one commit by Alice

  Scenario: a wrong name is answered with what is allowed, and with the nearest good one
    When Alice sends "/new telegram-bot Мой бот"
    Then the bot says "2 to 39"
    And there is no operation
    When Alice taps "moy-bot"
    Then the bot says "moy-bot is ready" in the end

  Scenario: what is missing is asked for on one card
    When Alice sends "/new"
    Then the bot says "Command line tool"
    And there is one message
    When Alice taps "telegram-bot"
    Then the bot says "What is it called?" in the end
    And there is still one message
    When Alice answers "../../x"
    Then the bot says "cannot be a name" in the end
    When Alice writes "shop"
    Then the bot says "shop is ready" on the way

  Scenario: who gives up the card is asked no more
    When Alice sends "/new telegram-bot"
    And Alice taps "Cancel"
    Then the bot says "Nothing was created"
    And nothing is expected of Alice

  Scenario: a name that comes while there is no room can be written again
    Given Alice has as much under way as may be
    When Alice sends "/new telegram-bot"
    And Alice writes "demo"
    Then the answer contains "10 tasks running or waiting"
    And the bot says "What is it called?"
    Given what Alice has under way ends
    When Alice writes "demo"
    Then the bot says "demo is ready"
    And nothing is expected of Alice

  Scenario: a name that is taken is told
    When Alice sends "/new telegram-bot demo"
    Then the bot says "demo is ready"
    When Alice answers "/new web-service demo"
    Then the answer contains "already"
