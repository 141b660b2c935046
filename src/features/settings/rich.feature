Feature: Rich messages
  Tables, headings and folds look better as Telegram's rich messages, but not every app shows them.
  So each chat decides.

  Scenario: A chat is plain until somebody asks
    When Vera sends "/rich"
    Then the answer contains "off"
    When Vera taps "Turn on"
    Then the answer contains "on"
    When Vera asks again with "/rich"
    Then the chat has them "on"

  Scenario: And back
    Given Vera has sent "/rich on"
    When Vera sends "/rich OFF"
    Then the answer contains "off"

  Scenario: What is neither on nor off changes nothing
    Given Vera has sent "/rich on"
    When Vera sends "/rich maybe"
    Then the answer contains "on"
