import { type Card, plain } from '#kernel/card.ts';
import type { Command } from '#kernel/command.ts';
import { isArchive } from '#lib/archive-name.ts';
import { toTreePath } from '#lib/file-path.ts';
import { errandKind } from '#operations/errand.ts';
import type { OperationKind } from '#operations/kind.ts';
import type { UnpackOutcome } from '#ports/files/port.ts';
import type { Json } from '#ports/store/port.ts';
import { type FileTask, placeOf } from './kind.ts';
import type { Committer, FilePorts } from './ports.ts';
import { shownPath } from './shown.ts';

/** Unpacks an archive that lies in the project, and commits what was in it. */
export function unpackKind(ports: FilePorts, committer: Committer): OperationKind {
  return errandKind(ports, {
    title: 'Unpacks an archive into a new folder beside it, and commits that.',
    steps: {
      keep: 'Commits what lay in the tree before, apart.',
      unpack: 'Unpacks everything, or nothing when one entry may not be there.',
      folder: 'A note inside `unpack`: where it goes, so that a restart finds it.',
      commit: 'Commits it as the person, unless there is a secret in it.',
    },
    what: ({ input }, say) =>
      say('files-what-unpack', { path: shownPath((input as { path: string }).path) }),
    placeOf: (operation) => placeOf(ports, operation),
    async work(run, task) {
      const { path } = run.operation.input as { readonly path: string };
      await run.step('keep', async (attempt) => {
        await committer.keep(task, attempt);
        return null;
      });
      const done = await run.step<UnpackOutcome>('unpack', () => {
        const earlier = run.noted('folder');
        return ports.files.unpack(task.project, path, {
          id: task.operationId,
          chosen: (folder) => run.note('folder', folder),
          ...(typeof earlier === 'string' && { earlier }),
        });
      });
      if (done.kind !== 'done') {
        return { card: refusedCard(done, path, task), outcome: { state: 'failed' } as const };
      }
      const message = `Unpack ${path}`;
      const result = await run.step<Json>('commit', (attempt) =>
        committer.commit(task, message, attempt),
      );
      const words = { folder: shownPath(done.folder), count: done.files };
      const head = task.say('files-unpacked', words);
      if (result === null) return { card: { text: head }, outcome: { state: 'done' } as const };
      const card = committer.card(result, task);
      const state = committer.isMade(result) ? 'done' : 'failed';
      return { card: { ...card, text: `${head}\n\n${card.text}` }, outcome: { state } as const };
    },
  });
}

/** The button [Unpack here]. */
export function unpackCommand({ operations, store }: FilePorts): Command {
  return {
    name: 'file_unpack',
    role: 'developer',
    concerns: 'named',
    listed: false,
    async run({ words: [project, ...rest] }, { actor, conversation, requestId, say }) {
      const path = toTreePath(rest.join(' '));
      const known = project === undefined ? undefined : await store.projects.get(project);
      if (!known || path === undefined || !isArchive(path)) return { toast: say('dispatch-stale') };
      const id = `unpack-${requestId.replaceAll(/[^a-z0-9]+/giu, '-')}`;
      await operations.start({
        id,
        kind: 'unpack',
        conversationId: conversation.id,
        actorId: actor.id,
        project: known.name,
        input: { path, actorName: actor.name },
      });
      return undefined;
    },
  };
}

function refusedCard(
  done: Exclude<UnpackOutcome, { kind: 'done' }>,
  path: string,
  { project, say }: FileTask,
): Card {
  const archive = shownPath(path);
  const about = { project: plain(project), path: archive };
  if (done.kind !== 'refused') return { text: say('files-unpack-gone', about) };
  const entry = done.entry === '' ? archive : shownPath(done.entry);
  const why = say(`files-unpack-${done.why}`, { entry });
  return { text: `${say('files-unpack-refused', about)}\n\n${why}` };
}
