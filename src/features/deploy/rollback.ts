import { type Card, plain } from '#kernel/card.ts';
import type { OperationKind, OperationRun } from '#operations/kind.ts';
import type { Hold } from '#ports/ops/port.ts';
import { agree, proposal } from './desired.ts';
import { settleAndUnlock } from './finish.ts';
import { goLive, LIVE_STEPS } from './live.ts';
import { lock } from './lock.ts';
import { createBoard, phase } from './phases.ts';
import { type DeployPorts, type ReleaseTask, short } from './ports.ts';
import { type End, releaseKind } from './release-kind.ts';
import { failedCard, heldCard, logsButton } from './result-cards.ts';
import { heedStop } from './stopping.ts';
import { doAll } from './do-all.ts';

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
  const { ops } = ports;

  /** It stays at this release until somebody deploys again, and nobody does so by mistake. */
  const pin = async (run: OperationRun, task: ReleaseTask, from: string): Promise<void> => {
    const { id } = run.operation;
    const { target, actor, sha } = task;
    const reason =
      task.reason === '' ? task.say('rollback-reason', { from, sha: short(sha) }) : task.reason;
    await run.step('pin', () => agree(ports, proposal(run, task, reason)));
    await run.step('freeze', async () => {
      const who = { by: actor, reason };
      const hold: Hold = {
        id: `back-${id}`,
        kind: 'freeze',
        ...target,
        ...who,
        sinceMs: ports.now(),
      };
      await ops.hold({ ...who, operationId: hold.id, hold });
    });
  };

  const goBack = async (run: OperationRun, task: ReleaseTask): Promise<End> => {
    const input = run.operation.input as unknown as RollbackInput;
    const { operation } = run;
    const { say, target, deployer, environment, releaseId, sha, actor } = task;
    const from = short(input.live?.sha ?? '');
    const words = { ...target, sha: short(sha), from, actor: plain(actor.name) };
    const head = say('rollback-head', words);
    const phases = ['start', 'switch', 'watch'].map((step) => phase(step, say));
    const board = createBoard(ports, run, { task, head, phases });
    const fail = async (kind: string, card: Card) => {
      await board.close(head);
      return { card, outcome: { state: 'failed', result: { kind } } as const };
    };
    // What was started in vain ends, and can be restored another time; what is live goes on.
    const undo = () =>
      doAll([
        () => deployer.settle(target, environment.settings),
        () => deployer.revive(target, environment.settings),
      ]);
    // Bringing about what was agreed on is no emergency.
    const ignoresFreeze = input.isDrift !== true;
    const held = await lock(ports, run, task, { ignoresFreeze, undo });
    heedStop(run);
    if (held) return fail('held', heldCard(held, task));
    // It may have waited for another release to end: then this is not what people confirmed.
    const isMoved = await run.step(
      'moved',
      async () => (await deployer.status(target)).live?.id !== input.live?.id,
    );
    if (isMoved) return fail('moved', { text: say('rollback-moved', { ...target }) });
    const lived = await goLive(ports, run, task, board);
    if (lived.kind === 'failed') return fail(`${lived.at}-failed`, failedCard(lived, task));
    if (input.isDrift !== true) await pin(run, task, from);
    const { isSettled } = await settleAndUnlock(ports, run, task);
    await board.close(head);
    const elapsed = { elapsedMs: ports.now() - operation.createdAtMs };
    const lift = {
      label: say('rollback-lift'),
      command: 'unlock_of',
      words: [target.project, `back-${operation.id}`],
      who: 'role',
    } as const;
    const text = [
      say('rollback-done', { ...words, elapsed }),
      ...(input.isDrift ? [] : [say('rollback-frozen')]),
      ...(isSettled ? [] : [say('rollback-unsettled')]),
    ];
    const buttons = [[...(input.isDrift ? [] : [lift]), logsButton(target, say)]];
    const result = { kind: 'live', sha, releaseId };
    return { card: { text: text.join('\n\n'), buttons }, outcome: { state: 'done', result } };
  };

  return releaseKind(ports, {
    words: { dropped: 'rollback-dropped', broke: 'rollback-broke' },
    title: 'Brings a release back that was live before, and keeps the environment there.',
    steps: ROLLBACK_STEPS,
    release: goBack,
  });
}

const ROLLBACK_STEPS = {
  lock: {
    does: 'Keeps deploys of the environment away.',
    undo: 'Ends what was started in vain, starts what is live where it does not run, and lets deploys in again.',
  },
  held: 'Looks who was faster, or has locked the environment; a freeze counts only for what was agreed on anyway.',
  moved: 'Looks whether what is live is still what was confirmed.',
  ...LIVE_STEPS,
  pin: 'Writes into the ops repository that the environment stays at this release.',
  freeze: 'Keeps deploys away until somebody lifts that.',
  settle: 'Ends the release that was live before.',
  unlock: 'Lets deploys in again, but for the freeze.',
} as const;
