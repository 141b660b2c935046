import { act } from './base/api.js';
import { toLanguage } from './base/words.js';

const CHOSEN = 'codefoundry-language';

/**
 * Gives everybody the language that was chosen last time, or that of the browser, unless somebody
 * has chosen since the playground started. Resolves with everybody.
 */
export async function chooseLanguage({ persons, hasChosenLanguage }) {
  if (hasChosenLanguage) return persons;
  const code = localStorage.getItem(CHOSEN) ?? toLanguage(navigator.language);
  let everybody = persons;
  for (const { id, languageCode } of persons)
    if (languageCode !== code)
      everybody = (await act('language', { person: id }, { languageCode: code })).persons;
  return everybody;
}

/** Changes the language of a person and of the page; resolves with everybody. */
export async function rememberLanguage(person, languageCode) {
  localStorage.setItem(CHOSEN, languageCode);
  return (await act('language', { person: person.id }, { languageCode })).persons;
}
