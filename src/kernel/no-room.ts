import { type Card, plain } from './card.ts';
import type { Say } from './language.ts';

interface Full {
  readonly whose: 'yours' | 'project';
  /** How many are running and waiting, of how many that may be. */
  readonly count: number;
  readonly limit: number;
  readonly project: string;
}

/**
 * No operation more may be running or waiting. The one refusal that is thrown: it shows only where
 * an operation is stored, below every command that starts one.
 */
export class NoRoom extends Error {
  override readonly name = 'NoRoom';
  readonly full: Full;

  constructor(full: Full) {
    super(`no room for another operation: ${full.whose}, ${full.count} of ${full.limit}`);
    this.full = full;
  }
}

/** Says whose limit is reached, and what to do about it. */
export function noRoomCard({ full }: NoRoom, say: Say): Card {
  const { whose, count, limit, project } = full;
  return { text: say(`dispatch-too-many-${whose}`, { count, limit, project: plain(project) }) };
}
