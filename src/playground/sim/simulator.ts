import { randomBytes } from 'node:crypto';
import { getRequestListener } from '@hono/node-server';
import { skippingClock, virtualClock } from '../bot-api/clock.ts';
import { createEmulator } from '../bot-api/emulator.ts';
import { seededRandom } from '../bot-api/random.ts';
import { simApi } from './api.ts';
import type { CliOptions } from './options.ts';
import { stageOf } from './stage.ts';

/** An emulator that listens. */
export interface Simulator {
  readonly url: string;
  /** Of the first bot. */
  readonly token: string;
  close(): Promise<void>;
}

/** Starts an emulator with a person side: `/bot<token>/…`, `/file/bot<token>/…` and `/sim/…`. */
export async function startSimulator(options: CliOptions): Promise<Simulator> {
  const { host, port, limits, environment, webhookReach, seed, hosts } = options;
  const clock = options.isVirtual ? virtualClock(Date.now()) : skippingClock();
  const emulator = createEmulator({
    clock,
    limits: limits === 'off' ? 'off' : {},
    environment,
    webhookReach,
    random: seededRandom(seed),
  });
  const given = options.tokens.length > 0 ? options.tokens : [madeUpToken()];
  const bots = given.map((token) => emulator.bot({ token }));
  const stage = stageOf(emulator, clock, bots);
  const answer = getRequestListener(simApi(stage, hosts).fetch);
  const listening = await emulator.listen({
    host,
    port,
    besides: (request, response) => void answer(request, response),
  });
  return {
    url: listening.url,
    token: stage.bot().token,
    async close() {
      await listening.close();
      // Last: a request that was on its way can begin to wait for something.
      emulator.close();
    },
  };
}

/** Nobody else on this machine may guess it: it is all that the Bot API asks for. */
function madeUpToken(): string {
  return `7000000001:${randomBytes(26).toString('base64url')}`;
}
