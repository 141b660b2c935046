import type { Message } from '@grammyjs/types';
import { knownUser } from '../text/mentions.ts';
import { refusal } from '../refusal.ts';
import { budgetOf, checkMayWrite, findRoom, GENERAL_TOPIC_ID } from '../chats/rooms.ts';
import { finishText, MAX_TEXT, parseText } from '../text/text.ts';
import { METHODS } from '../request/methods.generated.ts';
import { emit } from '../world.ts';
import { deliver } from './deliver.ts';
import type { Call, Handlers } from './handler.ts';
import { readLinkPreview } from './link-preview.ts';

const CHAT_ACTIONS = METHODS['sendChatAction']?.['action']?.oneOf ?? [];

/** Methods that put something new into a chat. */
export const sending: Handlers = {
  sendMessage(call) {
    const finish = readText(call);
    return deliver(call, finish);
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
    const kind = budgetOf(room);
    world.limits.take({ botId: bot.user.id, room: room.key, kind, what: 'action' });
    const topic = topicId === 0 ? {} : { topicId };
    emit(world, { kind: 'action', room: room.key, action, ...topic });
    return true;
  },
};

/** Checks the text as far as it goes without the chat; the result does the rest. */
export function readText({
  world,
  bot,
  args,
}: Call): () => Pick<Message, 'text' | 'entities' | 'link_preview_options'> {
  const preview = readLinkPreview(args.json('link_preview_options'));
  const text = args.string('text') ?? '';
  if (text === '') throw refusal('Message text is empty');
  const parseMode = args.string('parse_mode');
  const parsed = parseText({ text, parseMode, entities: args.json('entities') });
  return () => {
    const userOf = knownUser(world, bot);
    const limit = { max: MAX_TEXT, tooLong: 'Message is too long', isOptional: false, userOf };
    const finished = finishText(parsed, limit);
    const entities = [...finished.entities];
    return {
      text: finished.text,
      ...(entities.length > 0 ? { entities } : {}),
      ...(preview ? { link_preview_options: preview } : {}),
    };
  };
}
