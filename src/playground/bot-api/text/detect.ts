import type { MessageEntity } from '@grammyjs/types';
import { disjointSpans } from './spans.ts';

type Found = MessageEntity.CommonMessageEntity['type'];

const TLD = 'com|org|net|io|dev|ru|me|app|ai|info|edu|gov|co|uk|de|eu|xyz|cloud|tech|site|online';
const WORD = String.raw`[\p{L}\p{N}_]`;

/** In order of precedence: what was found first keeps its place. */
const PATTERNS: readonly (readonly [Found, RegExp])[] = [
  ['url', /(?<![\p{L}\p{N}_@])(?:https?|tg|ftp):\/\/[^\s<>"'`]*[^\s<>"'`.,:;!?)\]}]/giu],
  ['email', /(?<![\p{L}\p{N}_.+-])[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+/gu],
  [
    'url',
    new RegExp(
      String.raw`(?<![\p{L}\p{N}_@./-])(?:[a-z0-9-]+\.)+(?:${TLD})(?!${WORD})(?:[/?#][^\s<>"'\x60]*[^\s<>"'\x60.,:;!?)\]}])?`,
      'giu',
    ),
  ],
  [
    'bot_command',
    /(?<![\p{L}\p{N}_/<>[\]])\/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\p{L}\p{N}_/>])/gu,
  ],
  ['mention', /(?<![\p{L}\p{N}_])@[A-Za-z0-9_]{3,32}(?![\p{L}\p{N}_])/gu],
  ['cashtag', /(?<![\p{L}\p{N}_$])\$[A-Z]{1,8}(?![\p{L}\p{N}_$])/gu],
  ['hashtag', /(?<![\p{L}\p{N}_/#])#(?=[^\s#]*\p{L})[\p{L}\p{N}_]{1,256}/gu],
];

/** Links, addresses, commands, mentions, cashtags and hashtags in plain text; offsets in UTF-16. */
export function detectEntities(text: string): MessageEntity[] {
  const found = disjointSpans<MessageEntity>();
  for (const [type, pattern] of PATTERNS) {
    for (const match of text.matchAll(pattern))
      found.add({ type, offset: match.index, length: match[0].length });
  }
  return [...found.list];
}

/** Says whether two entities share a character. */
export function overlaps(a: MessageEntity, b: MessageEntity): boolean {
  return a.offset < b.offset + b.length && b.offset < a.offset + a.length;
}
