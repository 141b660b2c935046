Feature: git from a phone
  Somebody sees what was changed, takes it back, commits by hand and goes about in branches.

  Scenario: what is not committed, file by file
    Given the file "src/app.ts" with "const a = 1;" is committed
    And the file "src/app.ts" has "const a = 2;"
    And the file "заметки.md" has "new"
    When Alice sends "/diff"
    Then the card shows "**shop** · 2 files · +2 −1"
    And the card shows "заметки.md · new · +1 −0"
    When Alice taps "· src/app.ts"
    Then the card shows "-const a = 1;"
    And the card shows "+const a = 2;"
    When Alice taps "Next file ▶"
    Then the card shows "+new"
    When Alice taps "📄 Files"
    Then the card shows "2 files"
    And there is one diff card
    When Alice taps "📎 Whole as page"
    Then the file "shop-" holds "const a = 2;"

  Scenario: the last commit, when everything is committed
    Given the file "a.txt" with "one" is committed
    And the file "a.txt" with "two" is committed
    When Alice sends "/diff"
    Then the card shows "Change a.txt to two"
    When Alice sends "/diff HEAD..HEAD~1"
    Then the card shows "→"
    When Alice sends "/diff #turn-1"
    Then the card shows "Change a.txt to one"
    When Alice sends "/diff --output=x"
    Then the answer contains "no commit called"

  Scenario: a secret in a diff
    Given the file "a.txt" with "ghp_0123456789abcdefghijABCDEFGHIJ012345" is committed
    When Alice sends "/diff"
    And Alice taps "+ a.txt"
    Then the card shows "+[masked]"
    When Alice taps "📎 Whole as page"
    Then the file "shop-" holds "[masked]"

  Scenario: an undo, and the undo of it
    Given the file "a.txt" with "one" is committed
    And the file "a.txt" with "two" is committed
    When Alice sends "/undo"
    Then the answer contains "Take this back"
    When Alice taps "↩️ Undo it"
    Then the bot says "is taken back by"
    And "a.txt" holds "one"
    When Alice sends "/undo HEAD~1"
    Then the answer contains "It is taken back already"
    When Alice taps "↪️ Undo the undo"
    And Alice taps "↩️ Undo it"
    Then "a.txt" holds "two"
    And the history has 4 commits, the last one by Alice

  Scenario: an undo that later work does not allow
    Given the file "a.txt" with "one" is committed
    And the file "a.txt" with "two" is committed
    And the file "a.txt" with "three" is committed
    When Alice sends "/undo HEAD~1"
    And Alice taps "↩️ Undo it"
    Then the bot says "cannot be taken back by itself"
    And the bot offers "🤖 Ask the agent to undo it"
    And "a.txt" holds "three"
    And the history has 3 commits, the last one by Alice

  Scenario: an undo that would bring a secret back
    Given the file "a.txt" with "one" is committed
    And the file "keys.txt" with "TOKEN=ghp_x7Qm2Lr9Tz4Vb8Nc1Kd6Fw3Hs5Jg0Pa9Ye2U" is committed
    And the file "keys.txt" with "TOKEN=" is committed
    When Alice sends "/undo"
    And Alice taps "↩️ Undo it"
    Then the bot says "is not taken back: that would commit again what looks like a secret"
    And the bot says "keys.txt line 1"
    And the bot says "an owner can make it all the same"
    And the bot offers "🤖 Ask the agent to undo it"
    And "keys.txt" holds "TOKEN="
    And the history has 3 commits, the last one by Alice

  Scenario: what cannot be undone says why
    Given the file "a.txt" with "one" is committed
    When Alice sends "/undo"
    Then the answer contains "No commit of an operation is left"
    When Alice sends "/undo HEAD"
    Then the answer contains "This is the first commit"
    Given a person commits and merges a branch
    When Alice sends "/undo main"
    Then the answer contains "This is a merge"
    When Alice sends "/undo HEAD^2"
    Then the answer contains "I did not make this commit"

  Scenario: an undo over work that is not committed
    Given the file "a.txt" with "one" is committed
    And the file "a.txt" with "two" is committed
    And the file "b.txt" has "mine"
    When Alice sends "/undo"
    And Alice taps "↩️ Undo it"
    Then the bot says "these files are not committed"
    And "b.txt" holds "mine"
    When Alice taps "📦 Commit"
    Then the bot says "1 file"
    When Alice taps "🔁 Again"
    Then the answer contains "Take this back"
    When Alice taps "↩️ Undo it"
    Then "a.txt" holds "one"

  Scenario: the list of commits
    Given 20 commits
    When Alice sends "/history"
    Then the card shows "20 commits · page 1 of 3"
    And the card shows "Change n.txt to 19"
    When Alice taps "▶"
    Then the card shows "page 2 of 3"
    And the card shows "Change n.txt to 11"
    When Alice sends "/history 3"
    Then the card shows "Change n.txt to 0"
    When Alice sends "/history n.txt"
    Then the card shows "20 commits"
    When Alice sends "/history nothing.txt"
    Then the answer contains "No commit touches"

  Scenario: a commit by hand
    Given the file "a.txt" with "one" is committed
    When Alice sends "/commit"
    Then the bot says "Nothing to commit"
    Given the file "-dash.txt" has "two"
    When Alice sends "/commit add a file with a dash"
    Then the bot says "1 file"
    And the last commit is "Add a file with a dash" by Alice
    Given the file "c.txt" has "ghp_0123456789abcdefghijABCDEFGHIJ012345"
    And Alice sends "/commit"
    Then the bot says "Not committed"
    And the bot offers "🧹 Have the agent remove it"

  Scenario: a branch that moved after the question
    Given the file "a.txt" with "one" is committed
    When Alice sends "/branch fix/login"
    And Alice sends "/branch use main"
    Given the file "a.txt" with "two" is committed
    When Alice sends "/branch delete fix/login"
    Then the answer contains "All its commits are in what is checked out"
    Given a person moves the branch "fix/login" to "main"
    When Alice taps "🗑 Delete"
    Then the bot says "it has moved since you were asked"
    And there are 2 branches
    When Alice taps the newest "🗑 Delete"
    Then the bot says "is deleted"
    And there is 1 branch

  Scenario: branches
    Given the file "a.txt" with "one" is committed
    When Alice sends "/branch fix/login"
    Then the bot says "is on the new branch"
    When Alice sends "/branch"
    Then the answer contains "is on **fix/login**"
    Given the file "a.txt" has "two"
    When Alice sends "/branch use main"
    Then the bot says "stays where it is"
    When Alice taps "📦 Commit"
    Then the bot says "+1 −1"
    When Alice taps "🔁 Again"
    Then "a.txt" holds "one"
    When Alice sends "/branch delete fix/login"
    Then the answer contains "has commits that what is checked out has not"
    When Alice taps "🗑 Delete"
    Then the bot says "is deleted"
    When Alice sends "/branch bad..name"
    Then the bot says "cannot be the name of a branch"
    Given a person checks out a commit without a branch
    And Alice sends "/branch"
    Then the answer contains "on no branch (detached)"
