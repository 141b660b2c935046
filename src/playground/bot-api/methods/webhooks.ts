import type { WebhookInfo } from '@grammyjs/types';
import type { Upload } from '../chats/files.ts';
import { Refusal, refusal, tooManyRequests } from '../refusal.ts';
import { checkAddress, parseAddress } from '../webhook/address.ts';
import type { WebhookSettings } from '../webhook/webhook.ts';
import { allowUpdates } from './allowed-updates.ts';
import { withWords } from './described.ts';
import type { Call, Handlers } from './handler.ts';

const DEFAULT_CONNECTIONS = 40;
const MAX_CONNECTIONS = 100;
const MAX_SECRET_CHARACTERS = 256;
const MAX_CERTIFICATE_BYTES = 3 << 20;
const SET_EVERY_MS = 1_000;
const TERMINATED = 'Conflict: terminated by setWebhook request';

/** How updates are sent to a bot. */
export const webhooks: Handlers = {
  setWebhook(call) {
    const { bot, args } = call;
    const given = args.string('url') ?? '';
    if (given === '') return endWebhook(call);
    checkPace(call);
    if (isUnchanged(call, given)) {
      allowUpdates(call);
      return withWords(true, 'Webhook is already set');
    }
    // From here on the old webhook is gone, also when the new one is refused.
    bot.updates.endPoll(new Refusal(409, TERMINATED));
    bot.webhook.close();
    if (args.flag('drop_pending_updates')) bot.updates.clear();
    const settings = readSettings(call, given);
    allowUpdates(call);
    bot.webhook.set(settings);
    return withWords(true, 'Webhook was set');
  },

  deleteWebhook: endWebhook,

  getWebhookInfo({ bot }): WebhookInfo {
    const settings = bot.webhook.settings();
    const allowed = bot.updates.allowed();
    return {
      url: settings?.given ?? '',
      has_custom_certificate: settings?.certificate !== undefined,
      pending_update_count: bot.updates.pendingCount(),
      ...(settings ? { max_connections: settings.maxConnections } : {}),
      ...(settings?.ip ? { ip_address: settings.ip } : {}),
      ...bot.webhook.lastError(),
      ...(allowed ? { allowed_updates: [...allowed] as never } : {}),
    };
  },
};

function endWebhook({ bot, args }: Call): unknown {
  const wasSet = bot.webhook.settings() !== undefined;
  bot.webhook.close();
  if (args.flag('drop_pending_updates')) bot.updates.clear();
  return withWords(true, wasSet ? 'Webhook was deleted' : 'Webhook is already deleted');
}

/** Where limits are on ([S] 15735). */
function checkPace({ world, bot }: Call): void {
  if (!world.limitSettings) return;
  if (world.now() < bot.nextWebhookMs) throw tooManyRequests(1);
  const everyMs = world.limitSettings.setWebhookEveryMs ?? SET_EVERY_MS;
  bot.nextWebhookMs = world.now() + everyMs;
}

function isUnchanged({ bot, args }: Call, given: string): boolean {
  const old = bot.webhook.settings();
  return (
    old?.given === given &&
    old.certificate === undefined &&
    args.file('certificate') === undefined &&
    old.maxConnections === connectionsOf(args.integer('max_connections')) &&
    (old.ip ?? '') === (args.string('ip_address') ?? '') &&
    (old.secretToken ?? '') === (args.string('secret_token') ?? '') &&
    !args.flag('drop_pending_updates')
  );
}

function readSettings({ world, args }: Call, given: string): WebhookSettings {
  const url = parseAddress(given);
  const certificate = toCertificate(args.file('certificate'));
  const secretToken = args.string('secret_token') ?? '';
  if (secretToken.length > MAX_SECRET_CHARACTERS) throw refusal('secret token is too long');
  if (!/^[\w-]*$/u.test(secretToken)) throw refusal('secret token contains unallowed characters');
  const ip = args.string('ip_address') || undefined;
  const address = checkAddress(url, ip, world.webhookReach);
  if (!address.isReached)
    world.warnings.add(
      `setWebhook: the emulator posts nothing to ${url.host}, which is not this machine.`,
    );
  const maxConnections = connectionsOf(args.integer('max_connections'));
  return { given, address, maxConnections, secretToken, ip, certificate };
}

function toCertificate(file: Upload | string | undefined): Uint8Array | undefined {
  // A string is no upload, and Telegram overlooks it.
  if (file === undefined || typeof file === 'string') return undefined;
  const { length } = file.bytes;
  if (length > MAX_CERTIFICATE_BYTES)
    throw refusal(`certificate size is too big (${length} bytes)`);
  return file.bytes;
}

/** Out of range is brought into range ([S] get_integer_arg). */
function connectionsOf(asked: number | undefined): number {
  return Math.min(MAX_CONNECTIONS, Math.max(1, asked ?? DEFAULT_CONNECTIONS));
}
