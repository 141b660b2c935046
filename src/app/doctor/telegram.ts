import { botApi, type BotApi, type Outcome } from '#telegram/api.ts';
import { CONFLICT_PAUSE_MS } from '#telegram/intake/poller.ts';
import type { Config } from '../config.ts';
import { broken, type Finding, ok, unknown } from './finding.ts';

/**
 * Somebody else who polls comes around within this time, and ends our poll. Another CodeFoundry
 * pauses when we have ended its own, and comes back a little later.
 */
export const LISTEN_SECONDS = 2 + (2 * CONFLICT_PAUSE_MS) / 1_000;
/** Beyond what the answer is held for. */
const CALL_TIMEOUT_MS = 10_000;

/** The token, who else uses it, and who are the owners. */
export async function checkTelegram(
  config: Config,
  how: { readonly isRunning: boolean; readonly listenSeconds: number },
): Promise<readonly Finding[]> {
  const { telegramToken: token, telegramApiRoot: apiRoot, telegramEnvironment } = config;
  if (token === undefined) {
    const mend = 'for the real Telegram set TELEGRAM_BOT_TOKEN to the token from @BotFather';
    return [unknown('no TELEGRAM_BOT_TOKEN: `codefoundry start` opens the playground', mend)];
  }
  const api = botApi({ token, apiRoot, environment: telegramEnvironment });
  const me = await api.call('getMe', {}, { timeoutMs: CALL_TIMEOUT_MS });
  if (me.kind !== 'ok') return [tokenTrouble(me, apiRoot)];
  const { username } = me.result as { readonly username?: string };
  const findings = [ok(`Telegram takes the token: @${username ?? 'unknown'}`)];
  const hook = await webhook(api);
  findings.push(hook ?? (await poller(api, how)));
  return [...findings, owners(config)];
}

function tokenTrouble(outcome: Outcome, apiRoot: string): Finding {
  if (outcome.kind === 'refused') {
    const mend = 'copy the token from @BotFather anew into TELEGRAM_BOT_TOKEN';
    return broken(`Telegram refuses the token (${outcome.code})`, mend);
  }
  const reason = outcome.kind === 'broken' ? outcome.reason : 'it asks to wait';
  const mend = 'check the network, a proxy, and TELEGRAM_API_ROOT';
  return broken(`Telegram does not answer at ${apiRoot} (${reason})`, mend);
}

async function webhook(api: BotApi): Promise<Finding | undefined> {
  const info = await api.call('getWebhookInfo', {}, { timeoutMs: CALL_TIMEOUT_MS });
  if (info.kind !== 'ok') return unknown('whether a webhook is set could not be seen', 'try again');
  const { url = '' } = info.result as { readonly url?: string };
  if (url === '') return undefined;
  const host = URL.parse(url)?.host ?? 'an address';
  const mend = 'end whatever set it, then open …/bot<token>/deleteWebhook, or make a new bot';
  return broken(`a webhook to ${host} takes the updates`, mend);
}

/** A short poll without an offset: it confirms nothing, so that no update is lost. */
async function poller(
  api: BotApi,
  { isRunning, listenSeconds }: Parameters<typeof checkTelegram>[1],
): Promise<Finding> {
  if (isRunning) return ok('the bot that runs here polls; a second poller shows in its /health');
  const body = { timeout: listenSeconds, limit: 1 };
  const timeoutMs = listenSeconds * 1_000 + CALL_TIMEOUT_MS;
  const outcome = await api.call('getUpdates', body, { timeoutMs });
  if (outcome.kind === 'ok') {
    // What waits is answered at once, before anybody else could have come around.
    return Array.isArray(outcome.result) && outcome.result.length === 0
      ? ok('nobody else polls with this token')
      : unknown(
          'messages wait for the bot, so whether somebody else polls could not be seen',
          'start the bot: if another one polls too, its /health says so',
        );
  }
  if (outcome.kind === 'refused' && outcome.code === 409) {
    const mend = 'stop the other bot, or make one of its own at @BotFather';
    return broken('another program polls with this token', mend);
  }
  return unknown('whether somebody else polls with this token could not be seen', 'try again');
}

function owners({ ownerIds }: Config): Finding {
  if (ownerIds.length > 0) return ok(`owners by OWNER_IDS: ${ownerIds.length}`);
  return unknown('OWNER_IDS is empty: an owner exists only if somebody has opened the claim link');
}
