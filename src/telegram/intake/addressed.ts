import type { Message, MessageEntity } from 'grammy/types';
import type { Request } from '#dispatch/request.ts';
import type { Me } from './requests.ts';

/** `/name`, `/name@bot`, with the dashes that people type, and nothing glued behind it. */
const COMMAND = /^\/([a-z\d_-]{1,40})(?:@(\w{1,64}))?(?=\s|$)/iu;

/** The text or caption of a message, and how it was meant. */
type Addressed = { readonly text: string } & Pick<Request, 'isTalk' | 'isForwarded'>;

/**
 * How `message` concerns us; `undefined` when it does not, as a command for another bot. In a group
 * a command, a reply to us and our name, which is then removed, are meant for us; all else is talk.
 */
export function addressed(
  message: Message,
  me: Me,
  chatKind: 'private' | 'group',
): Addressed | undefined {
  const text = message.text ?? message.caption ?? '';
  // Somebody else's words, said elsewhere: a command or our name in them was no call to us.
  if (message.forward_origin)
    return { text, isForwarded: true, ...(chatKind === 'group' && { isTalk: true }) };
  return chatKind === 'private' ? { text: withoutOwnName(text, me) } : inGroup(message, text, me);
}

function inGroup(message: Message, text: string, me: Me): Addressed | undefined {
  if (COMMAND.test(text)) return commandFor(me, text);
  const mention = findMention(message, me);
  if (mention) return commandFor(me, withoutMention(text, mention));
  return isReplyTo(message, me) ? { text } : { text, isTalk: true };
}

/** `text`, unless it is a command that names another bot. */
function commandFor(me: Me, text: string): Addressed | undefined {
  const ours = withoutOwnName(text, me);
  return COMMAND.exec(ours)?.[2] === undefined ? { text: ours } : undefined;
}

function withoutOwnName(text: string, me: Me): string {
  const [whole = '', name = '', bot] = COMMAND.exec(text) ?? [];
  const isOurs = bot?.toLowerCase() === me.username.toLowerCase();
  return isOurs ? `/${name}${text.slice(whole.length)}` : text;
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
