import type { OperationKind, OperationRun } from '#operations/kind.ts';
import type { Hold } from '#ports/ops/port.ts';
import { plain } from '#kernel/card.ts';
import { goLive, LIVE_STEPS } from './live.ts';
import { lock, unlock } from './lock.ts';
import { createBoard, phase } from './phases.ts';
import { deployLane, type DeployPorts, type ReleaseTask, short } from './ports.ts';
import { failedCard, heldCard, logsButton } from './result-cards.ts';
import { taskOf } from './task.ts';

/** Which release is restored: exactly that build. */
export type RollbackInput = {
  readonly environment: string;
  readonly releaseId: string;
  readonly sha: string;
  /** What was live when it was asked for. */
  readonly live?: { readonly id: string; readonly sha: string };
  readonly actorName: string;
  readonly reason: string;
  /** It is what was agreed on anyway: nothing is pinned, and nobody is kept away. */
  readonly isDrift?: boolean;
};

/** Brings a release back that was live before. Needs neither forge, pipeline nor gateway. */
export function rollbackKind(ports: DeployPorts): OperationKind {
  const { chat, ops } = ports;

  /** It stays at this release until somebody deploys again, and nobody does so by mistake. */
  const pin = async (run: OperationRun, task: ReleaseTask, from: string): Promise<void> => {
    const { id } = run.operation;
    const { target, actor, sha, releaseId, requestedAtMs } = task;
    const reason =
      task.reason === '' ? task.say('rollback-reason', { from, sha: short(sha) }) : task.reason;
    const change = { by: actor, reason, operationId: id };
    await run.step('pin', async () => {
      const desired = {
        revision: sha,
        release: releaseId,
        requestedBy: actor,
        operation: id,
        atMs: requestedAtMs,
        pinned: reason,
      };
      await ops.propose({ ...change, ...target, desired });
      return (await ops.merge(id)).kind;
    });
    await run.step('freeze', async () => {
      const freezeId = `back-${id}`;
      const hold: Hold = {
        id: freezeId,
        kind: 'freeze',
        ...target,
        by: actor,
        reason,
        sinceMs: ports.now(),
      };
      await ops.hold({ ...change, operationId: freezeId, hold });
    });
  };

  return {
    title: 'Brings a release back that was live before, and keeps the environment there.',
    steps: ROLLBACK_STEPS,
    lane: deployLane,
    async run(run) {
      const { operation } = run;
      const input = operation.input as unknown as RollbackInput;
      const task = await taskOf(ports, operation);
      const { conversation } = task;
      const final = `${operation.id}:final`;
      if ('card' in task) {
        await chat.post(conversation, final, task.card);
        return { state: 'failed', result: { kind: 'gone' } };
      }
      const { say, target, deployer, environment, releaseId, sha, actor } = task;
      const from = short(input.live?.sha ?? '');
      const words = { ...target, sha: short(sha), from, actor: plain(actor.name) };
      const head = say('rollback-head', words);
      const phases = ['start', 'switch', 'watch'].map((step) => phase(step, say));
      const board = createBoard(ports, run, { task, head, phases });
      const held = await lock(ports, run, task, {
        ignoresFreeze: true,
        undo: async () => undefined,
      });
      if (held) {
        await board.close(head);
        await chat.post(conversation, final, heldCard(held, task));
        return { state: 'failed', result: { kind: 'held' } };
      }
      const lived = await goLive(ports, run, task, board);
      await board.close(head);
      if (lived.kind === 'failed') {
        await chat.post(conversation, final, failedCard(lived, task));
        return { state: 'failed', result: { kind: `${lived.at}-failed` } };
      }
      if (!input.isDrift) await pin(run, task, from);
      await run.step('settle', () => deployer.settle(target, environment.settings));
      await run.step('unlock', () => unlock(ports, run, task));
      const elapsed = { elapsedMs: ports.now() - operation.createdAtMs };
      const lift = {
        label: say('rollback-lift'),
        command: 'unlock_of',
        words: [target.project, `back-${operation.id}`],
        who: 'role',
      } as const;
      const text = [say('rollback-done', { ...words, elapsed }), say('rollback-frozen')].join(
        '\n\n',
      );
      const buttons = [[lift, logsButton(target, say)]];
      await chat.post(conversation, final, { text, buttons });
      return { state: 'done', result: { kind: 'live', sha, releaseId } };
    },
    async dropped(operation) {
      const task = await taskOf(ports, operation);
      if ('card' in task) return;
      const text = task.say('rollback-dropped', { ...task.target });
      await chat.close(task.conversation, `${operation.id}:progress`, { text });
    },
    async broke(operation) {
      const task = await taskOf(ports, operation);
      if ('card' in task) return;
      const text = task.say('rollback-broke', { ...task.target });
      await chat.close(task.conversation, `${operation.id}:progress`, { text, inPlaceOnly: true });
      await chat.post(task.conversation, `${operation.id}:final`, { text });
    },
  };
}

const ROLLBACK_STEPS = {
  lock: { does: 'Keeps deploys of the environment away.', undo: 'Lets them in again.' },
  ...LIVE_STEPS,
  pin: 'Writes into the ops repository that the environment stays at this release.',
  freeze: 'Keeps deploys away until somebody lifts that.',
  settle: 'Ends the release that was live before.',
  unlock: 'Lets deploys in again, but for the freeze.',
} as const;
