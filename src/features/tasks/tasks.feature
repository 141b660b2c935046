Feature: several things at once
  Somebody starts tasks in a project; each has a branch and files of its own, and goes back by a merge.

  Scenario: from a request to a merge
    Given the project "shop" with "one" in "a.txt"
    When Alice sends "/task login build it"
    Then the chat shows "shop · task login has begun"
    And "agent.txt" is in "shop.login"
    And "agent.txt" is not in "shop"
    When Alice sends "/task"
    Then the card shows "↑1 ↓0 to main"
    When Alice taps "🟣 Merge"
    Then the chat shows "is merged into main"
    And the project "shop" has "agent.txt"
    When Alice taps "🗑 Drop"
    Then the card shows "Its commits were merged as change #1."
    When Alice taps "🗑 Drop it"
    Then the chat shows "shop · task login is dropped"
    And the project "shop" has no tasks

  Scenario: nobody without a role reaches a task
    Given a project "shop" with a task "login"
    And Bob is let into another project alone
    When Bob sends "/use shop.login"
    Then Bob is told "There is no project"
    When Bob sends "/task_do shop.login show"
    Then Bob is told "that you may see"
