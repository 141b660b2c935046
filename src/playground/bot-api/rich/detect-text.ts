import type { MessageEntity, RichText } from '@grammyjs/types';
import { detectEntities } from '../text/detect.ts';
import { checkLink } from '../text/link.ts';
import { joined } from './text-tree.ts';

/** Formats inside which nothing is detected. */
const CLOSED = new Set([
  'code',
  'url',
  'email_address',
  'phone_number',
  'text_mention',
  'anchor_link',
  'reference_link',
  'button',
  'custom_emoji',
]);

/** The text with links, names, hashtags and commands marked, as Telegram marks them by itself. */
export function detectInText(text: RichText): RichText {
  if (typeof text === 'string') return detectInLetters(text);
  if (Array.isArray(text)) return joined(text.map(detectInText));
  if (CLOSED.has(text.type) || !('text' in text)) return text;
  return { ...text, text: detectInText(text.text) };
}

function detectInLetters(letters: string): RichText {
  const parts: RichText[] = [];
  let at = 0;
  for (const entity of detectEntities(letters)) {
    const end = entity.offset + entity.length;
    parts.push(letters.slice(at, entity.offset));
    parts.push(toPart(entity, letters.slice(entity.offset, end)));
    at = end;
  }
  return joined([...parts, letters.slice(at)]);
}

function toPart({ type }: MessageEntity, text: string): RichText {
  const link = type === 'url' ? checkLink(text) : undefined;
  if (link) return 'url' in link ? { type: 'url', text, url: link.url } : text;
  if (type === 'email') return { type: 'email_address', text, email_address: text };
  if (type === 'mention') return { type, text, username: text.slice(1) };
  if (type === 'hashtag') return { type, text, hashtag: text };
  if (type === 'cashtag') return { type, text, cashtag: text };
  return type === 'bot_command' ? { type, text, bot_command: text } : text;
}
