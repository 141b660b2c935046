import { type Card, plain, type Toast } from '#kernel/card.ts';
import type { Call, Command } from '#kernel/command.ts';
import { noProjectCard } from '#kernel/no-project.ts';
import { shorten } from '#lib/text.ts';
import { visible } from '#lib/visible.ts';
import type { Chat } from '#ports/chat/port.ts';
import { filesCard, pageCard, type DiffView } from './diff-cards.ts';
import { toPages, toRows } from './diff-rows.ts';
import { findCommit, ofCommit, type Target, toTarget } from './diff-target.ts';
import { wholeCard } from './diff-whole.ts';
import {
  cardId,
  type GitPorts,
  isCardId,
  isObjectId,
  type Place,
  placeOf,
  toIndex,
} from './place.ts';

type Options = GitPorts & { readonly chat: Chat };

/** `/diff [ref | a..b | #operation]`: what is not committed, else the last commit, or what is named. */
export function diffCommand(options: Options): Command {
  return {
    name: 'diff',
    role: 'viewer',
    concerns: 'current',
    listed: true,
    async run({ words: [word = ''] }, call) {
      const place = await placeOf(options, call.conversation.project);
      if (!place) return noProjectCard(call);
      const target = await toTarget(options.git, place.directory, word);
      return open(options, place, target, call);
    },
  };
}

/** The [Diff] button of cards that know a project and a commit, or an operation. */
export function diffOfCommand(options: Options): Command {
  return {
    name: 'diff_of',
    role: 'viewer',
    concerns: 'named',
    listed: false,
    async run({ words: [project, word = ''] }, call) {
      const place = await placeOf(options, project);
      if (!place) return { toast: call.say('dispatch-stale') };
      const commit = await findCommit(options.git, place.directory, word);
      const target: Target = commit ? ofCommit(commit) : { kind: 'unknown', word };
      return open(options, place, target, call);
    },
  };
}

/** The buttons of `/diff`: another file, another page, all of it. */
export function diffViewCommand(options: Options): Command {
  const { git, chat } = options;
  return {
    name: 'diff_view',
    role: 'viewer',
    concerns: 'named',
    listed: false,
    async run({ words: [project, id, from, to, what, first, second] }, call) {
      const { say, conversation } = call;
      const place = await placeOf(options, project);
      if (!place || !isCardId(id) || !isObjectId(from) || !isObjectId(to))
        return { toast: say('dispatch-stale') };
      const view = await viewOf(options, place, { id, from, to });
      if (what === 'whole') return wholeCard(git, place, view, call);
      const card =
        what === 'file'
          ? await filePage(options, place, view, [toIndex(first), toIndex(second)], call)
          : filesCard(view, toIndex(first), [], say);
      await chat.show(conversation, `diff:${conversation.id}:${id}`, card);
      return undefined;
    },
  };
}

async function open(
  options: Options,
  place: Place,
  target: Target,
  call: Call,
): Promise<Card | Toast | undefined> {
  const { say, conversation } = call;
  const { project } = place;
  if (target.kind === 'empty') return { text: say('git-empty', { project }) };
  if (target.kind === 'unknown') {
    const word = plain(shorten(visible(target.word), 80));
    return { text: say('diff-unknown', { word, project }) };
  }
  const id = cardId(call);
  const view = await viewOf(options, place, { id, from: target.from, to: target.to });
  const leftOut = target.kind === 'tree' ? target.leftOut : [];
  const card = filesCard(view, 0, leftOut, say);
  await options.chat.show(conversation, `diff:${conversation.id}:${id}`, card);
  return undefined;
}

async function viewOf(
  { git }: Options,
  { project, directory }: Place,
  { id, from, to }: Pick<DiffView, 'id' | 'from' | 'to'>,
): Promise<DiffView> {
  const commit = await git.commit(directory, to);
  const isWhole = commit !== undefined && ofCommit(commit).from === from;
  const files = await git.diffFiles(directory, from, to);
  return { project, id, from, to, files, ...(isWhole && { commit }) };
}

async function filePage(
  { git }: Options,
  { directory }: Place,
  view: DiffView,
  [file, page]: readonly [number, number],
  { say }: Call,
): Promise<Card> {
  const shown = view.files[file];
  const hunks = shown ? await git.diffHunks(directory, shown) : [];
  const pages = toPages(toRows(hunks, say('diff-no-end')));
  const at = Math.min(page, pages.length - 1);
  return pageCard(view, { file, page: at, pages: pages.length }, pages[at] ?? [], say);
}
