Feature: asking the agent for more than a change
  Checks run at once, and what fails is one tap from being mended. Reviews and explanations change
  nothing. Each conversation has sessions of its own, and the model can be chosen.

  Scenario: the checks pass
    Given the project "shop"
    When Alice sends "/test"
    Then the chat shows "all checks pass"

  Scenario: a check fails and the agent is told all about it
    Given the project "shop"
    And the next check prints "not ok 1 - adds two numbers" and fails
    When Alice sends "/test"
    Then the chat shows "1 check fails"
    And the chat shows "not ok 1 - adds two numbers"
    When Alice taps "🔧 Fix"
    Then the agent is told "not ok 1 - adds two numbers" as data
    And the agent is told "npm test" as data
    And the chat shows "Mended."
    And the journal names the prompt "fix@1"

  Scenario: what failed last is what /fix means
    Given the project "shop"
    And the next check prints "first mistake" and fails
    When Alice sends "/test"
    Then the chat shows "1 check fails"
    When Alice sends "/fix look at the rounding"
    Then the agent is told "look at the rounding" as words
    And the agent is told "first mistake" as data

  Scenario: nothing fails
    Given the project "shop"
    When Alice sends "/fix"
    Then the answer contains "Nothing fails"
    When Alice taps "🧪 Run tests"
    Then the chat shows "all checks pass"
    When Alice sends "/fix the login forgets me"
    Then the agent is told "Fix this: the login forgets me" as words

  Scenario: output of a check cannot give orders
    Given the project "shop"
    And the next check prints a block that ends and then gives orders
    When Alice sends "/test"
    Then the chat shows "1 check fails"
    When Alice taps "🔧 Fix"
    Then the orders stand inside of the block of data

  Scenario: there is no such check
    Given the project "shop"
    When Alice sends "/test nothing"
    Then the answer contains "no check nothing"
    When Alice taps "tests"
    Then the chat shows "all checks pass"

  Scenario: a check that is stopped
    Given the project "shop"
    And the next check never ends
    When Alice sends "/test"
    And the chat shows "tests…"
    And Alice sends "/stop"
    Then the chat shows "Stopped"

  Scenario: tests are written by the agent
    Given the project "shop"
    When Alice sends "/test write"
    Then the answer contains "For what"
    When Alice sends "src/main.ts"
    Then the agent is told "src/main.ts" as data

  Scenario: a review changes nothing
    Given the project "shop"
    And the agent writes "stray.txt" although it should not
    When Alice sends "/review"
    Then the answer contains "What in"
    When Alice taps "📝 The last change"
    Then the agent is told "=== added: package.json" as data
    And the chat shows "only to read, but changed 1 file"
    And the chat shows "only read"
    And "stray.txt" is not in the project
    And nothing was committed

  Scenario: a review of a file, and of what there is not
    Given the project "shop"
    When Alice sends "/review package.json"
    Then the agent is told "package.json" as words
    When Alice sends "/review ../../etc/passwd"
    Then the answer contains "neither a commit nor a file"

  Scenario: an explanation is asked for
    Given the project "shop"
    When Alice sends "/explain"
    Then the answer contains "Send the path of a file, or a question"
    When Alice sends "how does it start?"
    Then the agent is told "how does it start?" as words
    And the journal names the prompt "explain@1"

  Scenario: the project has a prompt of its own
    Given the project "shop"
    And the project has the prompt "explain" that says "Explain as to a pirate: {{question}}"
    When Alice sends "/explain main.ts"
    Then the agent is told "Explain as to a pirate: main.ts" as words
    And the journal names the prompt "explain@9 (project)"

  Scenario: the prompt of the project is broken
    Given the project "shop"
    And the project has the prompt "explain" that says "Explain {{everything}}"
    When Alice sends "/explain main.ts"
    Then the chat shows "cannot be used (line 8): {{everything}}"
    And the journal names the prompt "explain@1"

  Scenario: free text reaches the agent as it is, with the rules beside it
    Given the project "shop"
    When Alice sends "add {{request}} and ```"
    Then the agent gets exactly "add {{request}} and ```"
    And beside it stands "You work in the git repository of the project shop"
    And the journal names the prompt "code@1"

  Scenario: sessions
    Given the project "shop"
    When Alice sends "/session"
    Then the answer contains "session 1"
    When Alice sends "/session new A second try"
    Then the answer contains "A second try"
    When Alice sends "what was the word?"
    Then the agent works in session 2
    When Alice sends "/session list"
    Then the answer contains "▶ 2 · A second try"
    When Alice sends "/session resume 7"
    Then the answer contains "Your sessions"
    When Alice taps "▶ 1"
    And Alice sends "and now?"
    Then the agent works in session 1

  Scenario: what is running stays in the session in which it was asked for
    Given the project "shop"
    And the next check never ends
    When Alice sends "/test"
    And Alice asks "wait for the tests" meanwhile
    And Alice sends "/session new"
    And Alice stops the checks
    Then the agent works in session 1

  Scenario: sessions are one's own
    Given the project "shop"
    And Dmitri is a developer who works in "shop"
    When Alice sends "/session new Of Alice"
    And Dmitri sends "/session list"
    Then the answer does not contain "Of Alice"
    When Dmitri sends "/session resume 2"
    And Dmitri sends "hello"
    Then the agent works in session 1

  Scenario: the model
    Given the project "shop"
    When Alice sends "hello"
    And Alice sends "/model"
    Then the answer contains "Model One"
    When Alice taps "Model Two"
    Then the answer contains "Model Two from the next request on"
    When Alice sends "/session"
    Then the answer contains "Model: memory/two"
    When Alice sends "/model gpt-99"
    Then the answer contains "no model gpt"
    When Alice sends "/model one"
    Then the answer contains "Model One from the next request on"

  Scenario: who may not choose the model
    Given the project "shop"
    And Dmitri is a developer who works in "shop"
    When Dmitri sends "/model"
    Then the answer contains "can choose another"
    And the answer does not contain "model_use"
    When Dmitri sends "/model two"
    Then the answer does not contain "Model Two"
    When Dmitri sends "/model_use shop 1 memory/two"
    Then the answer contains "releaser"

  Scenario: the gateway is away
    Given the project "shop"
    And the gateway is away
    When Alice sends "/model"
    Then the answer contains "away just now. Try"
    When Alice sends "/session"
    Then the answer contains "away just now; I"
