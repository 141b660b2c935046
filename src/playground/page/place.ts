import type { PersonInChat } from '../bot-api/people/person.ts';
import type { Member } from './cast.ts';
import { Refused } from './refused.ts';
import type { Stage } from './stage.ts';

/** Where somebody of the cast looks and acts: a chat, or one topic of it. */
export interface Place {
  readonly member: Member;
  /** Names the chat in events. */
  readonly room: string;
  /** Absent: all topics together. 1 is General. */
  readonly topicId: number | undefined;
  readonly chat: PersonInChat;
}

/**
 * The place that `person`, `chat` and `topic` of a query mean; without `chat` it is the private
 * one. @throws {Refused} `nobody`, or `no-chat` when the person is not in it
 */
export function placeOf(stage: Stage, query: Readonly<Record<string, string>>): Place {
  const { cast, groups } = stage;
  const member = cast.find(Number(query['person']));
  if (!member) throw new Refused('nobody');
  const own = cast.chat(member);
  const room = query['chat'] ?? own.room;
  const topicId = query['topic'] === undefined ? undefined : Number(query['topic']);
  const chat = room === own.room ? cast.chat(member, topicId) : groups.enter(member, room, topicId);
  if (!chat) throw new Refused('no-chat');
  return { member, room, topicId, chat };
}
