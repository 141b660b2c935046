import type { PersonInChat } from '../bot-api/person.ts';
import { splitText } from './split-text.ts';

/** What somebody puts into the chat. */
export interface Upload {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly caption: string;
}

/** The page takes no more: bots can download 20 MB only, and it all stays in memory. */
export const MAX_UPLOAD_BYTES = 50 * 1024 * 1024;
const MAX_CAPTION_LENGTH = 1_024;
const MAX_NAME_LENGTH = 200;

/** Sends a document; a text too long for a caption follows as messages, as in Telegram's apps. */
export function sendUpload(chat: PersonInChat, { name, bytes, caption }: Upload): void {
  const text = caption.trim();
  const isCaption = text !== '' && text.length <= MAX_CAPTION_LENGTH;
  chat.sendsDocument(toFileName(name), bytes, isCaption ? text : undefined);
  if (!isCaption) for (const part of splitText(text)) chat.says(part);
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
