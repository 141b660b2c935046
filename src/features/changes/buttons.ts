import { hasRole } from '#kernel/actor.ts';
import type { Button } from '#kernel/card.ts';
import type { Call } from '#kernel/command.ts';
import type { Say } from '#kernel/language.ts';
import type { Change } from '#ports/forge/port.ts';
import { requestName } from './place.ts';
import type { ChangeView } from './view.ts';

/** For whom a card is drawn. */
export interface Reader {
  /** Whether buttons for that role are shown. */
  readonly may: (role: 'developer' | 'releaser') => boolean;
  /** Names what the card opens, such as a comparison. */
  readonly cardId: string;
}

/** In a group everything is offered, because others see the card: whose role is too low is told. */
export function readerOf({ actor, conversation, requestId }: Call, project: string): Reader {
  return {
    may: (role) => conversation.chatId < 0 || hasRole(actor, role, project),
    cardId: requestName({ requestId }),
  };
}

/** Rows of buttons below a change. */
export function changeButtons(
  view: ChangeView,
  reader: Reader,
  say: Say,
): readonly (readonly Button[])[] {
  const { change } = view;
  const { project, state, head } = change;
  const number = String(change.number);
  const { may } = reader;
  const act = (word: string, style?: Button['style']): Button => ({
    label: say(`pr-button-${word}`),
    command: 'pr_do',
    words: [project, word, number, head],
    who: 'role',
    ...(style && { style }),
  });
  const release = (word: string, style?: Button['style']): Button => ({
    ...act(word, style),
    command: 'pr_release',
  });
  const rows: (readonly Button[])[] = [diffRow(view, reader, say)];
  if (state === 'open') {
    if (may('releaser')) rows.push([release('approve', 'success')]);
    if (may('developer')) rows.push([act('request'), act('comment')]);
    if (may('developer') && hasWords(change)) rows.push([act('agent')]);
    if (may('releaser')) rows.push([release('merge', 'primary'), release('squash')]);
    if (may('developer')) rows.push([act('update'), act('close')]);
  }
  if (state === 'closed' && may('developer')) rows.push([act('reopen')]);
  return rows.filter((row) => row.length > 0);
}

/** Says whether somebody wrote something that could be done. */
function hasWords({ reviews, comments }: Change): boolean {
  return comments.length > 0 || reviews.some(({ comment }) => comment !== '');
}

function diffRow({ change, base }: ChangeView, { cardId }: Reader, say: Say): readonly Button[] {
  const { project, head, mergedAs } = change;
  const diff: Button = {
    label: say('git-diff-button'),
    command: 'diff_view',
    words: [project, cardId, base ?? '', head, 'files', '0'],
    who: 'role',
  };
  const undo: Button = {
    label: say('git-undo-button'),
    command: 'undo_of',
    words: [project, mergedAs ?? ''],
    who: 'role',
  };
  return [...(base === undefined ? [] : [diff]), ...(mergedAs === undefined ? [] : [undo])];
}
