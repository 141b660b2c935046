import { type Button, type Card, plain } from '#kernel/card.ts';
import type { Say } from '#kernel/language.ts';
import type { SentFile } from '#kernel/sent-file.ts';
import { isArchive } from '#lib/archive-name.ts';
import { numbered } from '#lib/file-path.ts';
import { errandKind } from '#operations/errand.ts';
import type { OperationKind, OperationRun } from '#operations/kind.ts';
import type { Json } from '#ports/store/port.ts';
import { fetchAll, forget, failedCard } from './fetch.ts';
import { type FileTask, placeOf } from './kind.ts';
import type { Committer, FilePorts } from './ports.ts';
import { shownPath, tooBigCard } from './shown.ts';
import { clashCard, type Clash } from './start-save.ts';

/** What the operation is told. */
export interface SaveInput {
  readonly files: readonly SentFile[];
  /** One for each file. */
  readonly paths: readonly string[];
  readonly clash: Clash;
  /** As it was typed. */
  readonly to: string;
  readonly offer: string;
  /** What was written with the files, for the commit. */
  readonly note: string;
  readonly actorName: string;
}

/** What the step `place` keeps. */
type Placed = readonly { readonly path: string; readonly kind: string }[];

/** What the step `keep` keeps: the secrets that it met, and what is committed nowhere. */
type Kept = { readonly held: string; readonly paths: readonly string[] } | null;

const MOST_ALIKE = 100;

/** Saves files that somebody sent: downloads them, puts them in place and commits, as that person. */
export function saveKind(ports: FilePorts, committer: Committer): OperationKind {
  const { files, downloads } = ports;

  const placeOne = async (
    { project, operationId }: FileTask,
    path: string,
    from: string,
    clash: Clash,
  ): Promise<Placed[number]> => {
    const replace = clash === 'replace';
    for (let number = 1; number <= MOST_ALIKE; number += 1) {
      const name = number === 1 ? path : numbered(path, number);
      const made = await files.put(project, name, from, { replace, id: operationId });
      if (made.kind === 'blocked') return { path: made.at, kind: 'blocked' };
      if (made.kind !== 'exists' || clash !== 'both') return { path: name, kind: made.kind };
    }
    return { path, kind: 'exists' };
  };

  const place = async (
    run: OperationRun,
    task: FileTask,
    input: SaveInput,
    attempt: number,
  ): Promise<Placed> => {
    const { paths, clash } = input;
    // All or none: asked is before the first is written. Later attempts find their own files there.
    if (clash === 'ask' && paths.length > 1 && attempt === 1) {
      const looks = await Promise.all(paths.map((path) => files.look(task.project, path)));
      const there = paths.filter((_, at) => looks[at]?.kind === 'file');
      if (there.length > 0) return there.map((path) => ({ path, kind: 'exists' }));
    }
    const placed: Placed[number][] = [];
    for (const [at, path] of paths.entries()) {
      const file = input.files[at];
      if (!file) continue;
      const got = await downloads.fetch(`${task.operationId}:${at}`, file, run.signal);
      if (got.kind !== 'done') throw new Error(`a download of ${task.operationId} is gone`);
      const made = await placeOne(task, path, got.file, clash);
      // An earlier attempt may have put it there, and it is not committed yet.
      const isOurs = made.kind === 'same' && attempt > 1;
      placed.push(isOurs ? { ...made, kind: 'done' } : made);
    }
    return placed;
  };

  return errandKind(ports, {
    title: 'Saves files that a person sent into the project, and commits them.',
    steps: {
      fetch: 'Downloads the files from Telegram.',
      keep: 'Commits what lay in the tree before, apart.',
      place: 'Puts the files in place; replaces nothing unasked.',
      commit: 'Commits them as the person, unless there is a secret in them.',
    },
    what: (operation, say) =>
      say('files-what-save', { count: (operation.input as unknown as SaveInput).files.length }),
    placeOf: (operation) => placeOf(ports, operation),
    async work(run, task) {
      const input = run.operation.input as unknown as SaveInput;
      const { say, operationId } = task;
      try {
        const fetched = await run.step('fetch', () =>
          fetchAll(downloads, operationId, input.files, run.signal),
        );
        const bad = fetched.filter(({ kind }) => kind !== 'done');
        if (bad.length > 0) {
          const big = input.files.filter((_, at) => fetched[at]?.kind === 'too-big');
          const card =
            big.length > 0 ? tooBigCard(big, downloads.limits, say) : failedCard(bad, say);
          return { card, outcome: { state: 'failed', result: { kind: 'not-fetched' } } };
        }
        const kept = await run.step<Kept>('keep', async (attempt) => {
          const held = await committer.keep(task, attempt);
          return held === null ? null : { held, paths: await uncommitted(task, input.paths) };
        });
        if (kept !== null && input.clash === 'replace' && kept.paths.length > 0) {
          const outcome = { state: 'failed', result: { kind: 'unkept' } } as const;
          return { card: unkeptCard(kept, input, task), outcome };
        }
        const placed = await run.step('place', (attempt) => place(run, task, input, attempt));
        return await ended(run, task, input, placed);
      } finally {
        // Of one that only pauses, what came is needed again.
        if (!run.leaving.aborted) await forget(downloads, operationId, input.files.length);
      }
    },
  });

  /** Those of `paths` that differ from what is committed. */
  async function uncommitted({ project }: FileTask, paths: readonly string[]) {
    const changes = await ports.git.changes(ports.workspace.directory(project));
    const changed = new Set(changes.map(({ path }) => path));
    return paths.filter((path) => changed.has(path));
  }

  async function ended(run: OperationRun, task: FileTask, input: SaveInput, placed: Placed) {
    const { say, project } = task;
    const clashes = placed.filter(({ kind }) => kind === 'exists').map(({ path }) => path);
    const done = placed.filter(({ kind }) => kind === 'done');
    if (clashes.length > 0 && done.length === 0) {
      const card = clashCard({ id: input.offer, project }, input.to, clashes, task);
      return { card, outcome: { state: 'canceled', result: { kind: 'exists' } } as const };
    }
    const blocked = placed
      .filter(({ kind }) => kind === 'blocked')
      .map(({ path }) => say('files-blocked', { path: shownPath(path) }));
    if (done.length === 0) {
      const text = [...placed.flatMap((each) => sameLine(each, say)), ...blocked].join('\n\n');
      return { card: { text }, outcome: { state: 'done', result: { kind: 'same' } } as const };
    }
    const message = messageOf(input, done);
    const result = await run.step<Json>('commit', (attempt) =>
      committer.commit(task, message, attempt),
    );
    const card = withUnpack(await savedCard(result, task, done), task, done);
    const text = [card.text, ...blocked].join('\n\n');
    const state = committer.isMade(result) ? 'done' : 'failed';
    return { card: { ...card, text }, outcome: { state, result: { kind: 'saved' } } as const };
  }

  /** What git ignores is saved all the same, and nobody should wonder where its commit is. */
  async function savedCard(result: Json, task: FileTask, done: Placed): Promise<Card> {
    if (result !== null) return committer.card(result, task);
    const { project, say } = task;
    const seen = new Set(await ports.git.visibleFiles(ports.workspace.directory(project), ''));
    const ignored = done.filter(({ path }) => !seen.has(path));
    const same = done.flatMap((each) =>
      seen.has(each.path) ? sameLine({ ...each, kind: 'same' }, say) : [],
    );
    const paths = ignored.map(({ path }) => `- ${shownPath(path)}`).join('\n');
    const head = say('files-saved-ignored', { project: plain(project) });
    return { text: [...same, ...(paths === '' ? [] : [head, paths])].join('\n\n') };
  }
}

function sameLine({ path, kind }: Placed[number], say: Say): readonly string[] {
  return kind === 'same' ? [say('files-same', { path: shownPath(path) })] : [];
}

/** What would be replaced is nowhere else: a secret kept it from being committed. */
function unkeptCard(
  { held, paths }: NonNullable<Kept>,
  { offer, to }: SaveInput,
  { project, say }: FileTask,
): Card {
  const both: Button = {
    label: say('files-button-both'),
    command: 'file_put',
    words: [project, offer, 'both', ...(to === '' ? [] : [to])],
    style: 'primary',
  };
  const names = paths.map((path) => `- ${shownPath(path)}`).join('\n');
  const head = say('files-unkept', { project: plain(project), count: paths.length });
  return { text: [head, names, say('files-unkept-why'), held].join('\n\n'), buttons: [[both]] };
}

function messageOf({ note, clash }: SaveInput, done: Placed): string {
  const [first] = done;
  const verb = clash === 'replace' ? 'Replace' : 'Add';
  const subject =
    done.length === 1 ? `${verb} ${first?.path ?? ''}` : `${verb} ${done.length} files`;
  return note === '' ? subject : `${subject}\n\n${note}`;
}

function withUnpack(card: Card, task: { project: string; say: Say }, done: Placed): Card {
  const rows = done
    .filter(({ path }) => isArchive(path))
    .slice(0, 3)
    .map(({ path }): readonly Button[] => [
      { label: task.say('files-unpack'), command: 'file_unpack', words: [task.project, path] },
    ]);
  return rows.length === 0 ? card : { ...card, buttons: [...(card.buttons ?? []), ...rows] };
}
