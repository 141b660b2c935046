import type { Message, MessageId } from '@grammyjs/types';
import { newAlbumId } from '../chats/album.ts';
import { contentOf, findMessage, hasCaption, isServiceMessage } from '../chats/messages.ts';
import { refusal } from '../refusal.ts';
import { forwardOf } from '../chats/repeat.ts';
import { checkIsMember, findRoom } from '../chats/rooms.ts';
import type { Room } from '../world.ts';
import { captionOf, readCaption } from './caption.ts';
import { deliver, deliverAll } from './deliver.ts';
import type { Call, Handlers } from './handler.ts';
import { readMessageIds } from './message-ids.ts';

/** Methods that repeat messages, with or without telling whose they were. */
export const copying: Handlers = {
  copyMessage(call): MessageId {
    const { args } = call;
    // A caption that is given takes the old one's place, an empty one too.
    const finish = args.isGiven('caption') ? readCaption(captionOf(args), call) : undefined;
    const original = findOriginal(call, 'message to copy');
    const { message_id } = deliver(call, () => {
      if (!isCopyable(original)) throw refusal("the message can't be copied");
      const { caption: _, caption_entities: __, ...bare } = contentOf(original);
      const isAbove = finish && args.flag('show_caption_above_media');
      if (!finish || !hasCaption(original)) return contentOf(original);
      return { ...bare, ...finish(), ...(isAbove ? { show_caption_above_media: true } : {}) };
    });
    return { message_id };
  },

  copyMessages(call): MessageId[] {
    const isBare = call.args.flag('remove_caption');
    return repeat(call, (original) => {
      if (!isCopyable(original)) return undefined;
      const { caption: _, caption_entities: __, ...bare } = contentOf(original);
      return isBare ? bare : contentOf(original);
    });
  },

  forwardMessage(call) {
    const original = findOriginal(call, 'message to forward');
    return deliver(call, () => {
      if (!isForwardable(original)) throw refusal("the message can't be forwarded");
      return forwardOf(original);
    });
  },

  forwardMessages: (call): MessageId[] =>
    repeat(call, (original) => (isForwardable(original) ? forwardOf(original) : undefined)),
};

function findOriginal(call: Call, what: string): Message {
  return findMessage(source(call), call.args.integer('message_id'), what).message;
}

function source({ world, bot, args }: Call): Room {
  const room = findRoom(world, bot, args.chat('from_chat_id'));
  checkIsMember(room, bot);
  return room;
}

/** [TD] forward_messages_impl: what cannot be repeated is left out, and something must be left. */
function repeat(
  call: Call,
  makeContent: (original: Message) => Partial<Message> | undefined,
): MessageId[] {
  const ids = readMessageIds(call.args);
  const messages = deliverAll(call, () => {
    const isRising = ids.every((id, index) => index === 0 || id > (ids[index - 1] ?? 0));
    if (!isRising) throw refusal('Message identifiers must be in a strictly increasing order');
    const { messages: known } = source(call);
    const originals = known.filter(({ message }) => ids.includes(message.message_id));
    const contents = originals.flatMap(({ message }) => {
      const content = makeContent(message);
      return content ? [{ content, album: message.media_group_id }] : [];
    });
    if (contents.length === 0) throw refusal('There are no messages to forward');
    return regroup(call, contents);
  });
  return messages.map(({ message_id }) => ({ message_id }));
}

/** [TD] get_forwarded_messages: two or more of one album are an album again. */
function regroup(
  { world }: Call,
  contents: readonly { readonly content: Partial<Message>; readonly album: string | undefined }[],
): Partial<Message>[] {
  const albums = new Map<string, string>();
  return contents.map(({ content, album }) => {
    const isAlbum = album && contents.filter((other) => other.album === album).length > 1;
    if (!isAlbum) return content;
    const fresh = albums.get(album) ?? newAlbumId(world);
    albums.set(album, fresh);
    return { ...content, media_group_id: fresh };
  });
}

function isCopyable(message: Message): boolean {
  return !isServiceMessage(message);
}

/** [TD] can_forward_message; a bot may copy what is protected, and not forward it. */
function isForwardable(message: Message): boolean {
  return !isServiceMessage(message) && message.has_protected_content !== true;
}
