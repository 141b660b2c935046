Feature: Files between the chat and the project

  Scenario: A file with its place in the caption
    Given Alice works in the project "shop"
    When she sends "logo.svg" with the caption "save as docs/logo.svg"
    Then the project holds "docs/logo.svg", committed by "Alice"

  Scenario: A file without a word
    Given Alice works in the project "shop"
    When she sends "data.csv" with the caption ""
    And she taps "📎 Attach to my next request"
    And she writes "make a chart of it"
    Then the agent is told where "data.csv" lies

  Scenario: A name that is taken
    Given Alice works in the project "shop"
    And the project has a file "README.md"
    When she sends "README.md" with the caption "save to ./"
    Then she is asked, and "README.md" is as it was

  Scenario: A file of secrets
    Given Alice works in the project "shop"
    When she sends ".env" with the caption "save to ./"
    Then she hears that it is locked
