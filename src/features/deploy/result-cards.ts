import { stripVTControlCharacters } from 'node:util';
import { type Button, type Card, fenced, plain } from '#kernel/card.ts';
import type { Say } from '#kernel/language.ts';
import { shorten } from '#lib/text.ts';
import { visible } from '#lib/visible.ts';
import type { DeployOutcome } from '#ports/deployer/port.ts';
import type { DeployProblem } from '#ports/deployer/problem.ts';
import { holdReason } from '#ports/ops/holding.ts';
import type { Hold, Person } from '#ports/ops/port.ts';
import type { Gate, GateResult } from './checked.ts';
import type { Decision } from './decide.ts';
import type { Lived } from './live.ts';
import { type ReleaseTask, short } from './ports.ts';
import { describeProblem } from './problem-words.ts';

const TAIL_LINES = 25;
const TAIL_CHARS = 1_500;

/** `✅ Deployment complete`: what is live, where, how long it took. */
export function doneCard(
  end: {
    readonly elapsedMs: number;
    readonly address?: string;
    readonly approvedBy?: Person;
    readonly isHookWell: boolean;
    /** An owner has broken a hold for it. */
    readonly isOver?: boolean;
  },
  { target, sha, actor, say }: ReleaseTask,
): Card {
  const elapsed = { elapsedMs: end.elapsedMs };
  const words = { ...target, sha: short(sha), actor: plain(actor.name), elapsed };
  const approved =
    end.approvedBy && say('deploy-approved-by', { actor: plain(end.approvedBy.name) });
  const text = [
    [say('deploy-done', words), ...(approved === undefined ? [] : [approved])].join('\n'),
    ...(end.address === undefined ? [] : [`🔗 ${end.address}`]),
    ...(end.isOver ? [say('deploy-over-done')] : []),
    ...(end.isHookWell ? [] : [say('deploy-after-failed')]),
  ];
  return {
    text: text.join('\n\n'),
    buttons: [[logsButton(target, say), rollbackButton(target, say)]],
  };
}

/** `❌ Tests failed`: nothing has changed, and the end of what was printed. */
export function testsFailedCard(
  { gate, result }: { readonly gate: Gate; readonly result: GateResult },
  { target, sha, say }: ReleaseTask,
  operationId: string,
): Card {
  const name = plain(shorten(visible(gate.name), 60));
  const key = result.timedOut ? 'deploy-tests-late' : 'deploy-tests-failed';
  const text = [say(key, { ...target, sha: short(sha), check: name }), tailOf(result.tail)];
  return {
    text: text.filter((each) => each !== '').join('\n\n'),
    buttons: [[fixButton(operationId, say)]],
  };
}

/** Built, started or watched in vain; what was live before still is. */
export function failedCard(
  failure:
    | (Extract<DeployOutcome, { kind: 'failed' }> & { readonly at: 'build' })
    | Extract<Lived, { kind: 'failed' }>,
  { target, sha, say }: ReleaseTask,
  fixes?: string,
): Card {
  const { at, reason, tail } = failure;
  const words = { ...target, sha: short(sha) };
  const why = 'why' in failure && failure.why !== undefined ? failure.why : [];
  const sentences = [
    say(`deploy-failed-at-${at}`, words),
    // What is asked for and not there, each of these says itself.
    ...(reason === 'unsupported' && why.length > 0 ? [] : [say(`deploy-failed-${reason}`)]),
    ...why.map((each) => describeProblem(each, say)),
  ];
  const stays =
    at === 'watch' ? say(`deploy-after-${failure.now}`, words) : say('deploy-live-stays');
  const text = [sentences.join(' '), stays, tailOf(tail)];
  return {
    text: text.filter((each) => each !== '').join('\n\n'),
    buttons: [
      [
        ...(fixes === undefined || why.some(({ code }) => NOT_OF_PROJECT.has(code))
          ? []
          : [fixButton(fixes, say)]),
        logsButton(target, say),
      ],
    ],
  };
}

/** What no change of the project mends. */
const NOT_OF_PROJECT: ReadonlySet<DeployProblem['code']> = new Set([
  'in-container',
  'machine',
  'no-release',
  'no-hook',
  'relative-path',
  'not-run',
]);

/** [Fix]: the agent finds out why a deploy failed. */
function fixButton(operationId: string, say: Say): Button {
  const words = [operationId];
  return { label: say('checks-fix'), command: 'deploy_fix', words, who: 'role', style: 'primary' };
}

/** People said no, or nothing. */
export function decidedCard(
  decision: Exclude<Decision, { kind: 'approved' }>,
  { target, sha, say }: ReleaseTask,
): Card {
  const words = { ...target, sha: short(sha) };
  switch (decision.kind) {
    case 'denied':
      return { text: say('deploy-denied', { ...words, actor: plain(decision.by.name) }) };
    case 'expired':
      return { text: say('deploy-expired', words) };
    case 'outdated':
      return { text: say('deploy-outdated', { ...words, reason: decision.reason }) };
  }
}

/** Who keeps others away, why and until when. */
export function heldCard(hold: Hold, { target, say }: Pick<ReleaseTask, 'target' | 'say'>): Card {
  const { by, untilMs } = hold;
  const why = plain(shorten(visible(holdReason(hold, say)), 200));
  const words = { ...target, actor: plain(by.name), reason: why === '' ? '—' : why };
  const until =
    untilMs === undefined ? say('hold-open') : say('hold-until', { until: { atMs: untilMs } });
  return { text: `${say(`deploy-held-${hold.kind}`, words)}\n${until}` };
}

/** Something is live there that another deployer would have to end. */
export function elsewhereCard(
  { kind: was, sha }: { readonly kind: string; readonly sha: string },
  { target, deployer: { kind } }: Pick<ReleaseTask, 'target' | 'deployer'>,
  { say }: Pick<ReleaseTask, 'say'>,
): Card {
  return { text: say('deploy-elsewhere', { ...target, sha: short(sha), was, kind }) };
}

/** The project does not say how it is checked and run. */
export function nothingToRunCard(
  { target, say }: Pick<ReleaseTask, 'target' | 'say'>,
  problem: string | undefined,
): Card {
  const detail = problem === undefined ? '' : `\n\n${fenced(shorten(visible(problem), 300))}`;
  return { text: `${say('deploy-nothing-to-run', { ...target })}${detail}` };
}

/** [Logs] of an environment. */
export function logsButton({ project, environment }: ReleaseTask['target'], say: Say): Button {
  return {
    label: say('deploy-logs'),
    command: 'logs_of',
    words: [project, environment],
    who: 'role',
  };
}

/** [Roll back] of an environment: shows what can be restored. */
function rollbackButton({ project, environment }: ReleaseTask['target'], say: Say): Button {
  const words = [project, environment];
  return { label: say('deploy-rollback'), command: 'rollback_of', words, who: 'role' };
}

function tailOf(output: string): string {
  const lines = stripVTControlCharacters(output).trimEnd().split('\n').slice(-TAIL_LINES);
  const tail = lines.join('\n').slice(-TAIL_CHARS);
  return tail.trim() === '' ? '' : fenced(tail.replaceAll(/[^\n\t]+/gu, visible));
}
