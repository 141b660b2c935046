import type { Actor, Role } from './actor.ts';
import type { Card, Toast } from './card.ts';
import type { Conversation } from './conversation.ts';
import type { Language, Say } from './language.ts';
import type { SentFile } from './sent-file.ts';

/** Who is asking, where, and how to answer in their language. */
export interface Call {
  readonly actor: Actor;
  readonly conversation: Conversation;
  /** Stable when the same update or tap is handled again after a crash. */
  readonly requestId: string;
  readonly say: Say;
  /**
   * Notes for the record what the command has changed: what it was, and what it is from now on. The
   * last of several counts; `undefined`: there was nothing, or nothing is left.
   */
  readonly changed?: (before: object | undefined, after: object | undefined) => void;
  /** The language of the person's Telegram, where it was told. */
  readonly telegramLanguage?: Language;
  /** Of the declarative command that was typed, where that has one. */
  readonly gitOps?: GitOps;
}

/** What a declarative command asks for beyond the rules. It can only tighten them. */
interface GitOps {
  readonly createBranch?: true | undefined;
  readonly autoMerge?: false | undefined;
  /** Somebody is asked, also where the environment asks nobody. */
  readonly requireApproval?: true | undefined;
}

/** What stood behind the command. */
export interface Words {
  readonly words: readonly string[];
  /** The same, unsplit: line breaks and spacing as typed. */
  readonly text: string;
  /** `true`: typed without any command, so it may be the answer to a question of the agent. */
  readonly isFreeText?: boolean;
  /** What was sent with it, in order; absent where there was nothing. */
  readonly files?: readonly SentFile[];
}

/**
 * What a request is about, so that the role of the right project counts.
 * - `bot`: no project; everybody known counts with their role outside projects.
 * - `current`: the project one works in.
 * - `named`: the project that the first word names, else the current one.
 * - `operation`: the project of the operation that the first word names, else the current one.
 * A function answers with the project; `undefined`: none, and the role outside projects counts.
 */
type Concern =
  | 'bot'
  | 'current'
  | 'named'
  | 'operation'
  | ((input: Words, conversation: Conversation) => string | undefined);

/** One command: data plus what it does. It returns a card; it never sees Telegram. */
export interface Command {
  /** Without the slash: 1-32 of `a-z`, `0-9`, `_`. `command-<name>` in `locales/` is its summary. */
  readonly name: string;
  /** The least role that may run it. Dispatch checks this; the command never does. */
  readonly role: Role;
  /**
   * Absent: the role outside projects counts, and who was let into single projects only is refused:
   * a command that does not say what it touches is closed to them.
   */
  readonly concerns?: Concern;
  /** `true`: refused in groups, where others would read what it shows. */
  readonly privateOnly?: true;
  /** `true`: in Telegram's command menu and in /help. Buttons' own commands are not. */
  readonly listed: boolean;
  /** Of a declarative command; else `command-<name>` in `locales/` is it. */
  readonly summary?: Readonly<Record<Language, string>>;
  /** `true`: does as `Call.gitOps` says; declarative commands can ask only such a one for it. */
  readonly takesGitOps?: true;
  /** Resolves with what to show at once, or nothing when the answer comes as cards of its own. */
  run(input: Words, call: Call): Promise<Card | Toast | undefined>;
}
