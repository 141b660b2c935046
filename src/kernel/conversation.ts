import type { Language } from './language.ts';

/** Where a message belongs: a chat, and a topic inside it where the chat has topics. */
export interface Place {
  /** Telegram chat id; negative for groups. */
  readonly chatId: number;
  /** Forum topic; absent outside topics and in General (whose id 1 Telegram refuses on sends). */
  readonly topicId?: number;
}

/** One (chat, topic, actor) with its current project and language; survives restarts. */
export interface Conversation extends Place {
  /** `<chatId>:<topicId or 0>:<actorId>`. */
  readonly id: string;
  readonly actorId: number;
  readonly language: Language;
  /** Name of the current project. */
  readonly project?: string;
  /** `true`: the place is bound to that project, whatever the person chose elsewhere. Not stored. */
  readonly isBound?: true;
}

/** The one id of the conversation that `actorId` has at `place`. */
export function conversationId(place: Place, actorId: number): string {
  return `${place.chatId}:${place.topicId ?? 0}:${actorId}`;
}

/** The session that each conversation has in a project from the beginning. */
export const FIRST_SESSION = 1;

/**
 * The agent's session for this conversation in this project: nobody else's turn lands in it. A
 * conversation may have several, which are counted.
 */
export function sessionKey(
  conversation: Conversation,
  project: string,
  session: number = FIRST_SESSION,
): string {
  const { chatId, topicId, actorId } = conversation;
  const key = `agent:main:tg:${chatId}:${topicId ?? 0}:${actorId}:${project}`;
  // No project has a colon in its name.
  return session === FIRST_SESSION ? key : `${key}:s${session}`;
}
