import type { BotCommand, Message, ReactionType } from '@grammyjs/types';
import type { MessageView } from '../bot-api/chat-view.ts';
import type { EmulatorEvent } from '../bot-api/world.ts';
import type { Member } from './cast.ts';
import { commandMenu } from './command-menu.ts';
import type { Stage } from './stage.ts';

/** A message with what Telegram's apps know of it and bots do not. */
interface Shown {
  readonly message: Message;
  readonly silent: boolean;
  readonly reactions: readonly ReactionType[];
}

/** What the page hears, in order. The first one is always `chat`. */
export type Change =
  | {
      readonly kind: 'chat';
      readonly messages: readonly Shown[];
      readonly commands: readonly BotCommand[];
    }
  | { readonly kind: 'message' | 'edited'; readonly shown: Shown }
  | { readonly kind: 'deleted'; readonly messageId: number }
  | { readonly kind: 'action'; readonly action: string }
  | {
      readonly kind: 'reaction';
      readonly messageId: number;
      readonly reactions: readonly ReactionType[];
    }
  | { readonly kind: 'commands'; readonly commands: readonly BotCommand[] }
  /** The bot wrote to somebody else of the cast. */
  | { readonly kind: 'elsewhere'; readonly personId: number };

/** Tells `listener` what the member's chat shows, then every change, until the result is called. */
export function followChat(
  stage: Stage,
  member: Member,
  listener: (change: Change) => void,
): () => void {
  const { emulator, cast } = stage;
  const messages = cast.chat(member).messages().map(toShown);
  listener({ kind: 'chat', messages, commands: menuOf(stage, member) });
  return emulator.events.subscribe((event) => {
    const change = toChange(stage, member, event);
    if (change) listener(change);
  });
}

function toChange(stage: Stage, member: Member, event: EmulatorEvent): Change | undefined {
  if (event.kind === 'call' || event.kind === 'answer') return undefined;
  if (event.kind === 'commands') return { kind: 'commands', commands: menuOf(stage, member) };
  if (event.room !== roomOf(stage, member.id)) return toElsewhere(stage, event);
  switch (event.kind) {
    case 'message':
    case 'edited': {
      const { kind, message, silent } = event;
      return { kind, shown: { message, silent, reactions: reactionsOf(stage, member, message) } };
    }
    case 'deleted':
      return { kind: 'deleted', messageId: event.messageId };
    case 'action':
      return { kind: 'action', action: event.action };
    case 'reaction':
      return { kind: 'reaction', messageId: event.messageId, reactions: event.reactions };
    case 'draft':
    case 'pins':
    case 'topics':
    case 'reply-keyboard':
      return undefined;
  }
}

function toElsewhere({ bot, cast }: Stage, event: EmulatorEvent): Change | undefined {
  if (event.kind !== 'message' || event.message.from?.id !== bot.id) return undefined;
  const personId = event.message.chat.id;
  return cast.find(personId) && { kind: 'elsewhere', personId };
}

function reactionsOf({ cast }: Stage, member: Member, message: Message): Shown['reactions'] {
  const views = cast.chat(member).messages();
  return views.findLast((view) => view.message_id === message.message_id)?.reactions ?? [];
}

function menuOf({ emulator, bot }: Stage, member: Member): readonly BotCommand[] {
  return commandMenu(emulator.commandsOf(bot), member);
}

function roomOf({ bot }: Stage, personId: number): string {
  return `${bot.id}:${personId}`;
}

function toShown({ message, disable_notification, reactions }: MessageView): Shown {
  return { message, silent: disable_notification, reactions };
}
