import { plain, type CardFile } from '#kernel/card.ts';
import type { Conversation } from '#kernel/conversation.ts';
import type { Say } from '#kernel/language.ts';
import type { Json, OutboxEntry } from '#ports/store/port.ts';
import { MAX_CAPTION_CODE_POINTS, type Messages } from './messages.ts';
import { envelopeOf, toEntry, type Alternative, type Body } from './outbox/envelope.ts';
import { render } from './render/render.ts';
import { safeText } from './render/safe-text.ts';
import type { Rich } from './render/rich.ts';
import { split } from './render/split.ts';

interface TextOptions {
  readonly priority: number;
  readonly markup: Json | undefined;
  readonly isSilent: boolean;
  /** Key of the entry whose message the text replaces. */
  readonly edits?: string;
  /** `true`: that message is a photo, whose text is its caption. */
  readonly isCaption?: boolean;
}

interface MessageOptions extends TextOptions {
  /** Key of the message with that number, from 1. */
  readonly keyAt: (number: number) => string;
}

/** Outbox entries for one conversation, in its language. */
export interface Entries {
  /** The parameters that show `text`, in a new message or an old one. */
  body(text: Rich, markup: Json | undefined): Body;
  text(key: string, text: Rich, options: TextOptions): OutboxEntry;
  /** Texts, the keyboard on the last of them, then files; only the first message rings. */
  messages(messages: Messages, options: MessageOptions): OutboxEntry[];
}

export function createEntries({ chatId, topicId, actorId }: Conversation, say: Say): Entries {
  const topic: Body = topicId === undefined ? {} : { message_thread_id: topicId };
  const shared = {
    forId: actorId,
    mark: render(say('telegram-maybe-duplicate')).text,
    topicLost: render(say('telegram-topic-lost')).text,
  };

  const body = (text: Rich, markup: Json | undefined): Body => ({
    text: text.text,
    ...(text.entities.length > 0 && { entities: text.entities as unknown as Json }),
    link_preview_options: { is_disabled: true },
    ...(markup !== undefined && { reply_markup: markup }),
  });

  const text: Entries['text'] = (key, rich, { priority, markup, isSilent, edits, isCaption }) => {
    const place: Body = { ...topic, ...(isSilent && { disable_notification: true }) };
    const content = body(rich, markup);
    if (edits === undefined)
      return toEntry(
        { key, chatId, method: 'sendMessage', priority },
        { body: { ...content, ...place }, ...shared },
      );
    if (isCaption)
      return toEntry(
        { key, chatId, method: 'editMessageCaption', priority },
        { body: captioned(rich, markup), instead: place, edits, ...shared },
      );
    return toEntry(
      { key, chatId, method: 'editMessageText', priority },
      { body: content, instead: place, edits, ...shared },
    );
  };

  const fileLost = ({ name }: CardFile): string =>
    render(say('telegram-file-failed', { name: plain(name) })).text;

  const attachment = (
    key: string,
    file: CardFile,
    { priority, isSilent }: Pick<TextOptions, 'priority' | 'isSilent'>,
    caption: Body = {},
  ) =>
    toEntry(
      { key, chatId, method: file.kind === 'photo' ? 'sendPhoto' : 'sendDocument', priority },
      {
        body: { ...topic, ...(isSilent && { disable_notification: true }), ...caption },
        file: { name: fileName(file), base64: Buffer.from(file.content).toString('base64') },
        fileLost: fileLost(file),
        ...shared,
      },
    );

  const plainly: Entries['messages'] = (
    { texts, files },
    { keyAt, priority, markup, isSilent, edits, isCaption = false },
  ) => {
    const last = texts.length - 1;
    return [
      ...texts.map((one, at) =>
        text(keyAt(at + 1), one, {
          priority,
          markup: at === last ? markup : undefined,
          isSilent: isSilent || at > 0,
          ...(at === 0 && edits !== undefined && { edits, isCaption }),
        }),
      ),
      ...files.map((file, at) => {
        const number = texts.length + at + 1;
        return attachment(keyAt(number), file, { priority, isSilent: isSilent || number > 1 });
      }),
    ];
  };

  return {
    body,
    text,
    messages(messages, options) {
      const { texts, files, caption, rich } = messages;
      const [photo] = files;
      if (options.isCaption) return plainly(forCaption(messages), options);
      if (caption && photo && options.edits === undefined)
        return [attachment(options.keyAt(1), photo, options, captioned(caption, options.markup))];
      if (caption) return plainly(withoutCaption(messages), options);
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
      const alternatives = { plainly: instead.map(toAlternative), ...shared };
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
        ...others.map((file, at) =>
          attachment(options.keyAt(at + 2), file, { priority, isSilent: true }),
        ),
      ];
    },
  };
}

/** The key of a further message when the rich one of `key` goes as several plain ones. */
export function alternativeKey(key: string, number: number): string {
  return `${key}/${number}`;
}

function captioned({ text, entities }: Rich, markup: Json | undefined): Body {
  return {
    ...(text !== '' && { caption: text }),
    ...(entities.length > 0 && { caption_entities: entities as unknown as Json }),
    ...(markup !== undefined && { reply_markup: markup }),
  };
}

/** A message that is there gets no new picture: the text replaces its own, the picture follows. */
function withoutCaption({ texts, files, caption }: Messages): Messages {
  if (!caption) return { texts, files };
  return { texts: [caption.text === '' ? { text: '…', entities: [] } : caption], files };
}

/** What does not fit into a caption goes behind it. */
function forCaption(messages: Messages): Messages {
  const { texts, files } = withoutCaption(messages);
  const [first, ...others] = texts;
  if (!first) return { texts: [{ text: '…', entities: [] }], files };
  return { texts: [...split(first, MAX_CAPTION_CODE_POINTS), ...others], files };
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
