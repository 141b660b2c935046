import { EN } from './en.js';
import { RU } from './ru.js';

/** All words of the page, by language. */
export const WORDS = { en: EN, ru: RU };

let language = 'en';

/** Switches the page to that language, if it speaks it. */
export function speak(languageCode) {
  language = toLanguage(languageCode);
  document.documentElement.lang = language;
}

/** The language of the page that is nearest to a code such as `ru-RU`. */
export function toLanguage(languageCode) {
  return languageCode.toLowerCase().startsWith('ru') ? 'ru' : 'en';
}

/** The language the page speaks now: `en` or `ru`. */
export function currentLanguage() {
  return language;
}

/** How dates and numbers are written: as in the browser's country where it shares the language. */
export function locale() {
  return navigator.languages.find((tag) => tag.startsWith(language)) ?? language;
}

/** The words of that name in the page's language. */
export function word(name) {
  return WORDS[language][name] ?? name;
}

/** What a refused request means to the person. */
export function refusalWord(error) {
  return word(error === 'silent' ? 'silentBot' : error);
}

/** A size as people write it. */
export function sizeWord(bytes) {
  const units = language === 'ru' ? ['Б', 'КБ', 'МБ'] : ['B', 'KB', 'MB'];
  const step = bytes < 1_024 ? 0 : bytes < 1_024 ** 2 ? 1 : 2;
  const number = bytes / 1_024 ** step;
  return `${number.toLocaleString(locale(), { maximumFractionDigits: step })} ${units[step]}`;
}

/** The hour and minute of a Unix time. */
export function timeWord(seconds) {
  const when = new Date(seconds * 1_000);
  return when.toLocaleTimeString(locale(), { hour: '2-digit', minute: '2-digit' });
}

/** A length such as `1:05`. */
export function durationWord(seconds) {
  return `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, '0')}`;
}
