import { type Button, type Card, plain } from '#kernel/card.ts';
import type { Say } from '#kernel/language.ts';
import { shorten } from '#lib/text.ts';
import { visible, visibleName } from '#lib/visible.ts';
import { errandKind } from '#operations/errand.ts';
import type { OperationKind } from '#operations/kind.ts';
import { authorOf, trailersOf } from '#ports/git/author.ts';
import type { LogCommit } from '#ports/git/history.ts';
import type { SecretsIn } from '#ports/git/port.ts';
import type { UndoOutcome } from '#ports/git/undo.ts';
import { diffButton } from './diff-cards.ts';
import type { GitTask, KindPorts } from './kind.ts';
import { placeOf, short } from './place.ts';
import { toUndoTarget } from './undo-target.ts';

/** Files that an answer names. */
const NAMED = 15;

/** What the step keeps. */
type Undone =
  | Exclude<UndoOutcome, { readonly kind: 'undone' | 'held' }>
  | { readonly kind: 'undone'; readonly sha: string; readonly files: number }
  /** It would commit secrets again; `secrets` says where, as `SecretsIn` does. */
  | { readonly kind: 'held'; readonly secrets: string }
  /** Meanwhile somebody else has taken it back, or history has gone elsewhere. */
  | { readonly kind: 'late' };

/** Takes the commit of an operation back, by a commit of its own. */
export function undoKind(ports: KindPorts & { readonly secretsIn: SecretsIn }): OperationKind {
  const { git, secretsIn } = ports;
  return errandKind(ports, {
    title: 'Takes a commit back by a new commit; history is never rewritten.',
    steps: { undo: 'Makes the commit that takes the other back, unless something is in the way.' },
    what: ({ input }, say) => say('undo-what', { sha: short((input as { sha: string }).sha) }),
    placeOf: ({ project }) => placeOf(ports, project),
    async work(run, task) {
      const { operation } = run;
      const { directory, actor, say } = task;
      const { sha } = operation.input as { readonly sha: string };
      const commit = await git.commit(directory, sha);
      const done = await run.step<Undone>('undo', async (attempt) => {
        const made =
          attempt > 1 ? await git.findByTrailer(directory, 'Operation', operation.id) : undefined;
        if (made) return { kind: 'undone', sha: made.sha, files: made.files.length };
        if (!commit || (await toUndoTarget(git, directory, sha)).kind !== 'commit')
          return { kind: 'late' };
        let secrets = '';
        const outcome = await git.undo(directory, {
          sha,
          author: authorOf(actor),
          message: messageOf(commit, operation.id, actor),
          isResumed: attempt > 1,
          mayCommit: (added) => (secrets = secretsIn(added, say)) === '',
        });
        if (outcome.kind === 'held') return { kind: 'held', secrets };
        if (outcome.kind !== 'undone') return outcome;
        return { kind: 'undone', sha: outcome.commit.sha, files: outcome.commit.files.length };
      });
      const isDone = done.kind === 'undone';
      const outcome = { state: isDone ? 'done' : 'failed', result: { kind: done.kind } } as const;
      return { card: answerCard(done, commit, task), outcome };
    },
  });
}

function messageOf(commit: LogCommit, operationId: string, actor: GitTask['actor']): string {
  const subject = shorten(visible(commit.subject), 60);
  return `Undo: ${subject}\n\nUndoes: ${commit.sha}\n${trailersOf(operationId, actor)}`;
}

function answerCard(done: Undone, commit: LogCommit | undefined, task: GitTask): Card {
  const { project, say } = task;
  const sha = short(commit?.sha ?? '');
  switch (done.kind) {
    case 'undone': {
      const words = { project, sha, by: short(done.sha), files: done.files };
      const redo: Button = {
        label: say('undo-redo'),
        command: 'undo_of',
        words: [project, done.sha],
        who: 'role',
      };
      const diff = diffButton(project, done.sha, say('git-diff-button'));
      return { text: say('undo-done', words), buttons: [[diff, redo]] };
    }
    case 'conflict': {
      const text = [say('undo-conflict', { project, sha }), pathList(done.paths, say)].join('\n\n');
      const files = done.paths.slice(0, NAMED).map((path) => JSON.stringify(visible(path)));
      const care = say('undo-agent-files', { files: files.join(', ') });
      return { text, buttons: [agentButton(commit, task, care)] };
    }
    case 'dirty': {
      const text = [say('undo-dirty', { project, sha }), pathList(done.paths, say)].join('\n\n');
      const again: Button = {
        label: say('turn-again'),
        command: 'undo_of',
        words: [project, commit?.sha ?? ''],
      };
      return { text, buttons: [[...commitButton(task), again]] };
    }
    case 'held':
      return {
        text: [say('undo-held', { project, sha }), done.secrets, say('undo-held-owner')].join(
          '\n\n',
        ),
        buttons: [agentButton(commit, task)],
      };
    case 'nothing':
    case 'late':
      return { text: say(`undo-${done.kind}`, { project, sha }) };
  }
}

/** Has the agent take it back by an ordinary turn, which is one in the current project. */
function agentButton(
  commit: LogCommit | undefined,
  { project, conversation, say }: GitTask,
  care?: string,
): readonly Button[] {
  if (conversation.project !== project) return [];
  const text = [say('undo-agent-text', { sha: commit?.sha ?? '' }), ...(care ? [care] : [])];
  const words = [text.join(' ')];
  return [{ label: say('undo-agent'), command: 'code', words, style: 'primary' }];
}

/** Offers to commit what lies in the tree, where that is the tree people work in. */
export function commitButton({ project, conversation, say }: GitTask): readonly Button[] {
  if (conversation.project !== project) return [];
  return [{ label: say('git-commit-button'), command: 'commit', words: [] }];
}

/** Names of files, one below the other; what is not named is counted. */
export function pathList(paths: readonly string[], say: Say): string {
  const rows = paths.slice(0, NAMED).map((path) => `- ${plain(shorten(visibleName(path), 120))}`);
  const hidden = paths.length - rows.length;
  return [...rows, ...(hidden > 0 ? [say('git-more-paths', { count: hidden })] : [])].join('\n');
}
