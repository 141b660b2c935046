import { createHash } from 'node:crypto';
import type { Conversation, Place } from '#kernel/conversation.ts';
import type { Json } from '#ports/store/port.ts';
import type { Clock } from './clock.ts';
import { toProgressText, toRichBlocks } from './messages.ts';
import type { Body } from './outbox/envelope.ts';
import { isAboutContent } from './outbox/judge.ts';
import type { Outbox } from './outbox/outbox.ts';
import type { RichChats } from './rich-chats.ts';

/** Answers that are being written, shown as Telegram's drafts. Nothing of them is kept. */
export interface Drafts {
  /** Shows `text` as the answer so far; only the newest of a key counts. */
  write(conversation: Conversation, key: string, text: string): void;
  /** The answer of `key` goes as a message, or not at all. */
  end(key: string): void;
  /** A person stopped the draft: nothing more is shown under its number. */
  stopped(place: Place, draftId: number): void;
  /** Ends all. */
  stop(): void;
}

interface DraftOptions {
  readonly outbox: Pick<Outbox, 'progress' | 'dropProgress'>;
  readonly rich: Pick<RichChats, 'works' | 'refused'>;
  readonly clock: Clock;
  readonly commands: ReadonlySet<string>;
}

interface Open {
  readonly conversation: Conversation;
  readonly draftId: number;
  text: string;
  /** When it may be drawn again. */
  notBeforeMs: number;
  /** A later drawing is on its way; it shows whatever the text is then. */
  isHeld: boolean;
  cancel: () => void;
}

/** A draft shows for 30 seconds, [T] sendMessageDraft. */
const KEEP_ALIVE_MS = 20_000;
/** Of an answer that is too long for a rich draft, its end: what is being written now. */
const PLAIN_END = 3_500;
/** The whole text is taken apart for each drawing: so long a long one waits for the next. */
const MS_PER_CHARACTER = 0.125;
const SHORT_CHARACTERS = 4_000;
const LONGEST_PAUSE_MS = 5_000;
/** Stopped drafts that are remembered, and chats whose server knows no drafts. */
const MAX_REMEMBERED = 1_000;

export function createDrafts({ outbox, rich, clock, commands }: DraftOptions): Drafts {
  const open = new Map<string, Open>();
  const stopped = new Set<string>();
  const without = new Set<number>();

  const remember = <Value>(set: Set<Value>, value: Value): void => {
    const [oldest] = set;
    if (set.size >= MAX_REMEMBERED && oldest !== undefined) set.delete(oldest);
    set.add(value);
  };

  const end = (key: string): void => {
    const one = open.get(key);
    if (!one) return;
    one.cancel();
    open.delete(key);
    outbox.dropProgress(one.conversation.chatId, draftKey(key));
  };

  const send = (key: string, one: Open): void => {
    const { chatId, topicId } = one.conversation;
    one.cancel();
    one.isHeld = false;
    one.notBeforeMs = clock.now() + pauseMs(one.text);
    one.cancel = clock.after(KEEP_ALIVE_MS, () => send(key, one));
    let isRich = false;
    outbox.progress({
      key: draftKey(key),
      chatId,
      render: async (): Promise<Body> => {
        const blocks = (await rich.works(chatId)) ? toRichBlocks(one.text, commands) : undefined;
        isRich = blocks !== undefined;
        return {
          draft_id: one.draftId,
          can_stop: true,
          ...(topicId !== undefined && { message_thread_id: topicId }),
          ...(blocks ? { rich_message: { blocks: blocks as unknown as Json } } : plainOf(one.text)),
        };
      },
      draft: {
        method: () => (isRich ? 'sendRichMessageDraft' : 'sendMessageDraft'),
        async refused(code, description) {
          // It is about the chat or the topic: another time, or another answer, may get through.
          if (!isAboutContent(code, description)) {
            remember(stopped, nameOf(one.conversation, one.draftId));
            return end(key);
          }
          if (isRich) {
            await rich.refused(chatId);
            if (open.get(key) === one) send(key, one);
            return;
          }
          remember(without, chatId);
          end(key);
        },
      },
    });
  };

  const plainOf = (text: string): Body => {
    const { text: letters, entities } = toProgressText({ text: text.slice(-PLAIN_END) }, commands);
    return { text: letters, entities: entities as unknown as Json };
  };

  return {
    write(conversation, key, text) {
      const { chatId } = conversation;
      const draftId = draftIdOf(key);
      if (text.trim() === '' || without.has(chatId) || stopped.has(nameOf(conversation, draftId)))
        return;
      const one = open.get(key) ?? opened(conversation, draftId);
      if (open.has(key) && one.text === text) return;
      one.text = text;
      open.set(key, one);
      if (one.isHeld) return;
      const waitMs = Math.min(one.notBeforeMs - clock.now(), LONGEST_PAUSE_MS);
      if (waitMs <= 0) return send(key, one);
      one.isHeld = true;
      one.cancel();
      one.cancel = clock.after(waitMs, () => send(key, one));
    },
    end,
    stopped(place, draftId) {
      remember(stopped, nameOf(place, draftId));
      for (const [key, one] of open)
        if (one.draftId === draftId && one.conversation.chatId === place.chatId) end(key);
    },
    stop() {
      for (const key of open.keys()) end(key);
    },
  };
}

function opened(conversation: Conversation, draftId: number): Open {
  return {
    conversation,
    draftId,
    text: '',
    notBeforeMs: 0,
    isHeld: false,
    cancel: () => undefined,
  };
}

function pauseMs({ length }: string): number {
  return length <= SHORT_CHARACTERS ? 0 : Math.min(length * MS_PER_CHARACTER, LONGEST_PAUSE_MS);
}

function draftKey(key: string): string {
  return `${key}:draft`;
}

/** The same after a restart; never 0, which Telegram refuses. */
function draftIdOf(key: string): number {
  return createHash('sha256').update(key).digest().readUInt32BE() >>> 1 || 1;
}

function nameOf({ chatId, topicId = 0 }: Place, draftId: number): string {
  return `${chatId}/${topicId}/${draftId}`;
}
