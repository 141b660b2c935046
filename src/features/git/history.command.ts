import { type Button, type Card, plain } from '#kernel/card.ts';
import type { Call, Command } from '#kernel/command.ts';
import { noProjectCard } from '#kernel/no-project.ts';
import { shorten } from '#lib/text.ts';
import { visible, visibleName } from '#lib/visible.ts';
import type { Chat } from '#ports/chat/port.ts';
import type { LogCommit } from '#ports/git/history.ts';
import { commitLine, diffButton } from './diff-cards.ts';
import { cardId, type GitPorts, isCardId, type Place, placeOf, short, toIndex } from './place.ts';
import { undoneBy } from './undo-target.ts';

type Options = GitPorts & { readonly chat: Chat };

const PAGE = 8;

/** What one page of the list shows. */
interface Page {
  readonly id: string;
  /** Counts from 0. */
  readonly page: number;
  readonly path?: string;
}

/** `/history [page | path]`: the commits, the newest first, each a tap away from what it changed. */
export function historyCommand(options: Options): Command {
  return {
    name: 'history',
    role: 'viewer',
    concerns: 'current',
    listed: true,
    async run({ text }, call) {
      const place = await placeOf(options, call.conversation.project);
      if (!place) return noProjectCard(call);
      const isPage = /^\d{1,6}$/u.test(text);
      const page = isPage ? Math.max(0, Number(text) - 1) : 0;
      const path = isPage || text === '' ? {} : { path: text };
      return show(options, place, { id: cardId(call), page, ...path }, call);
    },
  };
}

/** The buttons of `/history`: newer, older. */
export function historyViewCommand(options: Options): Command {
  return {
    name: 'history_view',
    role: 'viewer',
    concerns: 'named',
    listed: false,
    async run({ words: [project, id, page, path] }, call) {
      const place = await placeOf(options, project);
      if (!place || !isCardId(id)) return { toast: call.say('dispatch-stale') };
      const only = path === undefined ? {} : { path };
      return show(options, place, { id, page: toIndex(page), ...only }, call);
    },
  };
}

async function show(
  { git, chat }: Options,
  place: Place,
  wanted: Page,
  call: Call,
): Promise<Card | undefined> {
  const { say, conversation } = call;
  const { directory, project } = place;
  const { id, path } = wanted;
  const count = await git.countCommits(directory, path);
  if (count === 0) {
    const shown = path === undefined ? '' : plain(shorten(visibleName(path), 120));
    return {
      text:
        path === undefined ? say('git-empty', { project }) : say('history-none', { path: shown }),
    };
  }
  const pages = Math.ceil(count / PAGE);
  const page = Math.min(wanted.page, pages - 1);
  const only = path === undefined ? {} : { path };
  const commits = await git.log(directory, { skip: page * PAGE, limit: PAGE, ...only });
  const undone = undoneBy(await git.undoers(directory));
  const { current, head } = await git.branches(directory);
  const detached = { sha: short(head ?? '') };
  const branch =
    current === undefined ? say('history-detached', detached) : plain(visible(current));
  const title = say('history-title', { project, branch, count, page: page + 1, pages });
  const rows = commits.map((commit) => `- ${marks(commit, undone)}${commitLine(commit, say)}`);
  const turn = (label: string, to: number): Button => ({
    label,
    command: 'history_view',
    words: [project, id, String(to), ...(path === undefined ? [] : [path])],
  });
  const taps = commits.map((commit) => diffButton(project, commit.sha, short(commit.sha)));
  const buttons = [
    taps.slice(0, PAGE / 2),
    taps.slice(PAGE / 2),
    [
      ...(page > 0 ? [turn('◀', page - 1)] : []),
      ...(page + 1 < pages ? [turn('▶', page + 1)] : []),
    ],
  ];
  const card: Card = {
    text: [title, rows.join('\n'), say('history-legend')].join('\n\n'),
    ring: false,
    buttons: buttons.filter((row) => row.length > 0),
  };
  await chat.show(conversation, `history:${conversation.id}:${id}`, card);
  return undefined;
}

/** 🤖 made by an operation, 🔀 merges, ↩️ takes another back, ✖ is taken back itself. */
function marks(commit: LogCommit, undone: (sha: string) => string | undefined): string {
  const { operation = '', parents, sha } = commit;
  const isUndo = operation.startsWith('undo-');
  return [
    isUndo ? '↩️ ' : operation === '' ? '' : '🤖 ',
    parents.length > 1 ? '🔀 ' : '',
    undone(sha) === undefined ? '' : '✖ ',
  ].join('');
}
