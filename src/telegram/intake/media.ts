import type { Message } from 'grammy/types';
import type { Media } from '#dispatch/request.ts';

/** Fields that make a message something a person sent; an animation comes with a document too. */
const KINDS = [
  'animation',
  'document',
  'photo',
  'video',
  'video_note',
  'audio',
  'voice',
  'sticker',
  'live_photo',
  'venue',
  'location',
  'contact',
  'poll',
  'dice',
  'game',
  'checklist',
  'story',
  'paid_media',
  'rich_message',
] as const;

/** What a message without text carries; `undefined` for service messages. */
export function toMedia(message: Message): Media | undefined {
  const what = KINDS.find((kind) => kind in message);
  if (what === undefined) return undefined;
  const content: unknown = message[what];
  // Of a photo Telegram sends every size, the largest last.
  const file = (Array.isArray(content) ? content.at(-1) : content) as File | undefined;
  return {
    what,
    ...(typeof file?.file_id === 'string' && { fileId: file.file_id }),
    ...(typeof file?.file_name === 'string' && { name: file.file_name }),
    ...(typeof file?.file_size === 'number' && { sizeBytes: file.file_size }),
    ...(message.caption !== undefined && { caption: message.caption }),
  };
}

interface File {
  readonly file_id?: unknown;
  readonly file_name?: unknown;
  readonly file_size?: unknown;
}
