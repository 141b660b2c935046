import { newAlbumId } from '../chats/album.ts';
import type { MediaDetails, MediaKind } from '../chats/media.ts';
import { refusal } from '../refusal.ts';
import { captionOf } from './caption.ts';
import { deliver, deliverAll } from './deliver.ts';
import type { Call, Handler, Handlers } from './handler.ts';
import { type InputMedia, readInputMedia, readMedia } from './input-media.ts';

/** [TD] MessagesManager.cpp, MAX_GROUPED_MESSAGES. */
const MAX_ALBUM = 10;
/** [TD] is_homogenous_media_group_content: albums of these hold nothing else. */
const KEEP_APART = new Set<MediaKind>(['audio', 'document']);
/** Stickers and video notes have no caption, and Telegram ignores one. */
const WITHOUT_CAPTION = new Set<MediaKind>(['sticker', 'video_note']);

/** Methods that send files, one or several. */
export const media: Handlers = {
  sendAnimation: sendMedia('animation'),
  sendAudio: sendMedia('audio'),
  sendDocument: sendMedia('document'),
  sendPhoto: sendMedia('photo'),
  sendSticker: sendMedia('sticker'),
  sendVideo: sendMedia('video'),
  sendVideoNote: sendMedia('video_note'),
  sendVoice: sendMedia('voice'),

  sendMediaGroup(call) {
    const items = readItems(call);
    return deliverAll(call, () => {
      const contents = items.map((item) => item.make());
      checkAlbum(items);
      const [, second] = contents;
      const id = { media_group_id: newAlbumId(call.world) };
      // [TD] send_message_group: a single item is a message outside any album.
      return second ? contents.map((content) => ({ ...content, ...id })) : contents;
    });
  },
};

function sendMedia(kind: MediaKind): Handler {
  return (call) => {
    const { args } = call;
    const given = args.file(kind);
    if (given === undefined || given === '')
      throw refusal(`There is no ${kind.replace('_', ' ')} in the request`);
    const { make } = readMedia(call, {
      kind,
      given,
      details: detailsOf(call),
      caption: WITHOUT_CAPTION.has(kind) ? undefined : captionOf(args),
      isCaptionAbove: args.flag('show_caption_above_media'),
      isSpoiler: args.flag('has_spoiler'),
    });
    return deliver(call, make);
  };
}

function detailsOf({ args }: Call): MediaDetails {
  // [S] get_input_thumbnail: a thumbnail that is no upload is not looked at.
  const thumbnail = args.file('thumbnail');
  return {
    durationSeconds: args.integer('duration'),
    width: args.integer('width') ?? args.integer('length'),
    height: args.integer('height'),
    performer: args.string('performer'),
    title: args.string('title'),
    emoji: args.string('emoji'),
    thumbnail: typeof thumbnail === 'string' ? undefined : thumbnail,
  };
}

function readItems(call: Call): InputMedia[] {
  const items = call.args.json('media') as readonly unknown[];
  return items.map((item) => readInputMedia(call, item, { isAlbum: true }));
}

/** [TD] check_message_group_message_contents. */
function checkAlbum(items: readonly InputMedia[]): void {
  if (items.length === 0) throw refusal('There are no messages to send');
  if (items.length > MAX_ALBUM) throw refusal('Too many messages to send as an album');
  const placed = new Set(
    items.filter(({ kind }) => !KEEP_APART.has(kind)).map((it) => it.isCaptionAbove),
  );
  if (placed.size > 1)
    throw refusal('Parameter show_caption_above_media must be the same for all messages');
  const kinds = new Set(items.map(({ kind }) => kind));
  const apart = [...kinds].find((kind) => KEEP_APART.has(kind));
  if (apart && kinds.size > 1) {
    const name = apart === 'audio' ? 'Audio' : 'Document';
    throw refusal(`${name} can't be mixed with other media types`);
  }
}
