import { showDraft } from '../chats/drafts.ts';
import { knownUser } from '../text/mentions.ts';
import { refusal } from '../refusal.ts';
import { readRichMessage } from '../rich/read-rich-message.ts';
import { plainText } from '../rich/plain-text.ts';
import { budgetOf, checkMayWrite, checkTopic, findRoom } from '../chats/rooms.ts';
import { finishText, MAX_TEXT, parseText } from '../text/text.ts';
import type { Room } from '../world.ts';
import type { Call, Handlers } from './handler.ts';

/** What shows for a draft without text ([T] sendMessageDraft). */
const THINKING = 'Thinking…';

/** Answers that are still being written. */
export const drafting: Handlers = {
  sendMessageDraft(call) {
    const { world, bot, args } = call;
    const parsed = parseText({
      text: args.string('text') ?? '',
      parseMode: args.string('parse_mode'),
      entities: args.json('entities'),
    });
    const room = findDraftRoom(call);
    const { text, entities } = finishText(parsed, {
      max: MAX_TEXT,
      tooLong: 'Message is too long',
      isOptional: true,
      userOf: knownUser(world, bot),
    });
    return show(call, room, { text: text === '' ? THINKING : text, entities });
  },

  sendRichMessageDraft(call) {
    const finish = readRichMessage(call, { isDraft: true });
    const room = findDraftRoom(call);
    const rich = finish();
    return show(call, room, { text: plainText(rich.blocks), entities: [], rich });
  },
};

function findDraftRoom({ world, bot, args }: Call): Room {
  const room = findRoom(world, bot, args.chat('chat_id'));
  checkMayWrite(room, bot);
  // Seen by bots that tried it in groups; [T]: "Unique identifier for the target private chat".
  if (!room.person) throw refusal('TEXTDRAFT_PEER_INVALID');
  checkTopic(room, bot, args.integer('message_thread_id') || undefined);
  return room;
}

function show(
  { world, bot, args }: Call,
  room: Room,
  content: Pick<Parameters<typeof showDraft>[2], 'text' | 'entities' | 'rich'>,
): true {
  const draftId = args.integer('draft_id') ?? 0;
  if (draftId === 0) throw refusal('draft_id must be non-zero (the words are of the emulator)');
  const kind = budgetOf(room);
  world.limits.take({ botId: bot.user.id, room: room.key, kind, what: 'draft' });
  const topicId = args.integer('message_thread_id') || undefined;
  showDraft(world, room, {
    draftId,
    ...content,
    ...(topicId === undefined ? {} : { topicId }),
    canStop: args.flag('can_stop'),
    ...(args.flag('keep_on_stop') ? { keepsOnStop: true } : {}),
  });
  return true;
}
