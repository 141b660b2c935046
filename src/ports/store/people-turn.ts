import { keyedMutex } from '#lib/mutex.ts';

const inTurn = keyedMutex();

/**
 * Runs `work` while nobody else changes who may do what. Who reads a person, decides by it and
 * writes does all of that in one turn: else a role that was given meanwhile is lost, or somebody
 * who was removed comes back. Not to be nested.
 */
export function inPeopleTurn<Result>(work: () => Promise<Result>): Promise<Result> {
  return inTurn('people', work);
}
