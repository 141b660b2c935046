import type { Message } from '@grammyjs/types';
import { isDeepStrictEqual } from 'node:util';
import { checkReplyMarkup, readReplyMarkup } from '../keyboards/keyboard.ts';
import type { MediaKind } from '../chats/media.ts';
import { changedMessage, changeMessage, findMessage, hasCaption } from '../chats/messages.ts';
import { refusal } from '../refusal.ts';
import { readRichMessage } from '../rich/read-rich-message.ts';
import { budgetOf, checkIsMember, findRoom } from '../chats/rooms.ts';
import { captionOf, readCaption } from './caption.ts';
import type { Call, Handlers } from './handler.ts';
import { readInputMedia } from './input-media.ts';
import { readText } from './send.ts';
import { refuseUnbuilt } from './unbuilt.ts';

const NOT_MODIFIED =
  'message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message';
/** Media that an edit replaces; of an animation, `document` is only the old name. */
const MEDIA = ['animation', 'audio', 'document', 'photo', 'video'] as const;

/** Methods that change what a chat shows already. */
export const editing: Handlers = {
  editMessageText(call) {
    const finish = readNewText(call);
    return edit(call, (message) => {
      if (message.text === undefined && message.rich_message === undefined)
        throw refusal('there is no text in the message to edit');
      return finish(message);
    });
  },

  editMessageCaption(call) {
    const finish = readCaption(captionOf(call.args), call);
    return edit(call, (message) => {
      // [TD] MessagesManager.cpp, edit_message_caption.
      if (!hasCaption(message)) throw refusal('There is no caption in the message to edit');
      const isAbove = call.args.flag('show_caption_above_media');
      return { caption: '', ...finish(), ...(isAbove ? { show_caption_above_media: true } : {}) };
    });
  },

  editMessageMedia(call) {
    // [S] get_required_string_arg; then get_input_media.
    const media = readInputMedia(call, call.args.json('media'), { isAlbum: false });
    return edit(call, (message) => {
      checkNewMedia(message, media.kind);
      return media.make();
    });
  },

  editMessageReplyMarkup: (call) => edit(call, () => ({})),
};

/** A text, or a rich message; either may take the place of the other. */
function readNewText(call: Call): (message: Message) => Partial<Message> {
  const { args } = call;
  if (args.json('rich_message') === undefined) return readText(call);
  if (args.string('text') !== undefined)
    throw refusal('text and rich_message exclude each other (the emulator is strict here)');
  const finish = readRichMessage(call, { isDraft: false });
  return ({ chat }) => ({ rich_message: finish(chat.type === 'private') });
}

/**
 * Edits a message as every such method does, in Telegram's order of refusals. `makeContent` says
 * what changes, given what the message is now; no fields are no change but the keyboard's.
 */
function edit(call: Call, makeContent: (message: Message) => Partial<Message>): Message {
  const { world, bot, args } = call;
  const markup = readReplyMarkup(args.json('reply_markup'));
  refuseUnbuilt(call);
  if (args.chat('chat_id') === undefined && !args.integer('message_id'))
    throw refusal('Message identifier is not specified');
  const room = findRoom(world, bot, args.chat('chat_id'));
  checkIsMember(room, bot);
  const stored = findMessage(room, args.integer('message_id'), 'message to edit');
  const { message } = stored;
  // [TD] MessagesManager.cpp, can_edit_message.
  const isRepeated = message.forward_origin !== undefined;
  if (message.from?.id !== bot.user.id || stored.hasOtherKeyboard || isRepeated)
    throw refusal("message can't be edited");
  const content = makeContent(message);
  const isPrivate = room.person !== undefined;
  const keyboard = checkReplyMarkup(markup, { isPrivate, isEdit: true });
  world.limits.take({ botId: bot.user.id, room: room.key, kind: budgetOf(room), what: 'edit' });
  const isSame = isDeepStrictEqual(changedMessage(message, content, keyboard), message);
  if (isSame) throw refusal(NOT_MODIFIED);
  return changeMessage(world, room, stored, content, keyboard);
}

/** [TD] edit_message_media: what has none stays as it is, and an album keeps its kind. */
function checkNewMedia(message: Message, kind: MediaKind): void {
  const old = MEDIA.find((name) => name in message);
  const isText = 'text' in message || 'rich_message' in message;
  if (!old && !isText) throw refusal("message media can't be edited");
  if (message.media_group_id === undefined || !old || old === kind) return;
  const isVisual = [old, kind].every((name) => name === 'photo' || name === 'video');
  if (!isVisual) throw refusal("Can't change media type in the album");
}
