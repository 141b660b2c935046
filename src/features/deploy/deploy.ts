import type { Card } from '#kernel/card.ts';
import { Canceled, type OperationKind, type OperationRun, type Outcome } from '#operations/kind.ts';
import type { Checkout } from '#ports/checkouts/port.ts';
import type { DeployOutcome } from '#ports/deployer/port.ts';
import type { ProjectCommands } from '#ports/workspace/port.ts';
import { gatesOf, gateStep, POST_DEPLOY, runGates } from './checked.ts';
import { approvalFor, CONFIRMED, decide, type Decision } from './decide.ts';
import { merge, proposal } from './desired.ts';
import { goLive, LIVE_STEPS } from './live.ts';
import { lock, unlock } from './lock.ts';
import { createBoard, phase, type Phase } from './phases.ts';
import { deployLane, type DeployPorts, type ReleaseTask } from './ports.ts';
import {
  decidedCard,
  doneCard,
  failedCard,
  heldCard,
  nothingToRunCard,
  testsFailedCard,
} from './result-cards.ts';
import { differenceLines, type Difference } from './shown.ts';
import { taskOf } from './task.ts';

/** What is to go live: exactly what was on the card. */
export type DeployInput = {
  readonly environment: string;
  readonly sha: string;
  readonly releaseId: string;
  readonly actorName: string;
  readonly reason: string;
  /** The declarative command that was typed wants an approval, whatever the environment says. */
  readonly mustApprove?: true;
  /** What was live when it was asked for. */
  readonly live?: { readonly id: string; readonly sha: string; readonly sinceMs: number };
  readonly difference: Difference;
};

/** How a deploy ended, with the message that says so. */
interface End {
  readonly card: Card;
  readonly outcome: Outcome;
}

const POST_TIMEOUT_MS = 5 * 60_000;

/** From a commit to what people use: checks, approval, a release beside the live one, the switch. */
export function deployKind(ports: DeployPorts): OperationKind {
  const { chat, checkouts, ops } = ports;

  const fail = (kind: string, card: Card): End => ({
    card,
    outcome: { state: 'failed', result: { kind } },
  });

  const build = (
    run: OperationRun,
    task: ReleaseTask,
    of: Pick<Checkout, 'directory'>,
    commands: ProjectCommands,
  ) =>
    run.step<DeployOutcome>('build', async () => {
      const { target, deployer, sha, releaseId: id } = task;
      const source = { id, sha, directory: of.directory, commands };
      const outcome = await deployer.build(target, source, task.environment.settings, run.signal);
      if (run.signal.reason === 'canceled') throw new Canceled();
      return outcome;
    });

  const afterwards = (run: OperationRun, checkout: Checkout): Promise<boolean> =>
    run.step('after', async () => {
      if (!(await checkout.has(POST_DEPLOY))) return true;
      const ran = await checkout.run(['sh', POST_DEPLOY], { timeoutMs: POST_TIMEOUT_MS });
      return ran.exitCode === 0;
    });

  const release = async (
    run: OperationRun,
    task: ReleaseTask,
    input: DeployInput,
  ): Promise<End> => {
    const { operation } = run;
    const { target, say, deployer, releaseId, environment } = task;
    const head = say('deploy-head', {
      ...target,
      sha: task.sha.slice(0, 7),
      actor: input.actorName,
    });
    const opening = createBoard(ports, run, { task, head, phases: [] });
    await opening.at('lock');
    const held = await lock(ports, run, task, {
      ignoresFreeze: false,
      undo: async () => {
        await deployer.discard(target, releaseId);
        await ops.drop(operation.id);
        await checkouts.remove(target.project, operation.id);
      },
    });
    if (held) {
      await opening.close(head);
      return fail('held', heldCard(held, task));
    }
    const checkout = await checkouts.open(target.project, task.sha, operation.id);
    const found = await checkout.commands();
    if (found.kind === 'none') {
      await opening.close(head);
      return fail('nothing-to-run', nothingToRunCard(task, found.problem));
    }
    const { commands } = found;
    const gates = await gatesOf(checkout, commands);
    const policy = approvalFor(environment, commands, input.mustApprove);
    const phases: readonly Phase[] = [
      ...gates.map((gate) => ({ step: gateStep(gate), label: gate.name })),
      phase('build', say),
      ...(policy ? [phase('merge', say)] : []),
      ...['start', 'switch', 'watch'].map((step) => phase(step, say)),
    ];
    const board = createBoard(ports, run, { task, head, phases });

    const broken = await runGates(run, board, checkout, gates);
    if (run.signal.reason === 'canceled') throw new Canceled();
    if (broken) {
      await board.close(head);
      return fail('tests-failed', testsFailedCard(broken, task));
    }
    await board.at('build');
    const built = await build(run, task, checkout, commands);
    if (built.kind === 'failed') {
      await board.close(head);
      return fail('build-failed', failedCard({ ...built, at: 'build' }, task));
    }
    let decision: Decision = { kind: 'approved' };
    if (policy) {
      await board.at('merge');
      const details = differenceLines({ ...input, migrations: commands.migrations }, say);
      const checks = gates.map(({ name }) => name).join(', ');
      const liveRelease = input.live?.id;
      const shown = { details, checks, ...(liveRelease !== undefined && { liveRelease }) };
      // Proposed before anybody decides: the branch is what they decide about.
      await run.step('propose', () => ops.propose(proposal(operation, task, undefined)));
      decision = await decide(ports, run, task, { shown, policy });
    }
    if (decision.kind !== 'approved') {
      await board.close(head);
      return fail(decision.kind, decidedCard(decision, task));
    }
    const merged = await merge(ports, run, task, decision.by);
    if (merged !== 'merged') {
      await board.close(head);
      return fail('moved', { text: say('deploy-moved', { ...target }) });
    }
    const lived = await goLive(ports, run, task, board);
    if (lived.kind === 'failed') {
      await board.close(head);
      return fail(`${lived.at}-failed`, failedCard(lived, task));
    }
    const isHookWell = await afterwards(run, checkout);
    await run.step('settle', () => deployer.settle(target, environment.settings));
    await run.step('unlock', () => unlock(ports, run, task));
    await checkouts.remove(target.project, operation.id);
    await board.close(head);
    const elapsedMs = ports.now() - operation.createdAtMs;
    const { address } = await deployer.status(target);
    const end = { elapsedMs, isHookWell, ...(decision.by && { approvedBy: decision.by }) };
    const card = doneCard({ ...end, ...(address !== undefined && { address }) }, task);
    const { previous } = lived;
    const result = { kind: 'live', sha: task.sha, releaseId, ...(previous && { previous }) };
    return { card, outcome: { state: 'done', result } };
  };

  return {
    title: 'Makes a commit live in an environment: checks, approval, release, health, switch.',
    steps: DEPLOY_STEPS,
    lane: deployLane,
    async run(run) {
      const { operation } = run;
      const input = operation.input as unknown as DeployInput;
      const task = await taskOf(ports, operation);
      if ('card' in task) {
        await chat.post(task.conversation, `${operation.id}:final`, task.card);
        return { state: 'failed', result: { kind: 'gone' } };
      }
      const { card, outcome } = await release(run, task, input);
      await chat.post(task.conversation, `${operation.id}:final`, card);
      return outcome;
    },
    async dropped(operation) {
      const task = await taskOf(ports, operation);
      if ('card' in task) return;
      const words = { ...task.target };
      const text = task.say('deploy-dropped', words);
      await chat.close(task.conversation, `${operation.id}:progress`, { text });
    },
    async broke(operation) {
      const task = await taskOf(ports, operation);
      if ('card' in task) return;
      const { say, target, conversation } = task;
      const text = say('deploy-broke', { ...target });
      await chat.close(conversation, `${operation.id}:progress`, { text, inPlaceOnly: true });
      await chat.post(conversation, `${operation.id}:final`, { text });
    },
    async undone(operation, { failed }) {
      if (failed.length === 0) return;
      const task = await taskOf(ports, operation);
      if ('card' in task) return;
      const text = task.say('deploy-undo-failed', { ...task.target, steps: failed.join(', ') });
      await chat.post(task.conversation, `${operation.id}:undo`, { text });
    },
  };
}

const DEPLOY_STEPS = {
  lock: {
    does: 'Keeps other deploys of the environment away.',
    undo: 'Removes what was made for the release, and lets others in again.',
  },
  'run:<gate>': 'Installs, runs `hooks/pre-deploy.sh` and the checks at exactly that commit.',
  build: 'Builds the release, without starting it.',
  propose: 'Writes the change into the ops repository, on a branch of its own.',
  deciders: 'Finds out who can decide: one person alone writes the name of the project.',
  expect: 'Takes the next text of that person for the name.',
  [CONFIRMED]: 'Waits for the name.',
  valid: 'Looks whether what was confirmed is still what would happen.',
  'approval:release': 'Asks somebody else to approve exactly this commit for this environment.',
  merge: {
    does: 'Brings the change in the ops repository into force.',
    undo: 'Puts back what was desired before.',
  },
  ...LIVE_STEPS,
  after: 'Runs `hooks/post-deploy.sh`, if there is one.',
  settle: 'Ends the release that was live before, and forgets the oldest ones.',
  unlock: 'Lets other deploys in again.',
} as const;
