import type { UserFromGetMe } from '@grammyjs/types';
import { callMethod } from './call.ts';
import { Refusal } from './refusal.ts';
import { updateQueue } from './delivery/updates.ts';
import { webhookOf } from './webhook/webhook.ts';
import type { Bot, World } from './world.ts';

/** A bot as tests hand it around. */
export interface BotHandle {
  readonly id: number;
  readonly token: string;
  readonly username: string;
}

/** What a bot is made of. */
export interface BotSettings {
  readonly id?: number;
  /** `<id>:<anything>`; names the id where that is not given. */
  readonly token?: string;
  readonly username?: string;
  readonly name?: string;
  /** Switches privacy mode off: the bot hears everything in its groups. */
  readonly hearsEverything?: boolean;
  /** Its private chats have topics; `by-everybody`: people may open them too. Default: neither. */
  readonly topics?: 'by-the-bot' | 'by-everybody';
}

/** As BotFather does it. @throws when the token is none, or there is a bot with that id */
export function addBot(world: World, settings: BotSettings): BotHandle {
  const id = idOf(world, settings);
  const username = settings.username ?? `emulated_${world.bots.size + 1}_bot`;
  const token = settings.token ?? `${id}:EMULATED-token-for-tests-and-playground`;
  const { clock, random } = world;
  const updates = updateQueue(clock, {
    strike: (kind, payload) => world.faults.hitUpdate({ kind, ...aboutOf(payload) }),
    warn: (warning) => world.warnings.add(warning),
  });
  const webhook = webhookOf({
    clock,
    random,
    updates,
    call: (method, raw) => void callMethod(world, { token: bot.token, method, raw }),
  });
  const bot: Bot = {
    token,
    user: toUser(id, username, settings),
    updates,
    webhook,
    commands: new Map(),
    menuButtons: new Map(),
    about: new Map(),
    askedRights: new Map(),
    loggedOutUntilMs: 0,
    startedAtMs: world.now(),
    conflictsUntilMs: 0,
    nextWebhookMs: 0,
  };
  world.bots.set(token, bot);
  return { id, token, username };
}

/** What a token looks like; before the colon stands the id of its bot. */
export const TOKEN_FORM = /^[1-9]\d{0,15}:[^/\s]{1,60}$/u;

/** The id that is given, or that the token names, or the next free one. @throws when it is taken */
function idOf(world: World, { id: given, token }: BotSettings): number {
  if (token !== undefined && !TOKEN_FORM.test(token))
    throw new Error(`The token "${token}" is not of the form 123:abc.`);
  const taken = new Set([...world.bots.values()].map(({ user }) => user.id));
  const named = token === undefined ? given : Number.parseInt(token, 10);
  if (given !== undefined && given !== named)
    throw new Error(`The token "${token}" belongs to the bot ${named}, not to ${given}.`);
  if (named !== undefined && taken.has(named)) throw new Error(`There is a bot ${named} already.`);
  let id = named ?? 7_000_000_001;
  while (taken.has(id)) id += 1;
  return id;
}

/** Gives the bot another token; the old one is good for nothing from now on. */
export function revokeToken(world: World, { token }: BotHandle): BotHandle {
  const bot = world.bots.get(token);
  if (!bot) throw new Error('There is no such bot.');
  world.bots.delete(token);
  bot.token = `${bot.user.id}:EMULATED-token-number-${world.nextNumber()}`;
  world.bots.set(bot.token, bot);
  bot.webhook.close();
  bot.updates.endPoll(new Refusal(401, 'Unauthorized'));
  return { id: bot.user.id, token: bot.token, username: bot.user.username };
}

function toUser(id: number, username: string, settings: BotSettings): UserFromGetMe {
  return {
    id,
    is_bot: true,
    first_name: settings.name ?? 'Emulated bot',
    username,
    can_join_groups: true,
    can_read_all_group_messages: settings.hearsEverything ?? false,
    supports_inline_queries: false,
    can_connect_to_business: false,
    has_main_web_app: false,
    has_topics_enabled: settings.topics !== undefined,
    allows_users_to_create_topics: settings.topics === 'by-everybody',
    can_manage_bots: false,
    supports_join_request_queries: false,
  };
}

/** What fault rules look at. */
interface Payload {
  readonly chat?: { readonly id: number };
  readonly message?: { readonly chat: { readonly id: number } };
  readonly text?: string;
  readonly caption?: string;
  readonly data?: string;
}

function aboutOf(payload: Payload): { readonly chatId: number | undefined; readonly text: string } {
  const { chat = payload.message?.chat, text, caption, data } = payload;
  return { chatId: chat?.id, text: text ?? caption ?? data ?? '' };
}
