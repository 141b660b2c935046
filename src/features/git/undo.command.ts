import { type Card, plain, type Toast } from '#kernel/card.ts';
import type { Call, Command } from '#kernel/command.ts';
import { noProjectCard } from '#kernel/no-project.ts';
import { shorten } from '#lib/text.ts';
import { visible } from '#lib/visible.ts';
import type { Operations } from '#operations/operations.ts';
import { commitLine, diffButton } from './diff-cards.ts';
import { cardId, type GitPorts, isObjectId, type Place, placeOf, short } from './place.ts';
import { toUndoTarget } from './undo-target.ts';

type Options = GitPorts & { readonly operations: Operations };

/** `/undo [sha | operation]`: shows what would be taken back, and asks. */
export function undoCommand(options: Options): Command {
  return {
    name: 'undo',
    role: 'developer',
    concerns: 'current',
    listed: true,
    async run({ words: [word = ''] }, call) {
      const place = await placeOf(options, call.conversation.project);
      return place ? ask(options, place, word, call) : noProjectCard(call);
    },
  };
}

/** The [Undo] button of cards that know a project and a commit, or an operation. */
export function undoOfCommand(options: Options): Command {
  return {
    name: 'undo_of',
    role: 'developer',
    concerns: 'named',
    listed: false,
    async run({ words: [project, word] }, call) {
      const place = await placeOf(options, project);
      if (!place || word === undefined) return { toast: call.say('dispatch-stale') };
      return ask(options, place, word, call);
    },
  };
}

/** The [Undo it] button below the question. */
export function undoNowCommand(options: Options): Command {
  return {
    name: 'undo_now',
    role: 'developer',
    concerns: 'named',
    listed: false,
    async run({ words: [project, sha] }, call): Promise<Toast | undefined> {
      const { actor, conversation, say } = call;
      const place = await placeOf(options, project);
      if (!place || !isObjectId(sha)) return { toast: say('dispatch-stale') };
      await options.operations.start({
        id: `undo-${cardId(call)}`,
        kind: 'undo',
        conversationId: conversation.id,
        actorId: actor.id,
        project: place.project,
        input: { sha, actorName: actor.name },
      });
      return { toast: say('undo-started', { sha: short(sha) }) };
    },
  };
}

async function ask(
  { git }: Options,
  { project, directory }: Place,
  word: string,
  { say }: Call,
): Promise<Card> {
  const target = await toUndoTarget(git, directory, word);
  if (target.kind === 'none') return { text: say('undo-none', { project }) };
  if (target.kind === 'unknown') {
    const shown = plain(shorten(visible(target.word), 80));
    return { text: say('diff-unknown', { word: shown, project }) };
  }
  const { commit } = target;
  const line = commitLine(commit, say);
  const diff = diffButton(project, commit.sha, say('git-diff-button'));
  if (target.kind === 'undone') {
    const by = short(target.by);
    const redo = { label: say('undo-redo'), command: 'undo_of', words: [project, target.by] };
    return { text: `${line}\n\n${say('undo-undone', { by })}`, buttons: [[diff, redo]] };
  }
  if (target.kind !== 'commit') {
    return { text: `${line}\n\n${say(`undo-${target.kind}`)}`, buttons: [[diff]] };
  }
  const now = {
    label: say('undo-now'),
    command: 'undo_now',
    words: [project, commit.sha],
    style: 'danger',
  } as const;
  const foreign = commit.operation === undefined ? [say('undo-foreign')] : [];
  const text = [say('undo-ask', { project }), line, ...foreign, say('undo-how')];
  return { text: text.join('\n\n'), buttons: [[now, diff]] };
}
