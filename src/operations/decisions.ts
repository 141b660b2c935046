import type { Button, Toast } from '#kernel/card.ts';
import type { Call } from '#kernel/command.ts';

/** What one part of the bot has to say in `/approvals`. */
interface DecisionList {
  /** Lines of Markdown about what waits for a decision. */
  readonly waiting: readonly string[];
  /** Markdown about what was decided once for many times, and can be taken back. */
  readonly standing?: string;
  readonly buttons: readonly (readonly Button[])[];
}

/** A part of the bot that asks people. `/approvals` shows them all; none knows of another. */
export interface DecisionSource {
  list(call: Call): Promise<DecisionList>;
  /** What the words behind `/approvals` do, when they are this part's. */
  act?(words: readonly string[], call: Call): Promise<Toast | undefined>;
}
