import { callLog } from './call-record.ts';
import { type Clock, clockOf, systemClock } from './clock.ts';
import { closableClock } from './closable-clock.ts';
import { faultSource } from './faults/faults.ts';
import { fileStore } from './chats/files.ts';
import { chatLimits, type LimitSettings } from './limits.ts';
import { type Random, seededRandom } from './random.ts';
import type { Environment } from './request/target.ts';
import { warningList } from './warnings.ts';
import type { WebhookReach } from './webhook/address.ts';
import type { World } from './world.ts';

/** How an emulator is set up. */
export interface EmulatorOptions {
  /** Everything that waits, waits for it: long polls, delays, expiry, retries. Default: real time. */
  readonly clock?: Clock;
  /** Milliseconds since the epoch, in place of `clock`; waiting then takes real time. */
  readonly now?: () => number;
  /** Off unless asked for; `{}` is as the real service is believed to be. */
  readonly limits?: LimitSettings | 'off';
  /** Decides what is left to chance, such as faults with a probability. Default: a fixed seed. */
  readonly random?: Random;
  /** Of `test`, its bots answer under `/bot<token>/test/<method>` only. Default `main`. */
  readonly environment?: Environment;
  /** Which webhooks get updates. Default `loopback`. */
  readonly webhookReach?: WebhookReach;
}

/** A Telegram with nobody in it. */
export function makeWorld(options: EmulatorOptions): World {
  const given = options.clock ?? (options.now ? clockOf(options.now) : systemClock);
  const clock = closableClock(given);
  const random = options.random ?? seededRandom(1);
  const limits = options.limits ?? 'off';
  const now = (): number => clock.now();
  let number = 0;
  return {
    now,
    clock,
    random,
    environment: options.environment ?? 'main',
    webhookReach: options.webhookReach ?? 'loopback',
    bots: new Map(),
    people: new Map(),
    rooms: new Map(),
    queries: new Map(),
    keptAnswers: new Map(),
    files: fileStore(),
    limits: chatLimits(now, limits),
    limitSettings: limits === 'off' ? undefined : limits,
    faults: faultSource(random),
    calls: callLog(),
    warnings: warningList(),
    listeners: new Set(),
    nextNumber: () => (number += 1),
  };
}

/** Forgets what happened and who was there; bots, their webhooks and their settings stay. */
export function resetWorld(world: World): void {
  world.rooms.clear();
  world.people.clear();
  world.queries.clear();
  world.faults.clear();
  world.limits.reset();
  world.keptAnswers.clear();
  world.files.clear();
  world.calls.clear();
  world.warnings.clear();
  for (const bot of world.bots.values()) {
    bot.updates.clear();
    delete bot.lastPoll;
    bot.conflictsUntilMs = 0;
    bot.nextWebhookMs = 0;
  }
}
