import type { Button } from '#kernel/card.ts';
import type { Say } from '#kernel/language.ts';
import { shorten } from '#lib/text.ts';
import type { Store } from '#ports/store/port.ts';

/** A button that sends the text that was written before there was a project, until it is sent. */
export async function draftButtons(
  store: Pick<Store, 'settings'>,
  conversationId: string,
  say: Say,
): Promise<readonly (readonly Button[])[]> {
  const draft = await store.settings.get(`draft:${conversationId}`);
  if (typeof draft !== 'string' || draft === '') return [];
  const label = say('draft-send', { text: shorten(draft, 40) });
  return [[{ label, command: 'code', words: [draft], style: 'primary' }]];
}
