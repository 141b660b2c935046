import { approvalsCommand } from '#features/approvals/approvals.command.ts';
import { decideCommand } from '#features/approvals/decide.command.ts';
import { pendingApprovals } from '#features/approvals/pending.ts';
import { backupCommand } from '#features/backup/backup.command.ts';
import { backupKind } from '#features/backup/backup.ts';
import { agentDecisions, answerCommand, approveCommand } from '#features/code/ask.commands.ts';
import { createAsks } from '#features/code/asks.ts';
import { codeCommand } from '#features/code/code.command.ts';
import type { FollowTimes } from '#features/code/follow.ts';
import { interruptCommand, stopCommand } from '#features/code/stop.command.ts';
import { turnKind } from '#features/code/turn.ts';
import { newCommand } from '#features/projects/new.command.ts';
import { newKind } from '#features/projects/new.ts';
import { projectsCommand, useCommand } from '#features/projects/projects.command.ts';
import { helpCommand, startCommand, whoamiCommand } from '#features/start/start.command.ts';
import { statusCommand } from '#features/status/status.command.ts';
import type { Command } from '#kernel/command.ts';
import type { Language, Say } from '#kernel/language.ts';
import { createApprovals } from '#operations/approvals.ts';
import { createOperations, type Operations } from '#operations/operations.ts';
import type { Backups } from '#ports/backup/port.ts';
import type { Chat } from '#ports/chat/port.ts';
import type { Gateway } from '#ports/gateway/port.ts';
import type { Git } from '#ports/git/port.ts';
import type { Sandbox } from '#ports/sandbox/port.ts';
import type { Store } from '#ports/store/port.ts';
import type { Workspace } from '#ports/workspace/port.ts';

/** Every port that features need, with time and words. */
export interface Ports {
  readonly store: Store;
  readonly gateway: Gateway;
  readonly backups: Backups;
  /** How many daily backups are kept; 0: none is made by itself. */
  readonly backupKeep: number;
  readonly chat: Chat;
  readonly git: Git;
  readonly sandbox: Sandbox;
  readonly workspace: Workspace;
  readonly sayIn: (language: Language) => Say;
  readonly now: () => number;
  readonly log: (message: string, details: object) => void;
  /** As people know it; `undefined`: no model is configured. */
  readonly modelName: string | undefined;
  /** Tests shorten these. */
  readonly followTimes?: FollowTimes;
}

/** Every command and every kind of operation, wired. A new feature is a line here. */
export function registerFeatures(ports: Ports): {
  readonly commands: ReadonlyMap<string, Command>;
  readonly operations: Operations;
} {
  const { store, workspace } = ports;
  const redraw = new Map<string, () => void>();
  const operations = createOperations(ports);
  const approvals = createApprovals({ ...ports, operations });
  const asks = createAsks({ ...ports, changed: (operationId) => redraw.get(operationId)?.() });
  operations.register('turn', turnKind({ ...ports, asks, redraw }));
  operations.register('new', newKind(ports));
  operations.register('backup', backupKind({ ...ports, keep: Math.max(1, ports.backupKeep) }));

  const list: Command[] = [];
  const commands = () => list;
  list.push(
    startCommand({ store }),
    newCommand({ operations, store, workspace }),
    projectsCommand({ store }),
    useCommand({ store }),
    codeCommand({ operations, asks, store, workspace, hasModel: ports.modelName !== undefined }),
    stopCommand({ operations, store }),
    interruptCommand({ operations, store }),
    approveCommand({ asks }),
    answerCommand({ asks }),
    decideCommand({ approvals }),
    approvalsCommand([pendingApprovals({ ...ports, approvals }), agentDecisions({ asks, store })]),
    statusCommand({ ...ports, modelName: ports.modelName ?? '—' }),
    backupCommand({ ...ports, operations, keep: ports.backupKeep }),
    whoamiCommand(),
    helpCommand(commands),
  );
  return { commands: new Map(list.map((command) => [command.name, command])), operations };
}
