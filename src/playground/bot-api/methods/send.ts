import type { Message } from '@grammyjs/types';
import { type StoredFile, toDocument, type Upload } from '../files.ts';
import { imageSize } from '../image.ts';
import { refusal } from '../refusal.ts';
import { checkMayWrite, findRoom, GENERAL_TOPIC_ID } from '../rooms.ts';
import { finishText, MAX_CAPTION, MAX_TEXT, parseText } from '../text.ts';
import { METHODS } from '../methods.generated.ts';
import { emit } from '../world.ts';
import { deliver } from './deliver.ts';
import type { Call, Handlers } from './handler.ts';

const MAX_DOCUMENT_BYTES = 50 * 1024 * 1024;
const MAX_PHOTO_BYTES = 10 * 1024 * 1024;
const CHAT_ACTIONS = METHODS['sendChatAction']?.['action']?.oneOf ?? [];

/** Methods that put something new into a chat. */
export const sending: Handlers = {
  sendMessage(call) {
    const finish = readText(call);
    return deliver(call, finish);
  },

  sendDocument(call) {
    const given = readFile(call, 'document');
    const finish = readCaption(call);
    return deliver(call, () => {
      const file = keep(call, given, 'documents', MAX_DOCUMENT_BYTES);
      return { document: toDocument(file), ...finish() };
    });
  },

  sendPhoto(call) {
    const given = readFile(call, 'photo');
    const finish = readCaption(call);
    return deliver(call, () => {
      const file = keep(call, given, 'photos', MAX_PHOTO_BYTES);
      const size = imageSize(file.bytes);
      if (!size) throw refusal('IMAGE_PROCESS_FAILED');
      const { file_id, file_unique_id, bytes } = file;
      return {
        photo: [{ file_id, file_unique_id, ...size, file_size: bytes.length }],
        ...finish(),
      };
    });
  },

  sendChatAction(call) {
    const { world, bot, args } = call;
    const action = args.string('action') ?? '';
    if (!CHAT_ACTIONS.includes(action)) throw refusal('Wrong parameter action in request');
    const room = findRoom(world, bot, args.chat('chat_id'));
    checkMayWrite(room, bot);
    const topicId = args.integer('message_thread_id') ?? 0;
    if (topicId > GENERAL_TOPIC_ID && !room.topics.has(topicId))
      throw refusal('message thread not found');
    const topic = topicId === 0 ? {} : { topicId };
    emit(world, { kind: 'action', room: room.key, action, ...topic });
    return true;
  },
};

/** Checks the text as far as it goes without the chat; the result does the rest. */
export function readText({ args }: Call): () => Pick<Message, 'text' | 'entities'> {
  const text = args.string('text') ?? '';
  if (text === '') throw refusal('Message text is empty');
  const parseMode = args.string('parse_mode');
  const parsed = parseText({ text, parseMode, entities: args.json('entities') });
  return () => {
    const limit = { max: MAX_TEXT, tooLong: 'Message is too long', isOptional: false };
    const finished = finishText(parsed, limit);
    const entities = [...finished.entities];
    return { text: finished.text, ...(entities.length > 0 ? { entities } : {}) };
  };
}

function readCaption({ args }: Call): () => Pick<Message, 'caption' | 'caption_entities'> {
  const text = args.string('caption') ?? '';
  const parseMode = args.string('parse_mode');
  const parsed = parseText({ text, parseMode, entities: args.json('caption_entities') });
  return () => {
    const limit = { max: MAX_CAPTION, tooLong: 'Message caption is too long', isOptional: true };
    const finished = finishText(parsed, limit);
    if (finished.text === '') return {};
    const entities = [...finished.entities];
    return {
      caption: finished.text,
      ...(entities.length > 0 ? { caption_entities: entities } : {}),
    };
  };
}

function readFile({ args }: Call, name: 'document' | 'photo'): Upload | string {
  const given = args.file(name);
  if (given === undefined || given === '') throw refusal(`There is no ${name} in the request`);
  return given;
}

function keep(
  { world, bot }: Call,
  given: Upload | string,
  folder: 'documents' | 'photos',
  maxBytes: number,
): StoredFile {
  if (typeof given === 'string') {
    if (/^https?:/iu.test(given)) throw refusal('Failed to get HTTP URL content');
    const known = world.files.find(bot.user.id, given);
    if (known) return known;
    throw refusal('Wrong remote file identifier specified: Wrong string length');
  }
  const { length } = given.bytes;
  if (length === 0) throw refusal('File must be non-empty');
  if (length > maxBytes && folder === 'documents') throw refusal('Request Entity Too Large', 413);
  if (length > maxBytes) {
    const limit = `the maximum size is ${maxBytes} bytes`;
    throw refusal(`File of size ${length} bytes is too big for a photo; ${limit}`);
  }
  return world.files.keep(bot.user.id, folder, given);
}
