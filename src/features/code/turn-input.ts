import type { SentFile } from '#kernel/sent-file.ts';
import type { PromptKind } from '#ports/prompts/port.ts';
import type { Json } from '#ports/store/port.ts';

/** What the operation of a turn is told. */
export interface TurnInput {
  /** What the person asked for, as the cards show it. */
  readonly text: string;
  readonly actorName: string;
  /** Absent: `code`, whose one variable is the text. */
  readonly prompt?: PromptKind;
  /** Of the prompt. */
  readonly values?: Readonly<Record<string, string>>;
  /** What the agent changes is put back instead of committed. */
  readonly isReadOnly?: true;
  /** What asks for the same once more; absent: the text, as it is typed. */
  readonly again?: Again;
  /** Number of the agent's session; absent: the first. */
  readonly session?: number;
  /** What was sent with it. */
  readonly files?: readonly SentFile[];
}

/** A command and its words. */
export interface Again {
  readonly command: string;
  readonly words: readonly string[];
}

/** What the operation was started with, as the journal gives it back. */
export function toTurnInput(input: Json): TurnInput {
  return input as unknown as TurnInput;
}
