import { errandKind } from '#operations/errand.ts';
import type { OperationKind } from '#operations/kind.ts';
import type { Git } from '#ports/git/port.ts';
import { changeCard, nameOf, pathList } from './card.ts';
import type { ChangeTask, KindPorts } from './kind.ts';
import { placeOf, requestName, short } from './place.ts';
import { viewOf } from './view.ts';

/** Which change is brought up to its target. */
type UpdateInput = { readonly number: number };

type Made = Awaited<ReturnType<Git['merge']>>;

/** What the step keeps. */
type Updated =
  | Exclude<Made, { readonly kind: 'unknown' | 'unrelated' | 'conflict' }>
  | { readonly kind: 'late' }
  /** Something runs or waits in the task whose branch it is: its files would change under it. */
  | { readonly kind: 'busy' };

const BOT = { name: 'CodeFoundry' };

/**
 * Takes the target into the source of a change. What both changed is committed with marks around
 * both versions, and a verdict of ours keeps it from being merged so.
 */
export function updateKind(ports: KindPorts): OperationKind {
  const { git, forge } = ports;
  return errandKind(ports, {
    title: 'Takes the target of a change into its branch.',
    steps: {
      update: 'Merges the target into the branch; what both changed is marked in the files.',
      mark: 'Asks for changes where files are marked, so that nobody merges them so.',
    },
    what: ({ input }, say) => say('pr-update-what', { number: (input as UpdateInput).number }),
    placeOf: ({ project }) => placeOf(ports, project),
    async work(run, task) {
      const { operation } = run;
      const { number } = operation.input as unknown as UpdateInput;
      const { project, directory, say } = task;
      const before = await forge.get(project, number);
      const words = {
        project,
        number,
        source: nameOf(before?.source ?? ''),
        target: nameOf(before?.target ?? ''),
      };
      const done = await run.step<Updated>('update', async (attempt) => {
        if (before?.state !== 'open') return { kind: 'late' };
        const { source, target } = before;
        const earlier =
          attempt > 1 ? await git.findMerge(directory, source, operation.id) : undefined;
        if (earlier !== undefined) return { kind: 'merged', sha: earlier, isCheckedOut: false };
        const head = await git.branchHead(directory, target);
        if (head === undefined) return { kind: 'late' };
        if (await isTaskBusy(ports, project, source)) return { kind: 'busy' };
        const made = await git.merge(directory, {
          target: source,
          head,
          method: 'merge',
          author: { name: BOT.name, email: 'codefoundry@localhost' },
          message: messageOf(target, source, operation.id, task),
          isResumed: attempt > 1,
          keepsConflicts: true,
        });
        const isThere = made.kind === 'merged' || made.kind === 'dirty' || made.kind === 'nothing';
        return isThere ? made : { kind: 'late' };
      });
      if (done.kind !== 'merged') {
        const paths = done.kind === 'dirty' ? pathList(done.paths, say) : '';
        const text = [say(`pr-update-${done.kind}`, words), paths].filter((each) => each !== '');
        return {
          card: { text: text.join('\n\n') },
          outcome: { state: 'failed', result: { kind: done.kind } },
        };
      }
      const { sha, conflicts = [] } = done;
      if (conflicts.length > 0) {
        const comment = say('pr-update-marked', {
          files: conflicts.map((each) => JSON.stringify(each)).join(', '),
        });
        const review = { key: operation.id, by: BOT, verdict: 'request-changes', comment } as const;
        await run.step('mark', () => forge.review(project, number, { ...review, atSha: sha }));
      }
      const note = say(conflicts.length > 0 ? 'pr-update-conflicts' : 'pr-update-done', {
        ...words,
        sha: short(sha),
      });
      const change = await forge.get(project, number);
      const reader = { may: () => true, cardId: requestName({ requestId: operation.id }) };
      const card = change
        ? changeCard(await viewOf(git, directory, change), reader, say, note)
        : { text: note };
      const branch = before?.source ?? '';
      const result = { kind: done.kind, sha, conflicts, branch };
      return { card, outcome: { state: 'done', result } };
    },
  });
}

async function isTaskBusy({ store }: KindPorts, project: string, source: string): Promise<boolean> {
  if (!source.startsWith('task/')) return false;
  const task = `${project}.${source.slice('task/'.length)}`;
  return (await store.operations.unfinished()).some((each) => each.project === task);
}

function messageOf(
  target: string,
  source: string,
  operationId: string,
  { actor }: ChangeTask,
): string {
  const name = actor.name.replaceAll(/[\p{C}<>]+/gu, ' ').trim();
  const trailers = `Operation: ${operationId}\nRequested-by: ${name} (Telegram ${actor.id})\n`;
  return `Take ${target} into ${source}\n\n${trailers}`;
}
