Feature: feedback
  Whoever reads an answer can say what they think of it; owners see what comes of it.

  Scenario: one vote of a person, and it can be changed
    Given the project "shop" with an answer in it
    When Alice taps "👍"
    Then the toast says "Thank you"
    When Alice taps the same once more
    Then the toast says "there already"
    When Alice taps "👎"
    Then the toast says "Changed"
    When Alice sends "/feedback"
    Then the answer contains "turn 👍 0 👎 1"

  Scenario: a question comes back with the vote, on one message
    Given the project "shop" with an answer in it
    When Alice taps "👎"
    Then the newest card says "what was wrong?"
    When Alice taps "👍"
    Then the newest card says "👍 Thank you!"
    When Alice thinks again and taps "👎"
    Then the newest card says "what was wrong?" once more
    And the agent got 1 request

  Scenario: in the language of the one who asks
    Given the project "shop" with an answer in it
    When Alice taps "👍"
    Then the toast says "/comment"
    When Alice sends "/lang ru"
    And Alice sends "/feedback"
    Then the answer contains "запрос агенту 👍 1 👎 0"

  Scenario: everybody has a vote
    Given the project "shop" with an answer in it
    And Vera is a viewer
    When Alice taps "👍"
    And Vera taps "👎"
    And Alice sends "/feedback"
    Then the answer contains "turn 👍 1 👎 1"
    When Vera sends "/feedback"
    Then the answer contains "owner"

  Scenario: words to a vote, as the next message and no later one
    Given the project "shop" with an answer in it
    When Alice taps "👎"
    And Alice taps "💬 Write it"
    Then the answer contains "next message"
    When Alice sends "the button is *too* small"
    Then the answer contains "it is kept"
    And the agent got 1 request
    When Alice sends "/feedback"
    Then the answer contains "the button is \*too\* small"
    When Alice sends "now make it bigger"
    Then the agent gets 2 requests

  Scenario: an expectation that was taken back swallows nothing
    Given the project "shop" with an answer in it
    When Alice taps "👎"
    And Alice taps "💬 Write it"
    And Alice sends "/comment cancel"
    And Alice sends "make it bigger"
    Then the agent gets 2 requests

  Scenario: words without a button
    Given the project "shop" with an answer in it
    When Alice taps "👍"
    And Alice sends "/comment quick and right"
    Then the answer contains "it is kept"
    When Alice sends "/feedback export"
    Then the file has "quick and right"

  Scenario: words that begin like the way out
    Given the project "shop" with an answer in it
    When Alice taps "👎"
    And Alice sends "/comment cancel was a bad idea"
    Then the answer contains "it is kept"
    When Alice sends "/feedback"
    Then the answer contains "cancel was a bad idea"

  Scenario: nothing yet
    When Alice sends "/feedback"
    Then the answer contains "Nobody has rated anything yet"
    When Alice sends "/comment hello"
    Then the answer contains "no vote of yours"
