import type { ReactionType } from '@grammyjs/types';
import { publicUser } from '../chats/membership.ts';
import { findMessage } from '../chats/messages.ts';
import { REACTION_EMOJI } from '../request/methods.generated.ts';
import { setReactions } from '../chats/reactions.ts';
import { refusal } from '../refusal.ts';
import { checkIsMember, findRoom } from '../chats/rooms.ts';
import type { StoredMessage } from '../world.ts';
import type { Handlers } from './handler.ts';

/** Reactions of the bot itself. */
export const reactions: Handlers = {
  setMessageReaction({ world, bot, args }) {
    const wanted = readReactions(args.json('reaction'));
    const room = findRoom(world, bot, args.chat('chat_id'));
    checkIsMember(room, bot);
    const stored = findMessage(room, args.integer('message_id'), 'message to react');
    checkAllowed(stored, wanted);
    setReactions(world, room, stored, { by: { from: publicUser(bot) }, reactions: wanted });
    return true;
  },
};

/** [S] get_reaction_type */
function readReactions(value: unknown): ReactionType[] {
  return ((value ?? []) as readonly unknown[]).map((one) => {
    const fail = (reason: string): Error => refusal(`Can't parse ReactionType: ${reason}`);
    if (typeof one !== 'object' || one === null) throw fail('expected an Object');
    const { type, emoji, custom_emoji_id } = one as Readonly<Record<string, unknown>>;
    if (type === 'paid') return { type };
    const fields = { emoji, custom_emoji: custom_emoji_id } as const;
    if (type !== 'emoji' && type !== 'custom_emoji') throw fail('invalid reaction type specified');
    const name = type === 'emoji' ? 'emoji' : 'custom_emoji_id';
    if (typeof fields[type] !== 'string') throw fail(`Can't find field "${name}"`);
    return { type, [name]: fields[type] } as unknown as ReactionType;
  });
}

/** [T] setMessageReaction: one of the free ones, or a custom one that is on the message already. */
function checkAllowed({ reactions: shown }: StoredMessage, wanted: readonly ReactionType[]): void {
  for (const one of wanted) {
    // [TD] MessagesManager::set_message_reactions
    if (one.type === 'paid') throw refusal('Invalid reaction type specified');
    const isKnown =
      one.type === 'emoji'
        ? REACTION_EMOJI.includes(one.emoji)
        : shown.some((it) => 'custom_emoji_id' in it && it.custom_emoji_id === one.custom_emoji_id);
    if (!isKnown) throw refusal('REACTION_INVALID');
  }
  if (wanted.length > 1) throw refusal('REACTIONS_TOO_MANY');
}
