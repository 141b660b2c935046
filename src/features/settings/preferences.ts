import type { Call } from '#kernel/command.ts';
import type { Language } from '#kernel/language.ts';
import { DEFAULT_PREFERENCES, type Preferences } from '#kernel/preferences.ts';
import type { Store } from '#ports/store/port.ts';

/** What one can choose as a language. */
export type LanguageChoice = Preferences['language'];

/** What somebody wants from now on, by what they wanted before. */
export type PreferenceChange = (before: Preferences) => Preferences;

type People = Pick<Store, 'preferences' | 'conversations'>;

/** Says whether the word is a language one can choose. */
export function isChoice(word: string | undefined): word is LanguageChoice {
  return word === 'ru' || word === 'en' || word === 'auto';
}

/** What that person wants. */
export async function preferencesOf(
  store: Pick<Store, 'preferences'>,
  actorId: number,
): Promise<Preferences> {
  return { ...DEFAULT_PREFERENCES, ...(await store.preferences.get(actorId)) };
}

/**
 * Changes what the asker wants; resolves with that and with the language that is spoken from now
 * on, which a change of it brings to all conversations of that person.
 */
export async function changePreferences(
  store: People,
  { actor, conversation, telegramLanguage, changed }: Call,
  change: PreferenceChange,
): Promise<{ readonly preferences: Preferences; readonly language: Language }> {
  const before = await preferencesOf(store, actor.id);
  const preferences = change(before);
  await store.preferences.save(actor.id, preferences);
  changed?.(before, preferences);
  const language =
    preferences.language === 'auto'
      ? (telegramLanguage ?? conversation.language)
      : preferences.language;
  if (language !== conversation.language) await store.conversations.speak(actor.id, language);
  return { preferences, language };
}
