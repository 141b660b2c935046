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

  Scenario: a project that was cut off by a restart is made after it
    Given the next command of project code never ends
    When Alice sends "/new telegram-bot demo"
    And the bot is restarted while it installs
    Then the bot says "demo is ready"
    And the project demo has one commit by Alice

  Scenario: a wrong name is answered with what is allowed
    When Alice sends "/new telegram-bot ../../x"
    Then the answer contains "2 to 39"
    And there is no operation

  Scenario: a missing argument is asked for with buttons
    When Alice sends "/new"
    Then the answer offers "telegram-bot"
    And the answer describes "Command line tool"
