import type { Message } from 'grammy/types';

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
export function mediaKind(message: Message): string | undefined {
  return KINDS.find((kind) => kind in message);
}
