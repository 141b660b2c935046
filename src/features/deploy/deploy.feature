Feature: Deploy via Telegram Bot

  Scenario: Successful deployment
    Given I am logged in as admin
    When I send "/deploy staging"
    Then I should see "🚀 Deploying to staging..."
    And deployment should succeed
    And I should see "✅ Deployment complete"

  Scenario: Deploy without tests
    Given I am logged in as admin
    And tests are failing
    When I send "/deploy production"
    Then I should see "❌ Tests failed"
    And deployment should be aborted

  Scenario: the same commit again
    Given I am logged in as admin
    And the newest commit is live in staging
    When I send "/deploy staging"
    Then I should be told "is live in staging"
    And nothing was deployed

  Scenario: a release that is not well
    Given I am logged in as admin
    And the newest commit is live in staging
    And a newer commit does not become well
    When I send "/deploy staging"
    Then I should see "did not become well"
    And the earlier commit is live in staging

  Scenario: a release that crashes after its start
    Given I am logged in as admin
    And the newest commit is live in staging
    And a newer commit crashes under traffic
    When I send "/deploy staging"
    Then I should see "is back at what was live before, by itself"
    And the earlier commit is live in staging

  Scenario: people say what they think of it
    Given I am logged in as admin
    When I send "/deploy staging"
    Then I should see "✅ Deployment complete"
    When I tap "👎"
    Then I should see "what was wrong?"
    When I send "/feedback"
    Then I should be answered with "deploy 👍 0 👎 1"

  Scenario: nothing can be built on a full disk
    Given I am logged in as admin
    And a newer commit fills the disk
    When I send "/deploy staging"
    Then I should see "no space or memory left"
    And deployment should be aborted

  Scenario: a hook fails
    Given I am logged in as admin
    And the hook before deploys fails
    When I send "/deploy staging"
    Then I should see "❌ Tests failed"
    And I should see "hooks/pre-deploy.sh"
    And deployment should be aborted

  Scenario: one person alone writes the name of the project
    Given I am logged in as admin
    When I send "/deploy production"
    And I am asked for the name of the project
    And I send "shop"
    Then I should see "✅ Deployment complete"

  Scenario: another person approves
    Given I am logged in as admin
    And Bob can release
    When I send "/deploy production"
    And Bob approves
    Then I should see "✅ Deployment complete"
    And I should see "Approved by Person 8"

  Scenario: the one who asked does not approve
    Given I am logged in as admin
    And Bob can release
    When I send "/deploy production"
    And I approve it myself
    Then I should be told "somebody else decides"
    And nothing is live in production

  Scenario: nobody decides
    Given I am logged in as admin
    And Bob can release
    When I send "/deploy production"
    And the time for the approval is over
    Then I should see "Nobody approved in time"
    And nothing is live in production

  Scenario: what is live has changed while an approval waited
    Given I am logged in as admin
    And Bob can release
    When I send "/deploy production"
    And something else goes live in production
    And Bob approves
    Then I should see "something else is live there by now"

  Scenario: the environment is locked
    Given I am logged in as admin
    And Bob has locked staging
    When I send "/deploy staging"
    Then I should be told "is locked by Person 8: migration"
    And nothing was deployed

  Scenario: two at once
    Given I am logged in as admin
    And Bob can release
    When I send "/deploy production"
    And Bob sends "/deploy production"
    Then Bob is told "Alice deploys"

  Scenario: the agent's own file asks for an approval more
    Given I am logged in as admin
    And Bob can release
    And the project asks for approvals in staging
    When I send "/deploy staging"
    And Bob approves
    Then I should see "✅ Deployment complete"

  Scenario: the agent's own file cannot switch approvals off
    Given I am logged in as admin
    And Bob can release
    And the project asks for no approvals
    When I send "/deploy production"
    Then Bob is asked to approve

  Scenario: going back
    Given I am logged in as admin
    And two commits went live in staging
    When I send "/rollback staging"
    And I choose the earlier release and confirm
    Then I should see "✅ Rolled back"
    And the earlier commit is live in staging
    And staging is frozen

  Scenario: the agent finds out why it failed
    Given I am logged in as admin
    And tests are failing
    When I send "/deploy staging"
    And deployment should be aborted
    And I tap "🔧 Fix"
    Then the agent is told "not ok 1"

  Scenario: an owner breaks a lock, and everybody knows
    Given I am logged in as admin
    And Bob has locked staging
    When I send "/deploy staging"
    And I tap the button of the answer and write "customers cannot pay"
    Then I should see "in spite of a hold: customers cannot pay"
    And I should see "✅ Deployment complete"

  Scenario: stopped before it is live
    Given I am logged in as admin
    And the release never becomes well
    When I send "/deploy staging"
    And I stop it
    Then I should see "stopped. What is live stays as it is."
    And nothing is live in staging, and nothing is left
