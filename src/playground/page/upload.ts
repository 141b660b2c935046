import type { PersonInChat } from '../bot-api/people/person.ts';
import { splitText } from './split-text.ts';

/** A file that somebody puts into the chat. */
export interface Upload {
  readonly name: string;
  readonly kind: 'document' | 'photo' | 'voice' | 'audio' | 'video';
  readonly bytes: Uint8Array;
}

/** The page takes no more for one file: bots can download 20 MB only, and it all stays in memory. */
export const MAX_UPLOAD_BYTES = 50 * 1024 * 1024;
const MAX_CAPTION_LENGTH = 1_024;
const MAX_NAME_LENGTH = 200;

/** Files that are sent together. */
interface Uploads {
  readonly uploads: readonly Upload[];
  readonly caption: string;
  readonly replyTo?: number | undefined;
}

/**
 * Sends one file, or several as an album with the caption on the first; a text too long for a
 * caption follows as messages, as in Telegram's apps. @throws when a photo is no picture
 */
export function sendUploads(chat: PersonInChat, { uploads, caption, replyTo }: Uploads): void {
  const text = caption.trim();
  const isCaption = text !== '' && text.length <= MAX_CAPTION_LENGTH;
  const said = isCaption ? { caption: text } : {};
  const [first] = uploads;
  if (uploads.length === 1 && first) sendOne(chat, first, { ...said, replyTo });
  else
    chat.sendsAlbum(
      uploads.map(({ name, kind, bytes }, index) => ({
        kind: kind === 'voice' ? 'audio' : kind,
        name: toFileName(name),
        bytes,
        ...(index === 0 ? said : {}),
      })),
    );
  if (!isCaption) for (const part of splitText(text)) chat.says(part);
}

function sendOne(
  chat: PersonInChat,
  { name, kind, bytes }: Upload,
  { caption, replyTo }: { readonly caption?: string; readonly replyTo?: number | undefined },
): void {
  const options = {
    name: toFileName(name),
    ...(caption === undefined ? {} : { caption }),
    ...(replyTo === undefined ? {} : { replyTo }),
  };
  switch (kind) {
    case 'photo':
      return void chat.sendsPhoto(bytes, options);
    case 'voice':
      return void chat.sendsVoice(bytes, options);
    case 'audio':
      return void chat.sendsAudio(bytes, options);
    case 'video':
      return void chat.sendsVideo(bytes, options);
    case 'document':
      return void chat.sendsDocument(options.name, bytes, caption);
  }
}

/** The last part of what may be a path, without what no file name should have. */
function toFileName(name: string): string {
  const last =
    name
      .replaceAll(/\p{Cc}/gu, '')
      .split(/[/\\]/u)
      .at(-1) ?? '';
  const cleaned = Array.from(last.trim()).slice(-MAX_NAME_LENGTH).join('');
  return ['', '.', '..'].includes(cleaned) ? 'file' : cleaned;
}
