import type { Actor, Role } from './actor.ts';
import type { Card, Toast } from './card.ts';
import type { Conversation } from './conversation.ts';
import type { Say } from './language.ts';

/** Who is asking, where, and how to answer in their language. */
export interface Call {
  readonly actor: Actor;
  readonly conversation: Conversation;
  /** Stable when the same update or tap is handled again after a crash. */
  readonly requestId: string;
  readonly say: Say;
}

/** What stood behind the command. */
export interface Words {
  readonly words: readonly string[];
  /** The same, unsplit: line breaks and spacing as typed. */
  readonly text: string;
  /** `true`: typed without any command, so it may be the answer to a question of the agent. */
  readonly isFreeText?: boolean;
}

/** One command: data plus what it does. It returns a card; it never sees Telegram. */
export interface Command {
  /** Without the slash: 1-32 of `a-z`, `0-9`, `_`. `command-<name>` in `locales/` is its summary. */
  readonly name: string;
  /** The least role that may run it. Dispatch checks this; the command never does. */
  readonly role: Role;
  /** `true`: in Telegram's command menu and in /help. Buttons' own commands are not. */
  readonly listed: boolean;
  /** Resolves with what to show at once, or nothing when the answer comes as cards of its own. */
  run(input: Words, call: Call): Promise<Card | Toast | undefined>;
}
