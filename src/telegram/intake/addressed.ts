import type { Message, MessageEntity } from 'grammy/types';
import type { Me } from './requests.ts';

/** `/name`, `/name@bot`, with the dashes that people type, and nothing glued behind it. */
const COMMAND = /^\/([a-z\d_-]{1,40})(?:@(\w{1,64}))?(?=\s|$)/iu;

/**
 * The text or caption of `message` as far as it is meant for us; `undefined` when it is not. In a
 * group that takes a command, a reply to us, or our name, which is then removed.
 */
export function addressedText(
  message: Message,
  me: Me,
  chatKind: 'private' | 'group',
): string | undefined {
  const text = message.text ?? message.caption ?? '';
  const command = COMMAND.exec(text);
  const isOurs = command?.[2]?.toLowerCase() === me.username.toLowerCase();
  if (command?.[1] !== undefined && isOurs) return `/${command[1]}${text.slice(command[0].length)}`;
  if (chatKind === 'private') return text;
  if (command) return command[2] === undefined ? text : undefined;
  const mention = findMention(message, me);
  if (mention) return withoutMention(text, mention);
  return isReplyTo(message, me) ? text : undefined;
}

function findMention(message: Message, me: Me): MessageEntity | undefined {
  const text = message.text ?? message.caption ?? '';
  return (message.entities ?? message.caption_entities ?? []).find((entity) => {
    if (entity.type === 'text_mention') return entity.user.id === me.id;
    const name = text.slice(entity.offset, entity.offset + entity.length);
    return entity.type === 'mention' && name.toLowerCase() === `@${me.username.toLowerCase()}`;
  });
}

function withoutMention(text: string, { offset, length }: MessageEntity): string {
  const before = text.slice(0, offset).trimEnd();
  const after = text.slice(offset + length).replace(/^[\s,:]+/u, '');
  // Our name alone is a call: the answer is the home card.
  return [before, after].filter((part) => part !== '').join(' ') || '/start';
}

function isReplyTo(
  { reply_to_message: replied, message_thread_id: thread }: Message,
  me: Me,
): boolean {
  // In a topic each message counts as a reply to the service message that opened it.
  if (!replied || replied.message_id === thread) return false;
  return replied.from?.id === me.id;
}
