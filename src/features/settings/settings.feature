Feature: /settings and /lang
  Everybody chooses for themselves how the bot speaks with them.

  Scenario: another language, at once and in every conversation
    Given Dmitri is a developer
    When Dmitri sends "/lang"
    Then the answer contains "In which language"
    When Dmitri sends "/lang ru"
    Then the answer contains "Теперь говорю по-русски"
    When Dmitri sends "/projects"
    Then the answer contains "Проектов пока нет"
    And Alice is still spoken with in English

  Scenario: the language of Telegram, also when it changes
    Given Dmitri is a developer
    When Dmitri sends "/projects" from a Telegram in "ru"
    Then the answer contains "Проектов пока нет"
    When Dmitri sends "/projects" from a Telegram in "en"
    Then the answer contains "No projects yet"

  Scenario: a choice is stronger than Telegram, until it is taken back
    Given Dmitri is a developer
    When Dmitri sends "/lang ru" from a Telegram in "en"
    And Dmitri sends "/projects" from a Telegram in "en"
    Then the answer contains "Проектов пока нет"
    When Dmitri sends "/lang auto" from a Telegram in "en"
    Then the answer contains "language of your Telegram"

  Scenario: one card, edited in place
    When Alice sends "/settings"
    Then the card shows "Language: As in Telegram"
    And the card shows "Quiet hours: off"
    When Alice taps "🌐 Language"
    And Alice taps "Русский"
    Then the card shows "Язык: Русский"
    When Alice taps "📶 Ход работы"
    And Alice taps "Подробно"
    Then the card shows "Ход работы агента: Подробно"
    And there is one card

  Scenario: rich messages are switched on the same card
    When Alice sends "/settings"
    Then the card shows "Rich messages in this chat: off"
    When Alice taps "✨ Rich messages: on"
    Then the card shows "Rich messages in this chat: on"
    And there is one card
    When Alice sends "/settings rich off"
    Then the card shows "in this chat: off"

  Scenario: commits wait for /commit
    When Alice sends "/settings"
    Then the card shows "one commit after each turn"
    When Alice taps "📦 Commit after each turn: off"
    Then the card shows "wait for /commit"
    When Alice taps "📦 Commit after each turn: on"
    Then the card shows "Changes by the agent: one commit"

  Scenario: quiet hours ask for the clock
    When Alice sends "/settings"
    And Alice taps "🌙 Quiet hours"
    And Alice taps "22:00-08:00"
    Then the card shows "What time is it where you are?"
    When Alice chooses the clock that is 3 hours before UTC
    Then the card shows "Quiet hours: 22:00-08:00"
    And the card shows "(UTC+3)"

  Scenario: quiet hours that are typed ask for the clock too
    When Alice sends "/settings quiet 00:00-23:59"
    Then the card shows "What time is it where you are?"
    When Alice sends "/settings"
    Then the card shows "Quiet hours: 00:00-23:59, once I know your clock"
    When Alice sends "/settings clock +3"
    Then the card shows "Quiet hours: 00:00-23:59"
    And the card does not show "once I know"

  Scenario: a typed choice of the language counts from its answer on
    When Alice sends "/settings language ru"
    Then the card shows "Язык: Русский"

  Scenario: what is typed is forgiving
    When Alice sends "/settings clock + 5:30"
    Then the card shows "(UTC+5:30)"
    When Alice sends "/settings quiet 22:30 – 7:15"
    Then the card shows "Quiet hours: 22:30-07:15"
    When Alice sends "/settings Verbosity DETAILED"
    Then the card shows "Progress of the agent: Detailed"
    When Alice sends "/settings language"
    Then the card shows "In which language"

  Scenario: what does not make sense changes nothing, and says how it is written
    When Alice sends "/settings quiet 25:00-8"
    Then the answer contains "/settings quiet 22:30-7:15"
    When Alice sends "/settings banana"
    Then the answer contains "/settings language en"
    When Alice sends "/settings clock +15"
    Then the answer contains "/settings clock +5:30"
    When Alice sends "/settings"
    Then the card shows "Quiet hours: off"
    When Alice sends "/settings clock +5:30"
    And Alice sends "/settings quiet 22:30–7:15"
    Then the card shows "Quiet hours: 22:30-07:15"
    When Alice sends "/settings quiet off"
    Then the card shows "hours: off"

  Scenario: in quiet hours everything arrives and nothing rings
    Given it is quiet all day for Alice
    When Alice sends "/backup now"
    Then "It was read back and is whole" arrives without a sound
    When Alice sends "/settings quiet off"
    And Alice sends "/backup  now"
    Then "It was read back and is whole" arrives with a sound
