import type { InlineKeyboardMarkup, Message } from '@grammyjs/types';
import { contentOf } from './messages.ts';

/** What a message that passes this one on carries, whoever does it. */
export function forwardOf(original: Message): Partial<Message> {
  const { from, date, forward_origin: known, reply_markup: markup } = original;
  return {
    ...contentOf(original),
    ...(known ? { forward_origin: known } : {}),
    ...(!known && from ? { forward_origin: { type: 'user', date, sender_user: from } } : {}),
    ...(markup && works(markup) ? { reply_markup: markup } : {}),
  };
}

/** [TD] dup_reply_markup: a keyboard comes along when no button needs the message it stood under. */
function works({ inline_keyboard: rows }: InlineKeyboardMarkup): boolean {
  return rows
    .flat()
    .every((button) => 'url' in button || 'copy_text' in button || 'disabled' in button);
}
