import type { Language, Say } from '#kernel/language.ts';
import type { BotApi } from './api.ts';
import { backoffMs, pause, type Clock } from './clock.ts';
import { INTAKE_ADVICE, isTokenRefused, type IntakeState } from './intake/poller.ts';
import type { Me } from './intake/requests.ts';
import type { Limits } from './limits.ts';
import type { Log } from './log.ts';
import { render } from './render/render.ts';

interface ConnectOptions {
  readonly api: BotApi;
  readonly limits: Limits;
  readonly clock: Clock;
  readonly log: Log;
  readonly report: (state: IntakeState) => void;
  /** Called after each failure. */
  readonly tried: () => void;
}

/** Who we are, asked until Telegram answers, rarely while it refuses the token; `undefined` when we stop. */
export async function connect(
  options: ConnectOptions,
  signal: AbortSignal,
): Promise<Me | undefined> {
  const { api, limits, clock, log, report, tried } = options;
  let isRefused = false;
  for (let failures = 1; !signal.aborted; failures += 1) {
    const outcome = await api.call('getMe', {}, { signal });
    const me = outcome.kind === 'ok' ? toMe(outcome.result) : undefined;
    if (me) {
      log.info({ username: me.username }, 'connected to Telegram');
      return me;
    }
    if (outcome.kind === 'refused' && isTokenRefused(outcome.code, outcome.description)) {
      report('unauthorized');
      if (!isRefused) log.error({}, INTAKE_ADVICE.unauthorized ?? '');
      isRefused = true;
      tried();
      await pause(clock, limits.unauthorizedMs, signal);
      continue;
    }
    report('unreachable');
    const { kind } = outcome;
    const reason = kind === 'broken' ? outcome.reason : kind;
    log.warn({ reason }, 'Telegram cannot be reached');
    tried();
    const waitMs = kind === 'flood' ? outcome.retryAfterMs : backoffMs(limits, failures);
    await pause(clock, waitMs, signal);
  }
  return undefined;
}

function toMe(result: unknown): Me | undefined {
  const { id, username } = (result ?? {}) as { id?: unknown; username?: unknown };
  return typeof id === 'number' && typeof username === 'string' ? { id, username } : undefined;
}

interface MenuOptions {
  readonly api: BotApi;
  readonly sayIn: (language: Language) => Say;
  readonly log: Log;
}

/** Fills Telegram's command menu: English for everybody, Russian where the client is. */
export async function setMenu(
  { api, sayIn, log }: MenuOptions,
  menu: readonly string[],
): Promise<void> {
  for (const language of ['en', 'ru'] as const) {
    const say = sayIn(language);
    const commands = menu.map((command) => ({
      command,
      description:
        Array.from(render(say(`command-${command}`)).text)
          .slice(0, 256)
          .join('') || command,
    }));
    const scope = language === 'en' ? {} : { language_code: language };
    const outcome = await api.call('setMyCommands', { commands, ...scope });
    if (outcome.kind !== 'ok') log.warn({ language, ...outcome }, 'command menu not set');
  }
}
