import type { WebhookInfo } from '@grammyjs/types';
import { Refusal, refusal } from '../refusal.ts';
import type { Call, Handlers } from './handler.ts';

const MAX_TIMEOUT_SECONDS = 50;
const REPEAT_TIMEOUT_SECONDS = 3;
const WEBHOOK_IS_ACTIVE =
  "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first";

/** Last offset asked for, and when: Telegram slows down a bot that asks the same again at once. */
const lastPolls = new WeakMap<object, { offset: number; atMs: number }>();

/** How updates reach a bot. */
export const polling: Handlers = {
  getMe: ({ bot }) => bot.user,

  async getUpdates(call) {
    const { bot, args, signal } = call;
    if (bot.webhookUrl) throw new Refusal(409, WEBHOOK_IS_ACTIVE);
    const kinds = args.json('allowed_updates') as readonly string[] | undefined;
    if (kinds) allow(call, kinds);
    const offset = args.integer('offset') ?? 0;
    const limit = clamp(args.integer('limit') ?? 100, 1, 100);
    const timeoutSeconds = clamp(args.integer('timeout') ?? 0, 0, MAX_TIMEOUT_SECONDS);
    return bot.updates.poll({ ...slowed(call, { offset, limit, timeoutSeconds }), signal });
  },

  setWebhook(call) {
    const { bot, args } = call;
    const url = args.string('url') ?? '';
    if (url === '') return endWebhook(call);
    if (!url.startsWith('https://'))
      throw refusal('bad webhook: An HTTPS URL must be provided for webhook');
    if (!/^[A-Za-z0-9_-]{0,256}$/u.test(args.string('secret_token') ?? ''))
      throw refusal('secret token contains unallowed characters');
    bot.webhookUrl = url;
    bot.updates.endPoll('Conflict: terminated by setWebhook request');
    call.world.warnings.push('setWebhook: this emulator delivers nothing to webhooks.');
    return true;
  },

  deleteWebhook: endWebhook,

  getWebhookInfo({ bot }): WebhookInfo {
    const allowed = bot.updates.allowed();
    return {
      url: bot.webhookUrl,
      has_custom_certificate: false,
      pending_update_count: bot.updates.pendingCount(),
      ...(allowed ? { allowed_updates: [...allowed] as never } : {}),
    };
  },
};

function endWebhook({ bot, args }: Call): true {
  bot.webhookUrl = '';
  if (args.flag('drop_pending_updates')) bot.updates.clear();
  return true;
}

function allow({ world, bot }: Call, kinds: readonly string[]): void {
  bot.updates.allow(kinds);
  const known = bot.updates.allowed() ?? [];
  const unknown = kinds.filter((kind) => !known.includes(kind));
  if (unknown.length > 0)
    world.warnings.push(`getUpdates: Telegram knows no update "${unknown.join('", "')}".`);
}

interface Asked {
  readonly offset: number;
  readonly limit: number;
  readonly timeoutSeconds: number;
}

function slowed({ world, bot }: Call, asked: Asked): Asked {
  if (!world.limitsAreOn) return asked;
  const atMs = world.now();
  const last = lastPolls.get(bot);
  lastPolls.set(bot, { offset: asked.offset, atMs });
  if (last?.offset !== asked.offset) return asked;
  const sinceMs = atMs - last.atMs;
  const timeoutSeconds = Math.max(asked.timeoutSeconds, REPEAT_TIMEOUT_SECONDS);
  return {
    offset: asked.offset,
    limit: sinceMs < 500 ? 1 : asked.limit,
    timeoutSeconds: sinceMs < 3_000 ? timeoutSeconds : asked.timeoutSeconds,
  };
}

function clamp(value: number, min: number, max: number): number {
  return Math.min(max, Math.max(min, value));
}
