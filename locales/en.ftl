### Dispatch

dispatch-stranger = This bot is private. Ask its owner for an invitation.
dispatch-unknown-command = I do not know /{ $name }. See /help. To send it to the agent as text: /code followed by your text.
dispatch-not-a-command = This looks like a command, and I do not know it. See /help. To send it to the agent as text: /code followed by your text.
dispatch-too-much = That is too much at once. Come back in { $seconds } s; nothing you sent before is lost.
dispatch-forbidden = You need the role { $needs } for this; yours is { $has }. Ask an owner.
dispatch-text-only = I understand text for now. Write what you need, or see /help.
dispatch-stale = This button is out of date. Ask again.
dispatch-not-yours = This button is somebody else's.

fault-backup-failed = The backup failed; the earlier ones are as they were. The owner finds the reason in the log.
fault-config-invalid = The bot's configuration is wrong. The owner finds the reason in the log.
fault-gateway-unreachable = The agent's gateway does not answer. Try again in a minute; /status tells how it is.
fault-gateway-refused = The agent's gateway refused. /status says what mends it.
fault-git-failed = Git failed in this project. The owner finds the reason in the log.
fault-install-failed = An installation failed. The owner finds the reason in the log.
fault-lease-lost = Another copy of me has taken this over; it goes on there.
fault-sandbox-failed = The project's command could not be started. /status says how isolation is.
fault-store-failed = I could not save that. Try again; if it stays, look at the disk and the log.
fault-telegram-failed = Telegram refused. The owner finds the reason in the log.
fault-unexpected = Something broke on my side. It is in the log; try again.

### Commands

command-start = Home: where you are and what is next
command-help = What you can do here
command-whoami = Your id, role and project
command-new = Create a project
command-projects = Your projects
command-use = Choose the project to work in
command-code = Have the agent change code
command-stop = Stop what the agent does
command-status = How everything is doing
command-approvals = What waits for you, and what is always allowed

### Home

start-hello = 👋 **{ $name }**, this is CodeFoundry. Write what you need in the project: the agent does it, I commit it.
start-project = Current project: **{ $project }** ({ $archetype })
start-no-project = No project chosen yet.
home-projects = 📁 Projects
home-new = ➕ New
home-status = 📊 Status
home-help = ❓ Help
help-text = Write what you want changed; the agent works in the current project and every change becomes one commit. Commands:
whoami = **{ $name }**
    id `{ $id }` · role **{ $role }** · chat `{ $chat }` · project { $project }

### Projects

new-ask-archetype = What kind of project?
new-no-archetype = There is no kind { $archetype }.
new-ask-name = What is it called? Tap one, or write `/new { $archetype } name`: 2 to 39 of a-z, 0-9 and dashes, starting with a letter.
new-bad-name = { $name } cannot be a name. Allowed: 2 to 39 of a-z, 0-9 and dashes, starting with a letter, such as `/new { $archetype } my-bot`.
new-taken = There is a project **{ $name }** already. Work in it, or choose another name.
new-occupied = There is a folder called **{ $name }** among the projects that I do not know. Choose another name.
new-title = 🏗 Creating **{ $name }**
new-step-copy = Copying the template…
new-step-install = Installing dependencies…
new-step-test = Running its tests…
new-step-commit = Committing…
new-ended = 🏗 **{ $name }** is created.
new-failed = 🏗 **{ $name }** was not created.
new-done = ✅ **{ $name }** is ready: { $archetype }, tests pass, first commit `{ $sha }`. It is your current project. Write what to build.
new-stopped = ⏹ Stopped. Nothing of **{ $name }** was left behind.
new-check-failed = ❌ **{ $name }** was not created: { $what } failed. Nothing was left behind.
new-timed-out = It took longer than 5 minutes.
new-broken = ❌ **{ $name }** was not created: something broke on my side; it is in the log. Nothing was left behind.
new-again = Try again
projects-none = No projects yet.
projects-new = ➕ New project
projects-current = ← here
projects-idle = idle
projects-busy = { $count ->
        [one] { $count } task
       *[other] { $count } tasks
    }
use-ask = Which project?
use-unknown = There is no project { $name }.
use-button = Work in { $name }
use-done = You work in **{ $name }** ({ $archetype }) now. Write what to do.
draft-send = Send: { $text }

### Code

code-no-model = No model is configured, so the agent cannot think yet. Set one of ANTHROPIC_API_KEY, OPENAI_API_KEY or OLLAMA_URL on the server (or MODEL=demo to try things out) and restart the bot.
code-no-project = First choose a project, or create one.
code-kept = Your text is kept: { $text }
code-new-button = ➕ New { $archetype }
code-ask = What should the agent do in **{ $project }**? Just write it.
stop-nothing = Nothing runs here.
stop-not-yours = Only the one who asked, or an owner, can stop this.
stop-done = { $count ->
        [one] Stopping.
       *[other] Stopping { $count } tasks.
    }
interrupt-late = It is not waiting any more.
turn-title = 🔨 **{ $project }** · { $actor } · { $elapsed }{ $steps ->
        [0] {""}
        [one] {" "}· { $steps } step
       *[other] {" "}· { $steps } steps
    }
turn-resumed = 🔁 Taken up again after an interruption
turn-earlier = … { $count } earlier
turn-file = File: { $file }
turn-working = Working…
turn-stopping = ⏹ Stopping…
turn-waiting-for-you = ✋ Waiting for you, see below
turn-retrying = 🔁 The model is asked again: { $reason }
turn-silent = Silent for { $elapsed }. /stop ends it.
turn-gateway-down = 🔌 The agent's gateway is not there since { $elapsed } ({ $reason }). Your request waits and goes on by itself.
turn-stop = ⏹ Stop
turn-interrupt = ⏭ Interrupt
turn-cancel = ✖ Cancel
turn-no-project = ✖ There is no project { $project } any more.
turn-commit-failed = ⚠️ { $project }: the changes are in the tree, but git could not commit them; the reason is in the log
turn-broke-card = 🔨 **{ $project }** · broken off
turn-broke = ❌ Something broke on my side before the agent could finish; it is in the log. Tap Again to try once more.
turn-again = 🔁 Again
turn-queued = ⏳ Queued in **{ $project }**, { $ahead } ahead: { $request }
turn-dropped = ✖ Canceled before it began.
turn-ended = 🔨 **{ $project }** · { $actor } · { $elapsed } · { $steps ->
        [one] { $steps } step
       *[other] { $steps } steps
    }
turn-kept = 📦 { $project } held changes that nobody had committed; they are kept in commit `{ $sha }`.
turn-commit-named = 📦 { $project } `{ $sha }`
turn-no-commit = { $project }: no files changed
turn-tokens = { $input } + { $output } tokens
turn-empty-answer = Done.
turn-stopped = ⏹ Stopped.
turn-failed-auth = ❌ The model refused the key. Ask the owner to set a valid ANTHROPIC_API_KEY, OPENAI_API_KEY or OLLAMA_URL and to restart the bot.
turn-failed-billing = ❌ The model's account has no credit. Top it up, then tap Again.
turn-failed-rate-limit = ❌ The model is overloaded or over its limit. Wait a little, then tap Again.
turn-failed-other = ❌ The agent failed.
turn-refused = ❌ The agent's gateway does not let me in:
turn-lost = ⚠️ The agent's gateway crashed in the middle and the rest of the answer is lost; what was changed until then is kept. Tap Again to go on.
turn-change = 📦 `{ $sha }` · **{ $project }** · { $actor } · { $files ->
        [one] { $files } file
       *[other] { $files } files
    } · +{ $added } −{ $removed }
turn-left-out = ⚠️ { $path } is a git repository of its own; it is not in the commit.
turn-more-files = … and { $count } more

ask-approval = ✋ **{ $project }**: the agent wants to run
ask-button-once = ✅ Allow once
ask-button-always = ✅ Allow this command in this project
ask-button-deny = ❌ Deny
ask-decided-once = ✅ Allowed once by { $actor }
ask-decided-always = ✅ Allowed in this project by { $actor }; /approvals revokes it
ask-decided-deny = ❌ Denied by { $actor }
ask-toast-once = Allowed once
ask-toast-always = Allowed in this project
ask-toast-deny = Denied
ask-toast-answered = Answered
ask-question = ❓ **{ $project }**: { $question }
    Tap an answer, or write one.
ask-answered = { $actor }: { $answer }
ask-expired = ⌛ No longer waiting.
ask-not-now = The agent's gateway is away just now. Tap again in a minute.
ask-gone = This no longer waits.
ask-not-yours = Only the one who asked, or an owner, can decide this.
ask-decided-before-once = { $actor } has decided already: allowed once.
ask-decided-before-always = { $actor } has decided already: allowed in this project.
ask-decided-before-deny = { $actor } has decided already: denied.
ask-decided-before-answered = { $actor } has answered already.
approve-usage = Use the buttons of the message that asks.
approvals-none = Nothing waits for a decision.
approvals-waiting = Waiting for a decision:
approvals-allowed = The agent may run in { $project } without asking:
approvals-revoke = Revoke: { $command }
approvals-revoked = Revoked; the agent asks again.
approvals-gone = It was not allowed any more.

### Approvals

approval-title = ✋ **Approval needed:** { $what }
approval-approve = ✅ Approve
approval-deny = ❌ Deny
approval-who = Role { $role } decides
approval-who-other = Somebody else with the role { $role } decides
approval-until = until { $until }
approval-reminder = ⏰ Still waiting; { $minutes } min left.
approval-approved = ✅ Approved by { $actor }, { $at }
approval-denied = ❌ Denied by { $actor }, { $at }
approval-expired = ⌛ Nobody decided in time; ended { $at }
approval-canceled = ⏹ Canceled before anybody decided.
approval-canceled-by = ⏹ Canceled by { $actor }, { $at }
approval-outdated = ⚠️ Not approved: { $reason }
approval-outdated-by = ⚠️ { $actor } approved, but it does not count: { $reason }
approval-bound-changed = what would happen now is not what was shown here. Ask again.
approval-toast-approved = Approved
approval-toast-denied = Denied
approval-toast-expired = Too late: the time is over.
approval-toast-kept = Your decision is kept and takes effect in a moment.
approval-toast-gone = This no longer waits.
approval-toast-outdated = Not approved: { $reason }
approval-toast-before-approve = { $actor } has approved already, { $at }.
approval-toast-before-deny = { $actor } has denied already, { $at }.
approval-toast-not-yours = You may not decide this; it needs the role { $role } or a person who was named.
approval-toast-other-person = You asked for it, so somebody else decides.
approvals-minutes-left = { $minutes } min left

### Status

status-gateway-up = 🟢 Agent ready · OpenClaw { $version } · model: { $model }
status-gateway-down = 🔴 Agent not ready for { $seconds } s · { $reason } · model: { $model }
status-isolated = 🛡 Project code is isolated ({ $kind })
status-not-isolated = ⚠️ NOT ISOLATED: project code can see the bot's files. { $advice }
status-project = 📁 **{ $project }** at `{ $sha }` · { $changed ->
        [0] clean
        [one] { $changed } file not committed
       *[other] { $changed } files not committed
    }
status-nothing-runs = Nothing runs.
status-runs = Running:
status-undoing = taking back
status-waiting = waiting
status-running = running

### Telegram

telegram-maybe-duplicate = (may be a duplicate)
telegram-topic-lost = (sent here: Telegram does not find the topic)
telegram-failed = ⚠️ That did not work: an error on my side. It is in the log. Please try again.
telegram-answer-in-file = 📎 Too long for the chat. The whole answer is in the file **{ $name }**.
telegram-code-in-file = 📎 **{ $name }** ({ $lines } lines) is in the file below.
telegram-file-too-big = ⚠️ **{ $name }** ({ $megabytes } MB) is too big for Telegram and was not sent.
telegram-file-failed = ⚠️ The file **{ $name }** did not get through: the connection broke each time. Ask for it again later; it is not lost on the server.
telegram-file-empty = ⚠️ The file **{ $name }** is empty, so there is nothing to send.
telegram-away = 🌙 I was away from { $from } to { $to } UTC. What came or ran meanwhile goes on now.

command-backup = Backups: what there is, make one
backup-none = 📦 There is no backup yet.
backup-list = 📦 { $count ->
    [one] One backup:
   *[other] { $count } backups:
}
backup-line = - { $at } · { $size } · { $files ->
    [one] one file
   *[other] { $files } files
}
backup-daily = A new one is made every day; the newest { $keep } stay.
backup-by-hand = None is made by itself: `BACKUP_KEEP` is 0.
backup-restore = To put one back, on the server: stop the bot, `codefoundry restore latest`, start it.
backup-now = 📦 Back up now
backup-again = 🔁 Again
backup-running = 📦 Backing up…
backup-ended = 📦 The backup has ended.
backup-failed = ❌ The backup failed.
backup-done = ✅ Backup `{ $id }`: { $size }, { $files ->
    [one] one file
   *[other] { $files } files
}, { $seconds } s. It was read back and is whole.
status-backup = 📦 Last backup: { $at }, { $size }
status-no-backup = 📦 No backup yet. /backup makes one.
