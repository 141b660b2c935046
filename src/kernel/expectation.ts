/**
 * What the next text of a person means, because they have just tapped a button that said so. It
 * holds for one text and for a short time: nothing typed later may be swallowed by it.
 */
export interface Expectation {
  /** The command that gets the text. */
  readonly command: string;
  /** Its words. */
  readonly words: readonly string[];
  readonly untilMs: number;
}

/** How long a person has for it. */
export const EXPECTED_FOR_MS = 10 * 60_000;

/** The setting that holds the `Expectation` of a conversation; `null`: there is none. */
export function expectationKey(conversationId: string): string {
  return `expects:${conversationId}`;
}

/** The expectation that the setting holds, if it still holds at `nowMs`. */
export function toExpectation(stored: unknown, nowMs: number): Expectation | undefined {
  const expectation = stored as Expectation | null | undefined;
  return expectation && expectation.untilMs > nowMs ? expectation : undefined;
}
