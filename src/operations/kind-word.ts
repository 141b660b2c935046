import type { Say } from '#kernel/language.ts';

/** What people call operations of that kind; one that has no word is called as the bot calls it. */
export function kindWord(kind: string, say: Say): string {
  const key = `operation-${kind}`;
  const word = say(key);
  return word === key ? kind : word;
}
