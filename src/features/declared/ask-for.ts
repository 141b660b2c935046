import { fenced, plain } from '#kernel/card.ts';
import type { Language, Say } from '#kernel/language.ts';
import { shorten } from '#lib/text.ts';
import { visible } from '#lib/visible.ts';
import type { OperationRun, Outcome } from '#operations/kind.ts';
import type { Store } from '#ports/store/port.ts';
import { holdersOf } from '#ports/store/role-holders.ts';
import type { DeclaredInput } from './input.ts';
import { shownArgv } from './result-card.ts';

interface Ports {
  readonly store: Pick<Store, 'actors' | 'settings'>;
  readonly ownerIds: readonly number[];
  readonly sayIn: (language: Language) => Say;
  readonly now: () => number;
  readonly digestOf: (command: string) => string | undefined;
}

/** Leaves room for the rest of the card. */
const MOST_SHOWN_CHARS = 3_000;

/** Asks for the approval that a command declares; `undefined`: it may go on. */
export async function askFor(
  { store, ownerIds, now, digestOf }: Ports,
  run: OperationRun,
  { approval, command, digest, task, actorName }: DeclaredInput,
  sha: string,
  say: Say,
): Promise<Outcome | undefined> {
  if (!approval) return undefined;
  const { actorId, project = '' } = run.operation;
  const holders = await holdersOf(approval.role, project, store, ownerIds);
  const isAlone = holders.every((each) => each === actorId);
  const whole = task.kind === 'run' ? shownArgv(task.argv) : `/${task.command} ${task.text}`;
  const said = shorten(whole, MOST_SHOWN_CHARS);
  const outcome = await run.approval({
    id: 'run',
    title: say('declared-approval', { command: plain(command), project, name: plain(actorName) }),
    // All of it, not its beginning alone: what is approved must be seen.
    details: fenced(visible(said)),
    bound: { project, command: `/${command}`, sha: sha.slice(0, 12), file: digest.slice(0, 12) },
    mayDecide: { role: approval.role, ...(!isAlone && { notRequester: true }) },
    untilMs: now() + approval.expiresMs,
    remindBeforeMs: approval.expiresMs / 4,
    stillValid: async () => digestOf(command) === digest || say('declared-changed'),
  });
  if (outcome.kind === 'approved') return undefined;
  return { state: 'canceled', result: { kind: outcome.kind } };
}
