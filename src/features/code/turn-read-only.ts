import { type Card, plain } from '#kernel/card.ts';
import type { Say } from '#kernel/language.ts';
import { shorten } from '#lib/text.ts';
import { visibleName } from '#lib/visible.ts';
import type { OperationRun } from '#operations/kind.ts';
import type { Git } from '#ports/git/port.ts';
import type { Operation, Store } from '#ports/store/port.ts';

/** What became of files that an agent changed which was only to read. */
export type PutBack = {
  readonly restored: readonly string[];
  /** These kept the files from being put back; nothing was. */
  readonly inTheWay: readonly string[];
};

const NAMED = 10;
/** So many are kept in the journal. */
const KEPT = 200;

/** Remembers how the working tree is; before the agent begins. */
export function rememberTree(run: OperationRun, git: Git, directory: string): Promise<string> {
  return run.step('remember', async () => (await git.snapshot(directory)).tree);
}

/** Puts everything back as it was remembered. */
export function putBack(
  run: OperationRun,
  git: Git,
  directory: string,
  tree: string,
): Promise<PutBack> {
  return run.step('put-back', () => restore(git, directory, tree));
}

/** The same for a turn that ended before it came to that; `undefined`: there was nothing to do. */
export async function putBackLate(
  { git, store }: { readonly git: Git; readonly store: Pick<Store, 'operations'> },
  { id }: Operation,
  directory: string,
): Promise<PutBack | 'failed' | undefined> {
  const steps = await store.operations.steps(id);
  const ended = (name: string) =>
    steps.find((each) => each.name === name && each.endedAtMs !== undefined);
  const tree = ended('remember')?.result;
  if (typeof tree !== 'string' || ended('put-back')) return undefined;
  return restore(git, directory, tree).catch(() => 'failed');
}

async function restore(git: Git, directory: string, tree: string): Promise<PutBack> {
  const { restored, inTheWay } = await git.restore(directory, tree);
  return { restored: restored.slice(0, KEPT), inTheWay: inTheWay.slice(0, KEPT) };
}

/** Says what was put back; `undefined`: nothing had to be. */
export function putBackCard(done: PutBack | 'failed', say: Say): Card | undefined {
  if (done === 'failed') return { text: say('turn-put-back-failed') };
  const { restored, inTheWay } = done;
  const paths = inTheWay.length > 0 ? inTheWay : restored;
  if (paths.length === 0) return undefined;
  const key = inTheWay.length > 0 ? 'turn-not-put-back' : 'turn-put-back';
  const rows = paths.slice(0, NAMED).map((path) => `- ${plain(shorten(visibleName(path), 120))}`);
  const hidden = paths.length - rows.length;
  const more = hidden > 0 ? [say('turn-more-files', { count: hidden })] : [];
  return { text: [say(key, { count: paths.length }), rows.join('\n'), ...more].join('\n\n') };
}
