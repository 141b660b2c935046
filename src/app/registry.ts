import { auditCommand } from '#features/audit/audit.command.ts';
import { approvalsCommand } from '#features/approvals/approvals.command.ts';
import { decideCommand } from '#features/approvals/decide.command.ts';
import { pendingApprovals } from '#features/approvals/pending.ts';
import { backupCommand } from '#features/backup/backup.command.ts';
import { backupKind } from '#features/backup/backup.ts';
import { budgetCommand } from '#features/budget/budget.command.ts';
import { createBudget } from '#features/budget/budget.ts';
import { createLifts } from '#features/budget/lifts.ts';
import type { Limits } from '#features/budget/limits.ts';
import { agentDecisions, answerCommand, approveCommand } from '#features/code/ask.commands.ts';
import { createAsks } from '#features/code/asks.ts';
import { commitAnywayCommand, commitKind } from '#features/code/commit-anyway.ts';
import { codeCommand } from '#features/code/code.command.ts';
import type { FollowTimes } from '#features/code/follow.ts';
import { closeOrphans } from '#features/code/orphans.ts';
import { interruptCommand, stopCommand } from '#features/code/stop.command.ts';
import { turnKind } from '#features/code/turn.ts';
import type { Reconciler } from '#features/drift/reconcile.ts';
import { feedbackCommand } from '#features/feedback/feedback.command.ts';
import { commentCommand, voteCommand } from '#features/feedback/vote.command.ts';
import type { Library } from '#features/declared/library.ts';
import { createShelf } from '#features/files/shelf.ts';
import type { FollowTimes as LogTimes } from '#features/logs/follows.ts';
import type { LogSources } from '#features/logs/source.ts';
import { createSecretIntake, type SecretIntake } from '#features/secrets/intake.ts';
import { secretCommand } from '#features/secrets/secret.command.ts';
import { accessCommand } from '#features/people/access.command.ts';
import { admitCommand } from '#features/people/admit.command.ts';
import { inviteCommand } from '#features/people/invite.command.ts';
import { createPeople } from '#features/people/people.ts';
import { roleCommand } from '#features/people/role.command.ts';
import { usersCommand } from '#features/people/users.command.ts';
import { whoamiCommand } from '#features/people/whoami.command.ts';
import { langCommand } from '#features/settings/lang.command.ts';
import { richCommand } from '#features/settings/rich.command.ts';
import { settingCommand, settingsCommand } from '#features/settings/settings.command.ts';
import { helpCommand, startCommand } from '#features/start/start.command.ts';
import { statusCommand } from '#features/status/status.command.ts';
import { groupAnswersCommand, groupCommand } from '#features/topics/group.command.ts';
import { topicCommand } from '#features/topics/topic.command.ts';
import type { Command } from '#kernel/command.ts';
import type { Language, Say } from '#kernel/language.ts';
import { createApprovals } from '#operations/approvals.ts';
import { createOperations, type Operations } from '#operations/operations.ts';
import type { Backups } from '#ports/backup/port.ts';
import type { Chat } from '#ports/chat/port.ts';
import type { Checkouts } from '#ports/checkouts/port.ts';
import type { Deployer } from '#ports/deployer/port.ts';
import type { Downloads } from '#ports/downloads/port.ts';
import type { ProjectFiles } from '#ports/files/port.ts';
import type { Gateway } from '#ports/gateway/port.ts';
import type { Git } from '#ports/git/port.ts';
import type { Masker } from '#lib/mask/masker.ts';
import type { Ops } from '#ports/ops/port.ts';
import type { Prompts } from '#ports/prompts/port.ts';
import type { Rooms } from '#ports/rooms/port.ts';
import type { Sandbox } from '#ports/sandbox/port.ts';
import type { ProjectSecrets } from '#ports/secrets/port.ts';
import type { Store } from '#ports/store/port.ts';
import { mayHaveRunning } from '#ports/store/standing.ts';
import type { Workspace } from '#ports/workspace/port.ts';
import { codeFeatures } from './code-features.ts';
import { fileFeatures, filesOfTurns } from './file-features.ts';
import { changeFeatures } from './change-features.ts';
import { declaredFeatures } from './declared-features.ts';
import { deployFeatures } from './deploy-features.ts';
import { gitFeatures } from './git-features.ts';
import { logsFeatures } from './logs-features.ts';
import { projectFeatures } from './project-features.ts';
import { taskFeatures } from './task-features.ts';

/** Every port that features need, with time and words. */
export interface Ports {
  readonly store: Store;
  readonly gateway: Gateway;
  readonly backups: Backups;
  /** How many daily backups are kept; 0: none is made by itself. */
  readonly backupKeep: number;
  readonly budgets: Limits;
  readonly chat: Chat;
  readonly rooms: Rooms;
  readonly git: Git;
  readonly files: ProjectFiles;
  readonly downloads: Downloads;
  readonly prompts: Prompts;
  readonly sandbox: Sandbox;
  readonly secrets: ProjectSecrets;
  readonly masker: Masker;
  readonly workspace: Workspace;
  readonly ops: Ops;
  readonly checkouts: Checkouts;
  readonly deployers: ReadonlyMap<Deployer['kind'], Deployer>;
  readonly sayIn: (language: Language) => Say;
  readonly now: () => number;
  readonly log: (message: string, details: object) => void;
  /** Telegram user ids of `OWNER_IDS`. */
  readonly ownerIds: readonly number[];
  /** The bot's name in Telegram, once it is known. */
  readonly botName: () => string | undefined;
  /** As people know it; `undefined`: no model is configured. */
  readonly modelName: string | undefined;
  /** The log of the bot, and of its gateway where that runs here. */
  readonly systemLogs: LogSources['system'];
  /** Told the names of declarative commands whenever there are others. */
  readonly onCommands?: (names: Iterable<string>) => void;
  /** Aborted when this process lets go of everything. */
  readonly leaving: AbortSignal;
  /** Tests shorten these. */
  readonly followTimes?: FollowTimes;
  readonly logTimes?: LogTimes;
}

/** Every command and every kind of operation, wired. A new feature is a line here. */
export function registerFeatures(ports: Ports): {
  readonly commands: ReadonlyMap<string, Command>;
  readonly operations: Operations;
  /** Takes secrets out of messages, before dispatch sees them. */
  readonly intake: SecretIntake;
  /** The declarative commands, which are in `commands` once `settle` has loaded them. */
  readonly declared: Library;
  /** Stops what nobody may have running any more; for before `operations.resume`. */
  readonly settle: () => Promise<unknown>;
  /** Closes what an earlier run left open; for after `operations.resume`. */
  readonly tidy: () => Promise<void>;
  /** Compares what should be live with what is. */
  readonly reconciler: Reconciler;
} {
  const { store, workspace } = ports;
  const redraw = new Map<string, () => void>();
  const operations = createOperations({
    ...ports,
    mayRun: (operation) => mayHaveRunning(operation, store, ports.ownerIds),
  });
  const approvals = createApprovals({ ...ports, operations });
  const asks = createAsks({ ...ports, changed: (operationId) => redraw.get(operationId)?.() });
  const spending = { ...ports, limits: ports.budgets, lifts: createLifts(store.settings) };
  const budget = createBudget(spending);
  const turnFiles = filesOfTurns(ports, operations);
  const shelf = createShelf(store.settings);
  operations.register('turn', turnKind({ ...ports, asks, redraw, budget, turnFiles }));
  operations.register('commit', commitKind(ports));
  operations.register('backup', backupKind({ ...ports, keep: ports.backupKeep }));

  const people = createPeople({ ...ports, operations });

  const list: Command[] = [];
  // Declared ones too, which come later.
  const hasCommand = (name: string) => byName.has(name);
  const intake = createSecretIntake({ settings: store.settings, now: ports.now, hasCommand });
  const projects = projectFeatures(ports, { operations, intake, hasCommand });
  const code = codeCommand({
    operations,
    asks,
    store,
    workspace,
    budget,
    hasModel: ports.modelName !== undefined,
    attached: (...of) => shelf.take(...of),
  });
  const ask = code.run.bind(code);
  const deploys = deployFeatures(ports, { operations, approvals });
  const logs = logsFeatures(ports);
  list.push(
    startCommand({ store }),
    ...projects.commands,
    code,
    commitAnywayCommand({ operations, store }),
    stopCommand({ operations, store }),
    interruptCommand({ operations, store }),
    approveCommand({ asks }),
    answerCommand({ asks }),
    decideCommand({ approvals }),
    approvalsCommand([pendingApprovals({ ...ports, approvals }), agentDecisions({ asks, store })]),
    statusCommand({ ...ports, modelName: ports.modelName ?? '—' }),
    backupCommand({ ...ports, operations, keep: ports.backupKeep }),
    secretCommand({ ...ports, intake }),
    whoamiCommand(),
    richCommand(ports),
    usersCommand({ store, people }),
    roleCommand({ store, people }),
    inviteCommand(ports),
    accessCommand({ store, people }),
    admitCommand(ports),
    langCommand(ports),
    settingsCommand(ports),
    settingCommand(ports),
    voteCommand(ports),
    commentCommand(ports),
    feedbackCommand({ ...ports, feedback: store.feedback }),
    auditCommand({ ...ports, audit: store.audit }),
    budgetCommand(spending),
    topicCommand(ports),
    groupCommand(ports),
    groupAnswersCommand(ports),
    ...codeFeatures(ports, { operations, budget }),
    ...gitFeatures(ports, operations),
    ...changeFeatures(ports, { operations, code }),
    ...logs.commands,
    ...deploys.commands,
    ...taskFeatures(ports, { operations, code }),
    ...fileFeatures(ports, { operations, shelf, ask, hasCommand }),
    helpCommand(() => byName.values()),
  );
  const byName = new Map(list.map((command) => [command.name, command]));
  const declared = declaredFeatures(ports, { operations, budget, commands: byName });
  const settle = async () => {
    await declared.load();
    return people.stopForbidden();
  };
  const tidy = async () => {
    await closeOrphans(ports);
    await projects.pushes.catchUp();
    await logs.follows.tidy();
  };
  const { reconciler } = deploys;
  return { commands: byName, operations, intake, declared, settle, tidy, reconciler };
}
