import { type Card, plain } from '#kernel/card.ts';
import type { OperationKind, OperationRun } from '#operations/kind.ts';
import type { DeployOutcome } from '#ports/deployer/port.ts';
import { gateStep, runGates } from './checked.ts';
import { decide, type Decision, otherSettings } from './decide.ts';
import { DEPLOY_STEPS } from './deploy-steps.ts';
import { proposal } from './desired.ts';
import { finish } from './finish.ts';
import { goLive } from './live.ts';
import { holdOn, lock } from './lock.ts';
import { type Board, createBoard, phase, type Phase } from './phases.ts';
import { checkoutOf, type Plan, planOf } from './plan.ts';
import { type DeployPorts, type ReleaseTask, short } from './ports.ts';
import { type End, releaseKind } from './release-kind.ts';
import {
  decidedCard,
  doneCard,
  failedCard,
  heldCard,
  nothingToRunCard,
  testsFailedCard,
} from './result-cards.ts';
import { differenceLines, type Difference } from './shown.ts';
import { heedStop, stoppable } from './stopping.ts';
import { takeBack } from './take-back.ts';

/** What is to go live: exactly what was on the card. */
export type DeployInput = {
  readonly environment: string;
  readonly sha: string;
  readonly releaseId: string;
  readonly actorName: string;
  readonly reason: string;
  /** The declarative command that was typed wants an approval, whatever the environment says. */
  readonly mustApprove?: true;
  /** The hold that an owner has broken, for `reason`. */
  readonly overrides?: string;
  /** What was live when it was asked for. */
  readonly live?: { readonly id: string; readonly sha: string; readonly sinceMs: number };
  readonly difference: Difference;
};

/** From a commit to what people use: checks, approval, a release beside the live one, the switch. */
export function deployKind(ports: DeployPorts): OperationKind {
  const { checkouts, ops } = ports;

  const build = (run: OperationRun, task: ReleaseTask, { commands }: Plan) =>
    run.step<DeployOutcome>('build', () =>
      stoppable(run, async (signal) => {
        const { target, deployer, environment, sha, releaseId: id } = task;
        // Not the one in which checks ran: what they wrote is no part of the release.
        const clean = `${run.operation.id}-build`;
        const { directory } = await checkouts.open(target.project, sha, clean);
        const source = { id, sha, directory, commands };
        const built = await deployer.build(target, source, environment.settings, signal);
        await checkouts.remove(target.project, clean);
        return built;
      }),
    );

  /** Asks people, where somebody has to be asked. */
  const approve = async (
    run: OperationRun,
    task: ReleaseTask,
    input: DeployInput,
    { policy, gates, commands }: Plan,
  ): Promise<Decision> => {
    // Proposed before anybody decides: the branch is what they decide about.
    await run.step('propose', () => ops.propose(proposal(run, task)));
    if (!policy) {
      const reason = await run.step(
        'valid',
        async () => (await otherSettings(ports, task)) ?? null,
      );
      return reason === null ? { kind: 'approved' } : { kind: 'outdated', reason };
    }
    const about = { sha: input.sha, live: input.live, difference: input.difference };
    const details = differenceLines({ ...about, migrations: commands.migrations }, task.say);
    const checks = gates.map(({ name }) => name).join(', ');
    const liveRelease = input.live?.id;
    const shown = { details, checks, ...(liveRelease !== undefined && { liveRelease }) };
    const allowance = overriding(input);
    const decision = await decide(ports, run, task, { shown, policy, allowance });
    if (decision.kind === 'approved') return decision;
    const by = decision.kind === 'denied' ? decision.by : task.actor;
    await run.step('note', () =>
      ops.note({
        by,
        reason: decision.kind === 'outdated' ? decision.reason : '',
        operationId: run.operation.id,
        project: task.target.project,
        subject: task.say(`deploy-note-${decision.kind}`, { ...task.target, sha: short(task.sha) }),
      }),
    );
    return decision;
  };

  const release = async (run: OperationRun, task: ReleaseTask): Promise<End> => {
    const input = run.operation.input as unknown as DeployInput;
    const { target, say, releaseId } = task;
    const { overrides } = input;
    const words = { ...target, sha: short(task.sha), actor: plain(input.actorName) };
    const head = say('deploy-head', words);
    const fail = async (kind: string, card: Card, board: Board): Promise<End> => {
      await board.close(head);
      return { card, outcome: { state: 'failed', result: { kind } } };
    };
    const opening = createBoard(ports, run, { task, head, phases: [] });
    await opening.at('lock');
    const undo = (): Promise<void> => takeBack(ports, run, task);
    const held = await lock(ports, run, task, { ...overriding(input), undo });
    heedStop(run);
    if (held) return fail('held', heldCard(held, task), opening);
    const plan = await planOf(ports, run, task, input.mustApprove ?? false);
    if (plan.kind === 'none') {
      return fail('nothing-to-run', nothingToRunCard(task, plan.problem), opening);
    }
    const board = createBoard(ports, run, { task, head, phases: phasesOf(plan, task) });
    const open = () => checkoutOf(ports, run, task);
    const broken = await runGates(run, board, open, plan.gates);
    if (broken) return fail('tests-failed', testsFailedCard(broken, task, run.operation.id), board);
    await board.at('build');
    const built = await build(run, task, plan);
    if (built.kind === 'failed') {
      return fail(
        'build-failed',
        failedCard({ ...built, at: 'build' }, task, run.operation.id),
        board,
      );
    }
    await board.at('merge');
    const decision = await approve(run, task, input, plan);
    if (decision.kind !== 'approved')
      return fail(decision.kind, decidedCard(decision, task), board);
    // It may have waited long, or checked long: who came meanwhile counts too.
    const operationId = run.operation.id;
    const late = await run.step(
      'held-again',
      async () => (await holdOn(ports, target, { ...overriding(input), operationId })) ?? null,
    );
    heedStop(run);
    if (late) return fail('held', heldCard(late, task), board);
    const merged = await run.step('merge', () => ops.merge(operationId, decision.by));
    if (merged.kind !== 'merged') return fail('moved', { text: say('deploy-moved', words) }, board);

    const lived = await goLive(ports, run, task, board);
    if (lived.kind === 'failed')
      return fail(`${lived.at}-failed`, failedCard(lived, task, run.operation.id), board);
    const end = await finish(ports, run, task, plan);
    await board.close(head);
    const elapsedMs = ports.now() - run.operation.createdAtMs;
    const approved = decision.by && { approvedBy: decision.by };
    const over = overrides === undefined ? {} : { isOver: true };
    const card = doneCard({ ...end, ...over, elapsedMs, ...approved }, task);
    const { previous } = lived;
    const result = { kind: 'live', sha: task.sha, releaseId, ...(previous && { previous }) };
    return { card, outcome: { state: 'done', result } };
  };

  return releaseKind(ports, {
    words: { dropped: 'deploy-dropped', broke: 'deploy-broke' },
    title: 'Makes a commit live in an environment: checks, approval, release, health, switch.',
    steps: DEPLOY_STEPS,
    release,
  });
}

function phasesOf({ gates, policy }: Plan, { say }: ReleaseTask): readonly Phase[] {
  return [
    ...gates.map((gate) => ({ step: gateStep(gate), label: gate.name })),
    phase('build', say),
    ...(policy ? [phase('merge', say)] : []),
    ...['start', 'switch', 'watch'].map((step) => phase(step, say)),
  ];
}

function overriding({ overrides }: DeployInput): { readonly overrides?: string } {
  return overrides === undefined ? {} : { overrides };
}
