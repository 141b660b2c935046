import { Refusal, tooManyRequests } from '../refusal.ts';
import type { Handlers } from './handler.ts';

const LOGGED_OUT_MS = 10 * 60 * 1_000;
/** A bot that was just launched cannot be closed yet ([T] close). */
const LAUNCHING_MS = 10 * 60 * 1_000;

/** How a bot moves from one Bot API server to another. */
export const session: Handlers = {
  logOut({ world, bot }) {
    bot.loggedOutUntilMs = world.now() + LOGGED_OUT_MS;
    bot.webhook.close();
    bot.updates.endPoll(new Refusal(400, 'Logged out'));
    return true;
  },

  close({ world, bot }) {
    const leftMs = bot.startedAtMs + LAUNCHING_MS - world.now();
    if (leftMs > 0) throw tooManyRequests(Math.ceil(leftMs / 1_000));
    bot.updates.endPoll();
    bot.startedAtMs = world.now();
    return true;
  },
};
