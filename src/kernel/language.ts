import type { Quantity } from './quantity.ts';

/** The languages the bot speaks. */
export type Language = 'en' | 'ru';

/**
 * Words for the chat: a Fluent message of `locales/` in the reader's language, as Markdown. Numbers
 * and quantities are written as the language does.
 */
export type Say = (
  key: string,
  values?: Readonly<Record<string, string | number | Quantity>>,
) => string;

/** The bot's language for a Telegram `language_code` such as `ru`, `ru-RU` or `de`. */
export function toLanguage(languageCode: string | undefined): Language {
  return languageCode?.toLowerCase().startsWith('ru') ? 'ru' : 'en';
}
