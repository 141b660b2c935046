import type { Message, TextQuote } from '@grammyjs/types';
import type { FormattedText } from '../text/html.ts';
import { fieldReader, isFields } from '../keyboards/fields.ts';
import { refusal } from '../refusal.ts';
import { findQuote } from '../text/quote.ts';
import { parseText } from '../text/text.ts';
import type { Room } from '../world.ts';
import type { Call } from './handler.ts';

/** What a new message says it replies to. */
export interface Reply {
  readonly messageId: number;
  readonly chatId: number | string | undefined;
  readonly isOptional: boolean;
  readonly quote: FormattedText;
  readonly quotePosition: number;
}

/** What the reply adds to the new message. */
export interface Replied {
  readonly replyTo?: Message;
  readonly quote?: TextQuote;
}

/** Reads `reply_parameters` or its predecessor. @throws {Refusal} [S] get_reply_parameters */
export function readReply({ args }: Call): Reply | undefined {
  const given = args.json('reply_parameters');
  const plain = { chatId: undefined, quote: { text: '', entities: [] }, quotePosition: 0 };
  if (given === undefined) {
    const messageId = args.integer('reply_to_message_id');
    return messageId ? { ...plain, messageId, isOptional: false } : undefined;
  }
  if (!isFields(given)) throw refusal('Object expected as reply parameters');
  if (Object.keys(given).length === 0) return undefined;
  const read = fieldReader(given, '');
  const { message_id: named, quote_position: position } = given;
  // [TD] JsonObject::get_required_int_field reads a number in quotes too.
  const messageId = typeof named === 'string' && /^-?\d+$/u.test(named) ? Number(named) : named;
  if (messageId === undefined) throw read.fail('Can\'t find field "message_id"');
  if (!Number.isInteger(messageId)) throw read.fail('Field "message_id" must be of type Number');
  return {
    messageId: messageId as number,
    chatId: given['chat_id'] as number | string | undefined,
    isOptional: read.flag('allow_sending_without_reply'),
    quote: parseText({
      text: read.optionalText('quote') ?? '',
      parseMode: read.optionalText('quote_parse_mode'),
      entities: given['quote_entities'],
    }),
    quotePosition: Number.isInteger(position) ? (position as number) : 0,
  };
}

/** Finds what the message replies to, and its quote in it. @throws {Refusal} */
export function findReplied(room: Room, reply: Reply | undefined): Replied {
  if (!reply) return {};
  const { chatId } = reply;
  const isHere = chatId === undefined || String(chatId) === String(room.chat.id);
  if (!isHere) throw refusal('Replies to another chat are not supported by this emulator');
  const found = room.messages.find(({ message }) => message.message_id === reply.messageId);
  if (!found && !reply.isOptional) throw refusal('message to be replied not found');
  if (!found) return {};
  if (reply.quote.text === '') return { replyTo: found.message };
  const { text, entities } = reply.quote;
  const wanted = { text, entities, near: reply.quotePosition };
  return { replyTo: found.message, quote: findQuote(found.message, wanted) };
}
