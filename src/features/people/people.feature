Feature: people and what they may do
  Owners let people in, say who may do what, and take it back; it counts at once.

  Scenario: an invitation into one project
    Given there are the projects "shop" and "blog"
    When Alice sends "/invite"
    Then the answer contains "No invitation is open"
    When Alice taps "developer"
    Then the answer contains "Where may they be developer?"
    When Alice taps "shop"
    Then the answer contains "sees no other project"
    When Vera opens the link
    Then the answer contains "You are in, as **developer** of **shop**"
    And Alice is told "Vera (`11`) has used an invitation"
    When Vera sends "/projects"
    Then the answer contains "shop"
    And the answer does not contain "blog"
    When Vera sends "/use blog"
    Then the answer contains "There is no project blog that you may see"
    When Vera sends "/whoami"
    Then the answer contains "role **single projects**"
    And the answer contains "- shop: **developer**"
    And the answer contains "Language: en"
    When Mallory opens the link
    Then the answer contains "no longer good"

  Scenario: an invitation that is taken back
    When Alice sends "/invite viewer all 30m"
    And Alice taps "✖ Take it back"
    Then the answer contains "lets nobody in any more"
    When Vera opens the link
    Then the answer contains "no longer good"
    When Alice sends "/invite viewer all 1000d"
    Then the answer contains "One minute to 30 days"
    When Alice sends "/invite viewer nowhere"
    Then the answer contains "There is no project nowhere"

  Scenario: who is removed is stopped at once
    Given Vera is a developer
    And Olga is an owner whom the bot has spoken with
    And Vera has a task running
    When Alice sends "/users"
    And Alice taps "Vera"
    And Alice taps "✖ Remove…"
    Then the answer contains "Remove **Vera**?"
    When Alice taps "Yes"
    Then the answer contains "Vera is removed. One task was stopped."
    And the task ends as canceled
    And Olga is told "Alice removed Vera. Tasks stopped: 1"
    When Vera sends "/status"
    Then the answer contains "This bot is private"

  Scenario: a lower role stops what it does not allow
    Given Vera is a developer
    And Vera has a task running
    When Alice sends "/role Vera viewer"
    Then the answer contains "Vera is viewer now. One task was stopped."
    When Vera sends "write some code"
    Then the answer contains "You need the role developer"
    When Alice sends "/role vera releaser shop"
    Then the answer contains "There is no project shop"
    When Alice sends "/role 7 viewer"
    Then the answer contains "change that on the server"
    When Alice sends "/role nobody viewer"
    Then the answer contains "I know nobody called nobody"

  Scenario: the owner of a project cares for it, and for nothing else
    Given there are the projects "shop" and "blog"
    And Vera is a developer
    When Alice sends "/role Vera owner shop"
    Then the answer contains "Vera is owner in shop now"
    When Vera sends "/invite developer shop"
    Then the answer contains "Send this to one person"
    And "/invite developer blog" of Vera is refused
    And "/invite developer all" of Vera is refused
    And "/users" of Vera is refused
    And "/role Vera owner" of Vera is refused

  Scenario: strangers ask where the bot is public
    Given Alice has started the bot
    And Olga is an owner whom the bot has spoken with
    When Alice sends "/access public"
    Then the answer contains "anybody may ask"
    When Mallory sends "hello"
    And Mallory taps "🙋 Ask for access"
    Then the answer contains "The owners are asked"
    And Alice is told "Mallory (`666`) asks to be let in"
    When Alice decides "developer" about Mallory
    Then the answer contains "Mallory is in as developer"
    And Olga is told "Let in as developer by Alice"
    And Mallory is told "You are in, as **developer**"
    When Olga decides "refuse" about Mallory
    Then the answer contains "Somebody has decided this already"
    When Mallory sends "/status"
    Then the answer contains "Nothing runs"

  Scenario: alpha closes the bot to all but its owners at once
    Given Vera is a developer
    And Vera has a task running
    When Alice sends "/access alpha"
    Then the answer contains "Tasks of others that were stopped: 1"
    When Vera sends "/status"
    Then the answer contains "open to its owners alone"
    When Alice sends "/access beta 5"
    Then the answer contains "1 of 5 places taken"
    When Vera sends "/status now"
    Then the answer contains "Nothing runs"
