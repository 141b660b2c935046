import type { User } from '@grammyjs/types';
import { isIn } from '../chats/rooms.ts';
import type { Bot, World } from '../world.ts';

/** Whom a bot can mention by id: people who wrote to it, and those it shares a group with. */
export function knownUser(world: World, bot: Bot): (id: number) => User | undefined {
  return (id) => {
    const person = world.people.get(id);
    const isKnown = [...world.rooms.values()].some(
      (room) =>
        (room.bot === bot && room.person === person && room.access !== 'never-started') ||
        (isIn(room.members.get(id)) && isIn(room.members.get(bot.user.id))),
    );
    return person && isKnown ? person.user : undefined;
  };
}
