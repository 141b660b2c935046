import type { Contact, Message } from '@grammyjs/types';
import { newAlbumId } from '../chats/album.ts';
import { clean } from '../text/clean.ts';
import { detectEntities } from '../text/detect.ts';
import type { Upload } from '../chats/files.ts';
import { keepMedia, type MediaDetails, type MediaKind } from '../chats/media.ts';
import { contentOf, isServiceMessage } from '../chats/messages.ts';
import { forwardOf } from '../chats/repeat.ts';
import { codePoints, MAX_CAPTION } from '../text/text.ts';
import type { World } from '../world.ts';

/** What a person says about a file beside the file. */
interface FileOptions {
  readonly caption?: string;
  readonly name?: string;
  readonly durationSeconds?: number;
  readonly width?: number;
  readonly height?: number;
  readonly replyTo?: number;
}

/** A picture or a video of an album. */
interface AlbumItem {
  readonly kind: 'photo' | 'video' | 'document' | 'audio';
  readonly bytes: Uint8Array;
  readonly name?: string;
  readonly caption?: string;
}

/** What a person sends that is no text. */
export interface PersonMedia {
  sendsDocument(name: string, bytes: Uint8Array, caption?: string): Message;
  /** A picture; the bot gets it in several sizes, the largest last. @throws when it is no picture */
  sendsPhoto(bytes: Uint8Array, options?: FileOptions): Message;
  sendsVideo(bytes: Uint8Array, options?: FileOptions): Message;
  sendsAnimation(bytes: Uint8Array, options?: FileOptions): Message;
  sendsAudio(bytes: Uint8Array, options?: FileOptions): Message;
  sendsVoice(bytes: Uint8Array, options?: FileOptions): Message;
  sendsVideoNote(bytes: Uint8Array, options?: FileOptions): Message;
  sendsSticker(emoji: string): Message;
  /** Several messages that belong together: 2 to 10. */
  sendsAlbum(items: readonly AlbumItem[]): Message[];
  sendsLocation(latitude: number, longitude: number): Message;
  sendsContact(contact: Contact): Message;
  /** Passes a message of any chat on to this one. @throws when it is protected */
  forwards(message: Message): Message;
}

/** How these messages get into the chat. */
export interface Sender {
  readonly world: World;
  /** The bots that get the files. */
  readonly botIds: () => readonly number[];
  readonly send: (content: Partial<Message>, options?: { readonly replyTo?: number }) => Message;
}

const MAX_ALBUM = 10;

/** Lets somebody send files into one chat. */
export function personMedia({ world, botIds, send }: Sender): PersonMedia {
  const keep = (kind: MediaKind, upload: Upload, details: MediaDetails): Partial<Message> => {
    const bots = botIds();
    if (bots.length === 0) throw new Error(`No bot is here to get the ${kind}.`);
    return keepMedia({ files: world.files, botIds: bots }, kind, upload, details);
  };
  const sends =
    (kind: MediaKind, name: string, contentType?: string) =>
    (bytes: Uint8Array, options: FileOptions = {}): Message => {
      const { caption, replyTo, ...details } = options;
      const upload = { name: options.name ?? name, bytes, contentType };
      const content = { ...keep(kind, upload, details), ...captionContent(caption) };
      return send(content, replyTo === undefined ? {} : { replyTo });
    };

  return {
    sendsDocument: (name, bytes, caption) =>
      send({ ...keep('document', { name, bytes }, {}), ...captionContent(caption) }),
    sendsPhoto: sends('photo', 'photo.jpg'),
    sendsVideo: sends('video', 'video.mp4', 'video/mp4'),
    sendsAnimation: sends('animation', 'animation.mp4', 'video/mp4'),
    sendsAudio: sends('audio', 'audio.mp3', 'audio/mpeg'),
    sendsVoice: sends('voice', 'voice.oga', 'audio/ogg'),
    sendsVideoNote: sends('video_note', 'video_note.mp4', 'video/mp4'),
    sendsSticker: (emoji) =>
      send(keep('sticker', { name: 'sticker.webp', bytes: new Uint8Array(1) }, { emoji })),
    sendsAlbum(items) {
      if (items.length < 2 || items.length > MAX_ALBUM)
        throw new Error(`An album has 2 to ${MAX_ALBUM} items, not ${items.length}.`);
      const media_group_id = newAlbumId(world);
      const contents = items.map(({ kind, bytes, name = `${kind}.bin`, caption }) => ({
        ...keep(kind, { name, bytes }, {}),
        ...captionContent(caption),
        media_group_id,
      }));
      return contents.map((content) => send(content));
    },
    sendsLocation: (latitude, longitude) => send({ location: { latitude, longitude } }),
    sendsContact: (contact) => send({ contact: { ...contact } }),
    forwards(message) {
      if (message.has_protected_content)
        throw new Error('Telegram does not let anybody forward a protected message.');
      if (isServiceMessage(message)) throw new Error('A service message cannot be forwarded.');
      for (const fileId of fileIdsOf(contentOf(message))) world.files.share(fileId, botIds());
      return send(forwardOf(message));
    },
  };
}

/** A text with what Telegram finds in it. */
export function textContent(raw: string): Pick<Message, 'text' | 'entities'> {
  const text = clean(raw).trim();
  if (text === '') throw new Error('Telegram sends no empty text.');
  const entities = detectEntities(text);
  return { text, ...(entities.length > 0 ? { entities } : {}) };
}

/** A caption with what Telegram finds in it; nothing when there is none. */
export function captionContent(
  caption: string | undefined,
): Pick<Message, 'caption' | 'caption_entities'> {
  if (caption === undefined) return {};
  const { text = '', entities } = textContent(caption);
  if (codePoints(text) > MAX_CAPTION)
    throw new Error(`Telegram's apps take no caption over ${MAX_CAPTION} characters.`);
  return { caption: text, ...(entities ? { caption_entities: entities } : {}) };
}

function fileIdsOf(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]: [string, unknown]) =>
    name === 'file_id' && typeof inner === 'string' ? [inner] : fileIdsOf(inner),
  );
}
