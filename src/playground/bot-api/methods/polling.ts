import type { Update } from '@grammyjs/types';
import { Refusal } from '../refusal.ts';
import { allowUpdates } from './allowed-updates.ts';
import type { Call, Handlers } from './handler.ts';

const MAX_TIMEOUT_SECONDS = 50;
const REPEAT_TIMEOUT_SECONDS = 3;
const WEBHOOK_IS_ACTIVE =
  "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first";
/** A bot that runs twice hears of it at once, and then no more often than this ([S] 16236). */
const CONFLICT_EVERY_MS = 3_000;

/** How a bot fetches its updates. */
export const polling: Handlers = {
  getMe: ({ bot }) => bot.user,

  async getUpdates(call) {
    const { bot, args } = call;
    try {
      if (bot.webhook.settings()) throw new Refusal(409, WEBHOOK_IS_ACTIVE);
      allowUpdates(call);
      const offset = args.integer('offset') ?? 0;
      const limit = clamp(args.integer('limit') ?? 100, 1, 100);
      const timeoutSeconds = clamp(args.integer('timeout') ?? 0, 0, MAX_TIMEOUT_SECONDS);
      return await poll(call, { offset, limit, timeoutSeconds });
    } catch (error) {
      if (error instanceof Refusal && error.code === 409) await delayConflict(call);
      throw error;
    }
  },
};

interface Asked {
  readonly offset: number;
  readonly limit: number;
  readonly timeoutSeconds: number;
}

function poll(call: Call, asked: Asked): Promise<Update[]> {
  return call.bot.updates.poll({ ...slowed(call, asked), signal: call.signal });
}

/** Where limits are on: who asks the same again at once waits longer ([S] 15709). */
function slowed({ world, bot }: Call, asked: Asked): Asked {
  if (!world.limitSettings) return asked;
  const atMs = world.now();
  const last = bot.lastPoll;
  bot.lastPoll = { offset: asked.offset, atMs };
  if (last?.offset !== asked.offset) return asked;
  const sinceMs = atMs - last.atMs;
  const timeoutSeconds = Math.max(asked.timeoutSeconds, REPEAT_TIMEOUT_SECONDS);
  return {
    offset: asked.offset,
    limit: sinceMs < 500 ? 1 : asked.limit,
    timeoutSeconds: sinceMs < 3_000 ? timeoutSeconds : asked.timeoutSeconds,
  };
}

/** Where limits are on. */
async function delayConflict({ world, bot }: Call): Promise<void> {
  if (!world.limitSettings) return;
  if (world.now() >= bot.conflictsUntilMs) {
    bot.conflictsUntilMs = world.now() + CONFLICT_EVERY_MS;
    return;
  }
  await new Promise<void>((resolve) => {
    world.clock.after(CONFLICT_EVERY_MS, resolve);
  });
}

function clamp(value: number, min: number, max: number): number {
  return Math.min(max, Math.max(min, value));
}
