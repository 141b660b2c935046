import { plain, type CardFile } from '#kernel/card.ts';
import type { Place } from '#kernel/conversation.ts';
import type { Say } from '#kernel/language.ts';
import type { Json, OutboxEntry } from '#ports/store/port.ts';
import type { Messages } from './messages.ts';
import { envelopeOf, toEntry, type Alternative, type Body } from './outbox/envelope.ts';
import { render } from './render/render.ts';
import { safeText } from './render/safe-text.ts';
import type { Rich } from './render/rich.ts';

interface TextOptions {
  readonly priority: number;
  readonly markup: Json | undefined;
  readonly isSilent: boolean;
  /** Key of the entry whose message the text replaces. */
  readonly edits?: string;
}

interface MessageOptions extends TextOptions {
  /** Key of the message with that number, from 1. */
  readonly keyAt: (number: number) => string;
}

/** Outbox entries for one place, in one language. */
export interface Entries {
  /** The parameters that show `text`, in a new message or an old one. */
  body(text: Rich, markup: Json | undefined): Body;
  text(key: string, text: Rich, options: TextOptions): OutboxEntry;
  /** Texts, the keyboard on the last of them, then documents; only the first message rings. */
  messages(messages: Messages, options: MessageOptions): OutboxEntry[];
}

export function createEntries({ chatId, topicId }: Place, say: Say): Entries {
  const topic: Body = topicId === undefined ? {} : { message_thread_id: topicId };
  const notes = {
    mark: render(say('telegram-maybe-duplicate')).text,
    topicLost: render(say('telegram-topic-lost')).text,
  };

  const body = (text: Rich, markup: Json | undefined): Body => ({
    text: text.text,
    ...(text.entities.length > 0 && { entities: text.entities as unknown as Json }),
    link_preview_options: { is_disabled: true },
    ...(markup !== undefined && { reply_markup: markup }),
  });

  const text: Entries['text'] = (key, rich, { priority, markup, isSilent, edits }) => {
    const place: Body = { ...topic, ...(isSilent && { disable_notification: true }) };
    const content = body(rich, markup);
    if (edits === undefined)
      return toEntry(
        { key, chatId, method: 'sendMessage', priority },
        { body: { ...content, ...place }, ...notes },
      );
    return toEntry(
      { key, chatId, method: 'editMessageText', priority },
      { body: content, instead: place, edits, ...notes },
    );
  };

  const fileLost = ({ name }: CardFile): string =>
    render(say('telegram-file-failed', { name: plain(name) })).text;

  const document = (key: string, file: CardFile, priority: number, isSilent: boolean) =>
    toEntry(
      { key, chatId, method: 'sendDocument', priority },
      {
        body: { ...topic, ...(isSilent && { disable_notification: true }) },
        file: { name: fileName(file), base64: Buffer.from(file.content).toString('base64') },
        fileLost: fileLost(file),
        ...notes,
      },
    );

  const plainly: Entries['messages'] = (
    { texts, files },
    { keyAt, priority, markup, isSilent, edits },
  ) => {
    const last = texts.length - 1;
    return [
      ...texts.map((one, at) =>
        text(keyAt(at + 1), one, {
          priority,
          markup: at === last ? markup : undefined,
          isSilent: isSilent || at > 0,
          ...(at === 0 && edits !== undefined && { edits }),
        }),
      ),
      ...files.map((file, at) => {
        const number = texts.length + at + 1;
        return document(keyAt(number), file, priority, isSilent || number > 1);
      }),
    ];
  };

  return {
    body,
    text,
    messages(messages, options) {
      const { texts, files, rich } = messages;
      if (!rich) return plainly(messages, options);
      const key = options.keyAt(1);
      const answer = { texts, files: files.slice(0, rich.answerFiles) };
      const instead = plainly(answer, {
        ...options,
        keyAt: (number) => (number === 1 ? key : alternativeKey(key, number)),
      });
      const { priority, markup, isSilent, edits } = options;
      const place: Body = { ...topic, ...(isSilent && { disable_notification: true }) };
      const content: Body = {
        rich_message: { blocks: rich.blocks as unknown as Json },
        ...(markup !== undefined && { reply_markup: markup }),
      };
      const alternatives = { plainly: instead.map(toAlternative), ...notes };
      const whole =
        edits === undefined
          ? toEntry(
              { key, chatId, method: 'sendRichMessage', priority },
              { body: { ...content, ...place }, ...alternatives },
            )
          : toEntry(
              { key, chatId, method: 'editMessageText', priority },
              { body: content, instead: place, edits, ...alternatives },
            );
      const others = files.slice(rich.answerFiles);
      return [
        whole,
        ...others.map((file, at) => document(options.keyAt(at + 2), file, priority, true)),
      ];
    },
  };
}

/** The key of a further message when the rich one of `key` goes as several plain ones. */
export function alternativeKey(key: string, number: number): string {
  return `${key}/${number}`;
}

function toAlternative(entry: OutboxEntry): Alternative {
  return { key: entry.key, method: entry.method, envelope: envelopeOf(entry) };
}

function fileName({ name }: CardFile): string {
  return (
    safeText(name)
      .replaceAll(/[/\\\n\t]/gu, '_')
      .slice(0, 128)
      .toWellFormed() || 'file'
  );
}
