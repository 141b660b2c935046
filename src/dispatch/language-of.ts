import type { Conversation } from '#kernel/conversation.ts';
import { type Language, toLanguage } from '#kernel/language.ts';
import type { Store } from '#ports/store/port.ts';
import type { Request } from './request.ts';

/** The language that the person chose, else that of their Telegram now, else the one before. */
export async function languageOf(
  request: Request,
  known: Conversation | undefined,
  store: Pick<Store, 'preferences'>,
): Promise<Language> {
  const chosen = (await store.preferences.get(request.from.id))?.language ?? 'auto';
  if (chosen !== 'auto') return chosen;
  // Telegram does not always tell.
  return toldLanguage(request).telegramLanguage ?? known?.language ?? toLanguage(undefined);
}

/** The language of the person's Telegram, where the update told it. */
export function toldLanguage({ from }: Request): { readonly telegramLanguage?: Language } {
  return from.languageCode === undefined ? {} : { telegramLanguage: toLanguage(from.languageCode) };
}
