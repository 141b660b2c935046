import type { Say } from '#kernel/language.ts';
import { type Errand, errandKind } from '#operations/errand.ts';
import type { OperationKind, OperationRun } from '#operations/kind.ts';
import { BOT, trailersOf } from '#ports/git/author.ts';
import type { MergeOutcome } from '#ports/git/merge.ts';
import { changeCard, nameOf, pathList } from './card.ts';
import type { KindPorts } from './kind.ts';
import { openNow } from './open.ts';
import { type ChangePorts, type Place, placeOf, requestName, short } from './place.ts';
import { viewOf } from './view.ts';

/** Which change is brought up to its target. */
type UpdateInput = { readonly number: number };

/** What became of taking one branch into another, as a journal keeps it. */
type Updated =
  | Exclude<MergeOutcome, { readonly kind: 'merged' | 'conflict' }>
  | {
      readonly kind: 'merged';
      readonly sha: string;
      /** Files that hold both versions; absent when there is none. */
      readonly conflicts?: readonly string[];
      /** The change whose verdict keeps them from being merged so. */
      readonly change?: number;
    };

/** The steps of `updateNow`. */
export const UPDATE_STEPS = {
  update: 'Merges the target into the branch; what both changed is marked in the files.',
  mark: 'Asks for changes where files are marked, so that nobody merges them so.',
};

/**
 * Takes `target` into `source`. What both changed is committed with marks around both versions, and a
 * verdict of ours keeps it from being merged so: on the change of the two branches, which is opened
 * where there is none.
 */
export async function updateNow(
  ports: Pick<ChangePorts, 'git' | 'forge'>,
  place: Place,
  { source, target }: { readonly source: string; readonly target: string },
  by: Pick<Errand, 'actor' | 'say'> & { readonly run: Pick<OperationRun, 'operation' | 'step'> },
): Promise<Updated> {
  const { git, forge } = ports;
  const { project, directory } = place;
  const { run, actor, say } = by;
  const { id } = run.operation;
  const done = await run.step<Updated>('update', async (attempt) => {
    const made = attempt > 1 ? await git.findMerge(directory, source, id) : undefined;
    if (made) return { kind: 'merged', ...made };
    const head = await git.branchHead(directory, target);
    if (head === undefined) return { kind: 'unknown' };
    const outcome = await git.merge(directory, {
      target: source,
      head,
      method: 'merge',
      author: BOT,
      message: `Take ${target} into ${source}\n\n${trailersOf(id, actor)}`,
      isResumed: attempt > 1,
      keepsConflicts: true,
    });
    if (outcome.kind === 'conflict') throw new Error('a conflict that should have been kept');
    return outcome;
  });
  if (done.kind !== 'merged') return done;
  const { sha, conflicts = [] } = done;
  if (conflicts.length === 0) return done;
  const { number } = await run.step<{ readonly number?: number }>('mark', async () => {
    const opened = await openNow(ports, place, { source, target }, actor);
    // Without the target there is nothing that they could be merged into.
    if (opened.kind !== 'opened' && opened.kind !== 'exists') return {};
    const verdict = { verdict: 'request-changes', comment: markedWords(conflicts, say) } as const;
    const review = { key: id, by: { name: BOT.name }, ...verdict, atSha: sha };
    await forge.review(project, opened.number, review);
    return { number: opened.number };
  });
  return { ...done, ...(number !== undefined && { change: number }) };
}

function markedWords(conflicts: readonly string[], say: Say): string {
  return say('pr-update-marked', {
    files: conflicts.map((each) => JSON.stringify(each)).join(', '),
  });
}

/** Brings a change up to its target, when the turn of the tree that has its branch has come. */
export function updateKind(ports: KindPorts): OperationKind {
  const { git, forge } = ports;
  return errandKind(ports, {
    title: 'Takes the target of a change into its branch.',
    steps: UPDATE_STEPS,
    what: ({ input }, say) => say('pr-update-what', { number: (input as UpdateInput).number }),
    placeOf: ({ project }) => placeOf(ports, project),
    async work(run, task) {
      const { number } = run.operation.input as unknown as UpdateInput;
      const { project, directory, say } = task;
      const before = await forge.get(project, number);
      const { source = '', target = '' } = before ?? {};
      const words = { project, number, source: nameOf(source), target: nameOf(target) };
      const done =
        before?.state === 'open'
          ? await updateNow(ports, task, before, { ...task, run })
          : ({ kind: 'unknown' } as const);
      if (done.kind !== 'merged') {
        const isLate = done.kind === 'unknown' || done.kind === 'unrelated';
        const kind = isLate ? 'late' : done.kind;
        const paths = done.kind === 'dirty' ? pathList(done.paths, say) : '';
        const text = [say(`pr-update-${kind}`, words), paths].filter((each) => each !== '');
        return {
          card: { text: text.join('\n\n') },
          outcome: { state: 'failed', result: { kind } },
        };
      }
      const { sha, conflicts = [] } = done;
      const note = say(conflicts.length > 0 ? 'pr-update-conflicts' : 'pr-update-done', {
        ...words,
        sha: short(sha),
      });
      const change = await forge.get(project, number);
      const reader = { may: () => true, cardId: requestName({ requestId: run.operation.id }) };
      const card = change
        ? changeCard(await viewOf(git, directory, change), reader, say, note)
        : { text: note };
      return {
        card,
        outcome: { state: 'done', result: { kind: done.kind, sha, conflicts, branch: source } },
      };
    },
  });
}
