import type { OutboxEntry } from '#ports/store/port.ts';
import type { Limits } from '../limits.ts';
import type { Outcome } from '../api.ts';
import { createBlock, createBudget, type Block, type Budget } from './budget.ts';
import { envelopeOf, type Body, type Envelope } from './envelope.ts';
import { createTurns, type Turns } from './turns.ts';

/** A durable entry on its way. */
export interface Job {
  readonly entry: OutboxEntry;
  /** As it goes: not that of `entry` any more once `isPlainly`. */
  method: string;
  envelope: Envelope;
  /** The chat takes no rich message: goes as `plainly` of its first envelope. */
  isPlainly: boolean;
  /** When this run heard of it. */
  readonly addedAtMs: number;
  /** Telegram may have got it already: nobody knows. */
  mayBeDone: boolean;
  /** Tries that Telegram may have got and did not answer. */
  lostAnswers: number;
  /** Telegram refused the entities: goes as plain text. */
  isPlain: boolean;
  /** Telegram refused the topic: goes to the chat itself. */
  isTopicLost: boolean;
  /** Of an edit whose message never went out: goes as a message of its own. */
  isInstead: boolean;
  /** The file never gets through: goes as the text that says so. */
  isFileLost: boolean;
  /** Telegram refused the picture: goes as a document. */
  isDocument: boolean;
  /** What Telegram answered and the store does not know yet. */
  answer?: { readonly outcome: Outcome; readonly messageId?: number };
}

/** A cosmetic edit, or a draft; only the newest of a key counts. */
export interface Progress {
  /** Key of the entry whose message it edits. */
  readonly key: string;
  readonly chatId: number;
  /** Called only when it is this edit's turn; `undefined` when there is nothing to show any more. */
  render(): Promise<Body | undefined>;
  /** It is a draft of an answer: there is no message yet. */
  readonly draft?: {
    /** Bot API method for what `render` made last. */
    method(): string;
    /** Telegram said no. */
    refused(code: number, description: string): Promise<void>;
  };
}

/** Everything that waits for one chat. */
export interface Line {
  readonly chatId: number;
  /** Most urgent first. */
  readonly queue: Job[];
  readonly progress: Map<string, Progress>;
  /** The cosmetic edit under way, unless its message was closed meanwhile. */
  current: Progress | undefined;
  readonly budget: Budget;
  readonly turns: Turns;
  readonly progressEveryMs: number;
  isBusy: boolean;
  failures: number;
  readonly block: Block;
  readonly progressBlock: Block;
  cancelTimer: () => void;
}

export function createLine(chatId: number, limits: Limits): Line {
  const isGroup = chatId < 0;
  const rate = isGroup ? limits.group : limits.private;
  const budget = createBudget(rate);
  return {
    chatId,
    queue: [],
    progress: new Map(),
    current: undefined,
    budget,
    turns: createTurns(budget, rate),
    progressEveryMs: isGroup ? limits.groupProgressMs : limits.privateProgressMs,
    isBusy: false,
    failures: 0,
    block: createBlock(),
    progressBlock: createBlock(),
    cancelTimer: () => undefined,
  };
}

export function createJob(entry: OutboxEntry, mayBeDone: boolean, addedAtMs: number): Job {
  return {
    entry,
    method: entry.method,
    envelope: envelopeOf(entry),
    isPlainly: false,
    addedAtMs,
    mayBeDone,
    lostAnswers: 0,
    isPlain: false,
    isTopicLost: false,
    isInstead: false,
    isFileLost: false,
    isDocument: false,
  };
}

/** Puts `job` behind everything that is as urgent. */
export function enqueue(queue: Job[], job: Job): void {
  const at = queue.findLastIndex((other) => other.entry.priority <= job.entry.priority);
  queue.splice(at + 1, 0, job);
}

/** Takes `job` out, wherever it stands. */
export function dequeue(queue: Job[], job: Job): void {
  const at = queue.indexOf(job);
  if (at >= 0) queue.splice(at, 1);
}
