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
  /** The request that was taken as that text: when it is handled again after a crash, it is so again. */
  readonly takenBy?: string;
}

/** How long a person has for it. */
export const EXPECTED_FOR_MS = 10 * 60_000;

/** The setting that holds the `Expectation` of a conversation; `null`: there is none. */
export function expectationKey(conversationId: string): string {
  return `expects:${conversationId}`;
}

/** The same for the next file: where it goes. */
export function fileExpectationKey(conversationId: string): string {
  return `expects-file:${conversationId}`;
}

/** The expectation that the setting holds, if at `nowMs` it still holds for that request. */
export function toExpectation(
  stored: unknown,
  nowMs: number,
  requestId: string,
): Expectation | undefined {
  const expectation = stored as Expectation | null | undefined;
  if (!expectation) return undefined;
  const { takenBy, untilMs } = expectation;
  // Who was taken before the time was over is taken again after it.
  return takenBy === requestId || (takenBy === undefined && untilMs > nowMs)
    ? expectation
    : undefined;
}
