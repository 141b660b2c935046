import type { BotCommand, Message, ReactionType } from '@grammyjs/types';
import type { EmulatorEvent } from '../bot-api/world.ts';
import { type ChatEntry, chatsOf, type RoomState, roomStateOf } from './chats.ts';
import { commandMenu } from './command-menu.ts';
import type { Place } from './place.ts';
import { isAt, type Shown, type Stretch, stretchOf, toShown, viewsOf } from './shown.ts';
import type { Stage } from './stage.ts';
import type { Troubles } from './troubles.ts';

/** What the page hears, in order. The first ones are always `chats`, `chat` and `trouble`. */
export type Change =
  | { readonly kind: 'chats'; readonly chats: readonly ChatEntry[] }
  | ({ readonly kind: 'chat'; readonly commands: readonly BotCommand[] } & Stretch &
      RoomState & { readonly pinned: readonly Shown[] })
  | { readonly kind: 'message'; readonly shown: Shown }
  /** Reactions stay as they were. */
  | { readonly kind: 'edited'; readonly message: Message }
  | { readonly kind: 'deleted'; readonly messageId: number }
  | { readonly kind: 'action'; readonly action: string }
  | {
      readonly kind: 'reaction';
      readonly messageId: number;
      readonly reactions: readonly ReactionType[];
    }
  | { readonly kind: 'draft'; readonly draft: RoomState['draft'] }
  | { readonly kind: 'pins'; readonly pinned: readonly Shown[] }
  | { readonly kind: 'topics'; readonly topics: RoomState['topics'] }
  | { readonly kind: 'keyboard'; readonly keyboard: RoomState['keyboard'] }
  | { readonly kind: 'commands'; readonly commands: readonly BotCommand[] }
  /** Something was written where this person does not look now. */
  | { readonly kind: 'elsewhere'; readonly room: string; readonly shown: Shown }
  | ({ readonly kind: 'trouble' } & ReturnType<Troubles['active']>);

/** Tells `listener` what the place shows, then every change, until the result is called. */
export function followPlace(
  stage: Stage,
  place: Place,
  listener: (change: Change) => void,
): () => void {
  const tellChats = (): void => listener({ kind: 'chats', chats: chatsOf(stage, place.member) });
  let left: number | null = -1;
  const tellTrouble = (): void => {
    const active = stage.troubles.active();
    if (active.left === left && active.left !== null) return;
    left = active.left;
    listener({ kind: 'trouble', ...active });
  };
  const state = roomStateOf(stage, place);
  const commands = menuOf(stage, place);
  tellChats();
  const pinned = pinnedOf(place, state.pins);
  listener({ kind: 'chat', ...stretchOf(place), ...state, pinned, commands });
  tellTrouble();

  const leaves = [
    stage.groups.subscribe(tellChats),
    stage.troubles.subscribe(tellTrouble),
    stage.emulator.events.subscribe((event) => {
      if (event.kind === 'call') tellTrouble();
      const change = toChange(stage, place, event);
      if (change) listener(change);
    }),
  ];
  return () => {
    for (const leave of leaves) leave();
  };
}

function toChange(stage: Stage, place: Place, event: EmulatorEvent): Change | undefined {
  if (event.kind === 'call' || event.kind === 'answer') return undefined;
  if (event.kind === 'commands') return { kind: 'commands', commands: menuOf(stage, place) };
  const isElsewhere =
    event.room !== place.room || (event.kind === 'message' && !isAt(place.topicId, event.message));
  if (isElsewhere) return toElsewhere(stage, event);
  switch (event.kind) {
    case 'message':
      return { kind: 'message', shown: newlyShown(event) };
    case 'edited':
      return { kind: 'edited', message: event.message };
    case 'deleted':
      return { kind: 'deleted', messageId: event.messageId };
    case 'action':
      return isHere(place, event.topicId) ? { kind: 'action', action: event.action } : undefined;
    case 'reaction':
      return { kind: 'reaction', messageId: event.messageId, reactions: event.reactions };
    case 'draft':
      return isHere(place, event.draft ? event.draft.topicId : event.topicId)
        ? { kind: 'draft', draft: event.draft ?? null }
        : undefined;
    case 'pins':
      return { kind: 'pins', pinned: pinnedOf(place, event.messageIds) };
    case 'topics':
      return { kind: 'topics', topics: event.topics };
    case 'reply-keyboard':
      return { kind: 'keyboard', keyboard: event.keyboard ?? null };
  }
}

function toElsewhere({ cast, groups }: Stage, event: EmulatorEvent): Change | undefined {
  if (event.kind !== 'message') return undefined;
  const isOfPage =
    cast.list().some(({ room }) => room === event.room) ||
    groups.list().some(({ room }) => room === event.room);
  return isOfPage ? { kind: 'elsewhere', room: event.room, shown: newlyShown(event) } : undefined;
}

function newlyShown(event: { readonly message: Message; readonly silent: boolean }): Shown {
  return { message: event.message, silent: event.silent, reactions: [] };
}

function isHere({ topicId: here }: Place, topicId: number | undefined): boolean {
  return here === undefined || here === (topicId ?? 1);
}

/** The newest last. */
function pinnedOf(place: Place, ids: readonly number[]): readonly Shown[] {
  if (ids.length === 0) return [];
  return viewsOf(place)
    .filter(({ message_id: id }) => ids.includes(id))
    .toSorted((a, b) => ids.indexOf(a.message_id) - ids.indexOf(b.message_id))
    .map(toShown);
}

function menuOf({ emulator, bot }: Stage, { chat, member }: Place): readonly BotCommand[] {
  const onlooker = {
    chatId: chat.chatId,
    personId: member.id,
    languageCode: member.languageCode,
  };
  return commandMenu(emulator.commandsOf(bot), onlooker);
}
