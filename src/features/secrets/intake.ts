import type { Store } from '#ports/store/port.ts';

/** How long the next message is taken for the value. */
export const WAIT_MS = 10 * 60_000;
/** So long after that a single word is still more likely the value than a request. */
const LATE_MS = 24 * 60 * 60_000;
const MIN_LATE_CHARS = 8;

/** A value that somebody was asked for. */
interface Wait {
  readonly project: string;
  readonly name: string;
  readonly askedAtMs: number;
  /** The request that brought it: the same one again, after a crash, brings it again. */
  readonly takenBy?: string;
  /** It came too late, and so did nothing. */
  readonly isLate?: true;
}

/** What a message brought. */
interface Held {
  /** Absent: it was no text. */
  readonly value?: string;
  readonly isDeleted: boolean;
}

/** Takes values out of messages before anything else sees them: neither log, record nor agent. */
export interface SecretIntake {
  /**
   * What stands in a message: nothing of ours (`undefined`), or a value, and the command line that
   * goes on in place of the message.
   */
  read(message: {
    readonly requestId: string;
    readonly conversationId: string;
    /** Absent: it is no text. */
    readonly text?: string;
    /** What stands below its files: a command there counts, and anything else is no value. */
    readonly captions?: readonly string[];
  }): Promise<{ readonly line: string; readonly value?: string } | undefined>;
  /** Keeps what a request brought, in memory, for the command that it became. */
  hold(requestId: string, held: Held): void;
  held(requestId: string): Held | undefined;
  release(requestId: string): void;
  waitOf(conversationId: string): Promise<Wait | undefined>;
  /** `undefined`: nothing is waited for any more. */
  wait(conversationId: string, wait: Wait | undefined): Promise<void>;
}

const SET = /^\s*\/secret(?:@\w+)?\s+set\s+(?<name>[^\s=]+)(?:\s*=\s*|\s+)(?<value>\S[\s\S]*)$/iu;
const COMMAND = /^\/(?<name>[a-z0-9_-]{1,40})(?:@\w+)?(?:\s|$)/iu;
/** The command line of a value that was asked for. */
const KEEP = '/secret keep';

export function createSecretIntake(options: {
  readonly settings: Store['settings'];
  readonly now: () => number;
  /** Whether there is a command of that name; anything else that begins with a slash is a value. */
  readonly hasCommand: (name: string) => boolean;
}): SecretIntake {
  const { settings, now, hasCommand } = options;
  const all = new Map<string, Held>();
  const waitOf = async (conversationId: string): Promise<Wait | undefined> =>
    ((await settings.get(keyOf(conversationId))) as unknown as Wait | null | undefined) ??
    undefined;

  return {
    async read({ requestId, conversationId, text, captions = [] }) {
      const said = text === undefined ? captions : [text, ...captions];
      const set = said.map((each) => SET.exec(each)?.groups).find((groups) => groups !== undefined);
      if (set) return { line: `/secret set ${set['name']}`, value: set['value']?.trim() ?? '' };
      const wait = await waitOf(conversationId);
      if (!wait) return undefined;
      const brought = { line: KEEP, ...(text !== undefined && { value: text.trim() }) };
      if (wait.takenBy !== undefined) return wait.takenBy === requestId ? brought : undefined;
      const typed = COMMAND.exec(text?.trim() ?? '')?.groups?.['name'];
      // Telegram allows no dash in a command, people type it all the same.
      if (typed !== undefined && hasCommand(typed.toLowerCase().replaceAll('-', '_')))
        return undefined;
      const ageMs = now() - wait.askedAtMs;
      if (ageMs <= WAIT_MS) return brought;
      return ageMs <= LATE_MS && text !== undefined && isWord(text) ? brought : undefined;
    },
    hold: (requestId, held) => void all.set(requestId, held),
    held: (requestId) => all.get(requestId),
    release: (requestId) => void all.delete(requestId),
    waitOf,
    wait: (conversationId, wait) =>
      settings.set(keyOf(conversationId), wait === undefined ? null : { ...wait }),
  };
}

function isWord(text: string): boolean {
  const word = text.trim();
  return word.length >= MIN_LATE_CHARS && !/\s/u.test(word);
}

function keyOf(conversationId: string): string {
  return `secret-wait:${conversationId}`;
}
