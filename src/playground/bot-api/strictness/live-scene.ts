import type { ApiResponse, Message } from '@grammyjs/types';
import { isUpload } from '../request/arguments.ts';
import type { BotHandle } from '../bots.ts';
import type { Payload } from './case.ts';
import {
  ALICE,
  BOB,
  CAROL,
  DAVE,
  ERIN,
  FORUM,
  GROUP,
  KICKED_GROUP,
  LEFT_GROUP,
  NEW_GROUP,
  OLD_GROUP,
  type Scene,
} from './scene.ts';

/** A Bot API server and the chats on it that stand for those of the scene. */
export interface LiveTarget {
  /** Without a slash at the end. */
  readonly apiRoot: string;
  /** As it stands in addresses: with `/test` behind it on Telegram's test servers. */
  readonly token: string;
  /** A private chat that has started the bot. */
  readonly chatId: number;
  /** A plain group with the bot as a plain member. */
  readonly groupId?: number;
  /** A supergroup with topics and the bot as a plain member. */
  readonly forumId?: number;
}

/** Why a case says nothing about a real service. */
export class NotReplayable extends Error {
  override readonly name = 'NotReplayable';
}

/** The scene on a real server. */
export interface LiveScene {
  readonly scene: Scene;
  /** Deletes what the case left in the chats, as far as the server lets it. */
  readonly cleanUp: () => Promise<void>;
}

/** One call, all waiting included. */
export type Ask = (method: string, init: RequestInit) => Promise<ApiResponse<unknown>>;

const CHAT_FIELDS = new Set(['chat_id', 'from_chat_id', 'user_id']);
const SCENE_CHATS = new Map([
  [BOB, 'a person who blocked the bot'],
  [CAROL, 'a person known from a group only'],
  [DAVE, 'a deleted account'],
  [ERIN, 'a person who never met the bot'],
  [GROUP, 'TELEGRAM_LIVE_GROUP'],
  [FORUM, 'TELEGRAM_LIVE_FORUM'],
  [OLD_GROUP, 'a group that moved'],
  [NEW_GROUP, 'a group that moved'],
  [LEFT_GROUP, 'a supergroup that the bot left'],
  [KICKED_GROUP, 'a group that the bot was thrown out of'],
]);

/** The part of the scene that a real server has; all else throws `NotReplayable`. */
export function liveScene(target: LiveTarget, ask: Ask): LiveScene {
  const left: { readonly chat_id: number; readonly message_id: number }[] = [];
  const call: Scene['call'] = async (method, payload = {}) => {
    const answer = await ask(method, toRequest(withLiveChats(payload, target) as Payload));
    if (answer.ok) left.push(...messagesIn(answer.result));
    return answer;
  };
  const done: Scene['done'] = async <Result>(method: string, payload: Payload) => {
    const answer = await call(method, payload);
    if (!answer.ok) throw new NotReplayable(`${method} was refused: ${answer.description}`);
    return answer.result as Result;
  };
  const bot: BotHandle = { id: 0, token: target.token, username: '' };
  const real: Partial<Scene> = {
    bot,
    call,
    done,
    sent: async (payload) => {
      const sent = await done<Message>('sendMessage', { chat_id: ALICE, text: 'hi', ...payload });
      return sent.message_id;
    },
    url: async () => target.apiRoot,
  };
  return {
    scene: new Proxy(real as Scene, {
      get(scene, name) {
        if (name in scene) return scene[name as keyof Scene];
        throw new NotReplayable(`needs the emulator's ${String(name)}`);
      },
    }),
    cleanUp: async () => {
      for (const message of left) await ask('deleteMessage', toRequest(message));
    },
  };
}

/** The value with the ids of the scene's chats replaced. @throws {NotReplayable} */
function withLiveChats(value: unknown, target: LiveTarget, name = ''): unknown {
  const isId = typeof value === 'number' || typeof value === 'string';
  if (isId && CHAT_FIELDS.has(name)) return toLiveChat(value, target);
  if (isUpload(value) || typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => withLiveChats(item, target, name));
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, withLiveChats(item, target, key)]),
  );
}

/** On a real server every other id and name can be somebody's: none of them is asked about. */
function toLiveChat(
  chatId: number | string,
  { chatId: privateId, groupId, forumId }: LiveTarget,
): number | string {
  if (chatId === '') return chatId;
  const known = new Map<number | string, number | undefined>([
    [ALICE, privateId],
    [GROUP, groupId],
    [FORUM, forumId],
  ]).get(chatId);
  if (known !== undefined) return known;
  if ([privateId, groupId, forumId].includes(Number(chatId))) return chatId;
  throw new NotReplayable(`needs ${SCENE_CHATS.get(Number(chatId)) ?? `nobody to be ${chatId}`}`);
}

function toRequest(payload: Payload): RequestInit {
  const parts = Object.entries(payload).filter(([, value]) => value !== undefined);
  if (!parts.some(([, value]) => isUpload(value)))
    return {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(payload),
    };
  const form = new FormData();
  for (const [name, value] of parts) {
    if (isUpload(value)) form.set(name, new Blob([new Uint8Array(value.bytes)]), value.name);
    else form.set(name, typeof value === 'string' ? value : JSON.stringify(value));
  }
  return { method: 'POST', body: form };
}

function messagesIn(result: unknown): { chat_id: number; message_id: number }[] {
  const messages = (Array.isArray(result) ? result : [result]) as Partial<Message>[];
  return messages.flatMap((message) => {
    const chatId = message?.chat?.id;
    const messageId = message?.message_id;
    if (chatId === undefined || messageId === undefined) return [];
    return [{ chat_id: chatId, message_id: messageId }];
  });
}
