Feature: budgets
  What the agent may use in a day is limited; who reaches the limit hears it once, and an owner can lift it for a while.

  Scenario: the day's budget of a person
    Given a person may use 1,000 tokens a day
    And each turn uses 900 tokens
    When Vera sends "write a test"
    Then Vera is told "90% is used today"
    And Alice is told "Budget of Vera: 90% is used today"
    When Vera sends "one more"
    Then 2 turns were finished
    And Alice is told "Budget of Vera is used up for today"
    When Vera sends "and one more"
    Then the answer contains "Not begun: today's budget is used up"
    And the answer contains "A new day begins at"
    And the answer contains "owner lifts the budget: Alice"
    When Vera sends "please"
    Then there is no answer
    When 10 minutes pass
    And Vera sends "now?"
    Then the answer contains "still used up"
    When a day passes
    And Vera sends "a new day"
    Then 3 turns were finished

  Scenario: an owner lifts it for a while
    Given a person may use 1,000 tokens a day
    And each turn uses 1,000 tokens
    And Vera sends "write a test"
    And 1 turn was finished
    When Vera sends "/budget lift all 2h"
    Then the answer contains "You need the role owner"
    When Alice sends "/budget"
    And Alice taps "🔓 Lift for 1 h"
    Then the answer contains "Budget of Vera: lifted until"
    And Vera is told "Alice has lifted your budget until"
    And the record says that Alice did "/budget lift user:11 1h"
    When the bot is restarted
    And Vera sends "go on"
    Then 2 turns were finished
    And Alice sends "/budget"
    Then the answer contains "by Alice"
    When an hour passes
    And Vera sends "and on"
    Then the answer contains "Not begun"
    When Alice sends "/budget lift vera midnight"
    Then the answer contains "lifted until Nov 23"
    When Alice sends "/budget lift Vera off"
    Then the answer contains "it counts again"
    And Alice is asked again by "/budget lift nobody 2h" with "I know neither"
    And Alice is asked again by "/budget lift Vera 900d" with "Lift which budget"
    And Alice is asked again by "/budget lift 2h" with "Lift which budget"

  Scenario: what waits is checked when it begins, and what runs is finished
    Given a project may use 1,000 tokens a day
    And each turn uses 5,000 tokens
    And turns wait
    When Vera sends "the first"
    And Alice sends "the second"
    And turns go on
    Then 1 turn was finished
    And Alice sees the second one as "Not begun: today's budget is used up"
    And Alice is told "Budget of the project shop · Tokens [██████████] 500%"

  Scenario: a restart does not close the door behind what runs
    Given a project may use 1,000 tokens a day
    And each turn uses 100 tokens
    And turns wait
    When Vera sends "write a test"
    And the agent is at work
    And Alice uses 5,000 tokens in the project meanwhile
    And the bot is restarted
    And turns go on
    Then 1 turn was finished
    When Vera sends "one more"
    Then the answer contains "Not begun"

  Scenario: what was stopped has cost something too
    Given a person may use 1,000 tokens a day
    And each turn uses 700 tokens
    And turns wait
    When Vera sends "write a test"
    And Vera stops it
    And Vera sends "/budget"
    Then the answer contains "1 turn · 700 tokens"

  Scenario: everybody sees the own use, an owner sees all
    Given each turn uses 900 tokens
    And Vera sends "write a test"
    And 1 turn was finished
    When Vera sends "/budget"
    Then the answer contains "Budget today"
    And the answer contains "1 turn · 900 tokens · cost unknown"
    And the answer contains "Budget of the project shop"
    And the answer does not contain "People"
    When Alice sends "/budget"
    Then the answer contains "Nothing used yet"
    And the answer contains "Budget of everybody together"
    And the answer contains "Vera · 1 turn · 900 tokens"
