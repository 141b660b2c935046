/**
 * To what the bot answers in a group besides commands, which it always answers: to its name and to
 * replies (`mentions`), also to everything in places that are bound to a project (`topics`), or to
 * everything (`all`).
 */
export type Answers = 'mentions' | 'topics' | 'all';

/** Every choice, from the quietest to the most talkative. */
export const ANSWERS: readonly Answers[] = ['mentions', 'topics', 'all'];

/** Of a group in which nobody has chosen. */
export const DEFAULT_ANSWERS: Answers = 'topics';

/** Says whether the word is such a choice. */
export function isAnswers(word: string | undefined): word is Answers {
  return ANSWERS.some((each) => each === word);
}
