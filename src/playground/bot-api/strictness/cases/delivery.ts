import type { ApiResponse, Update } from '@grammyjs/types';
import type { StrictnessCase } from '../case.ts';
import { bytes, toAlice } from '../payloads.ts';
import type { Scene } from '../scene.ts';

/** A long poll that waits, and the offset it waits at. */
async function waitingPoll({ call, done }: Scene): Promise<{
  readonly answer: Promise<ApiResponse<unknown>>;
  readonly offset: number;
}> {
  const updates = await done<Update[]>('getUpdates', {});
  const offset = (updates.at(-1)?.update_id ?? 0) + 1;
  // Short: where nothing ends it before, the end of its time shows that.
  const answer = call('getUpdates', { offset, timeout: 1 });
  await new Promise(setImmediate);
  return { answer, offset };
}

/** How updates reach a bot: webhook and long poll. */
export const DELIVERY_CASES: readonly StrictnessCase[] = [
  {
    source: '[S] 15961',
    what: 'webhook without TLS',
    method: 'setWebhook',
    payload: { url: 'http://example.org' },
    refusal: '400 Bad Request: bad webhook: An HTTPS URL must be provided for webhook',
    onlyEmulated: 'would take the webhook of the bot away',
  },
  {
    source: '[S] 16023',
    what: 'secret with a blank',
    method: 'setWebhook',
    payload: { url: 'https://example.org', secret_token: 'a b' },
    refusal: '400 Bad Request: secret token contains unallowed characters',
    onlyEmulated: 'would take the webhook of the bot away',
  },
  {
    source: '[T] setWebhook',
    what: 'webhook without address',
    method: 'setWebhook',
    payload: {},
    refusal: '400 Bad Request: parameter "url" is required',
    stricterThanTelegram: 'Telegram takes it for deleteWebhook, which nobody means',
  },
  {
    source: '[S] 15703',
    what: 'a poll under a webhook',
    method: 'getUpdates',
    payload: async ({ done }) => {
      await done('setWebhook', { url: 'https://example.org' });
      return {};
    },
    refusal:
      "409 Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
    onlyEmulated: 'would take the webhook of the bot away',
  },
  {
    source: '[S] 16232',
    what: 'a poll that another poll ends',
    method: 'getUpdates',
    ask: async (given) => {
      const { answer, offset } = await waitingPoll(given);
      void given.call('getUpdates', { offset, timeout: 1 });
      const first = await answer;
      await given.done('setWebhook', { url: 'https://example.org' });
      return first;
    },
    refusal:
      '409 Conflict: terminated by other getUpdates request; make sure that only one bot instance is running',
    onlyEmulated: 'would end the polls of a running bot',
  },
  {
    source: '[S] 16229',
    what: 'a poll that a webhook ends',
    method: 'getUpdates',
    ask: async (given) => {
      const { answer } = await waitingPoll(given);
      await given.done('setWebhook', { url: 'https://example.org' });
      return answer;
    },
    refusal: '409 Conflict: terminated by setWebhook request',
    onlyEmulated: 'would take the webhook of the bot away',
  },
  {
    source: '[S] 16023',
    what: 'secret of 257',
    method: 'setWebhook',
    payload: { url: 'https://example.org', secret_token: 'x'.repeat(257) },
    refusal: '400 Bad Request: secret token is too long',
    onlyEmulated: 'would take the webhook of the bot away',
  },
  {
    source: '[S] do_set_webhook',
    what: 'address that is none',
    method: 'setWebhook',
    payload: { url: 'https://' },
    refusal: '400 Bad Request: invalid webhook URL specified',
    onlyEmulated: 'would take the webhook of the bot away',
  },
  {
    source: '[S] do_set_webhook',
    what: 'address of another scheme',
    method: 'setWebhook',
    payload: { url: 'ftp://example.org' },
    refusal: '400 Bad Request: invalid webhook URL specified',
    onlyEmulated: 'would take the webhook of the bot away',
  },
  {
    source: '[S] WebhookActor.cpp:561',
    what: 'port that is not for webhooks',
    method: 'setWebhook',
    payload: { url: 'https://example.org:8080/hook' },
    refusal:
      '400 Bad Request: bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443',
    onlyEmulated: 'would take the webhook of the bot away',
  },
  {
    source: '[S] check_ip_address',
    what: 'IP address that is none',
    method: 'setWebhook',
    payload: { url: 'https://example.org', ip_address: '1.2.3' },
    refusal: '400 Bad Request: bad webhook: Invalid IP address specified',
    onlyEmulated: 'would take the webhook of the bot away',
  },
  {
    source: '[S] check_ip_address',
    what: 'IP address of a private network',
    method: 'setWebhook',
    payload: { url: 'https://example.org', ip_address: '192.168.1.1' },
    refusal: '400 Bad Request: bad webhook: IP address 192.168.1.1 is reserved',
    onlyEmulated: 'would take the webhook of the bot away',
  },
  {
    source: '[S] check_ip_address',
    what: 'IPv6 address',
    method: 'setWebhook',
    payload: { url: 'https://example.org', ip_address: '2001:db8::1' },
    refusal: '400 Bad Request: bad webhook: IPv6-only addresses are not allowed',
    onlyEmulated: 'would take the webhook of the bot away',
  },
  {
    source: '[S] MAX_CERTIFICATE_FILE_SIZE',
    what: 'certificate too big',
    method: 'setWebhook',
    payload: { url: 'https://example.org', certificate: bytes((3 << 20) + 1, 'cert.pem') },
    refusal: '400 Bad Request: certificate size is too big (3145729 bytes)',
    onlyEmulated: 'would take the webhook of the bot away',
  },
  {
    source: '[S] 15735',
    what: 'twice within a second',
    method: 'setWebhook',
    limits: {},
    payload: async ({ done }) => {
      await done('setWebhook', { url: 'https://example.org' });
      return { url: 'https://example.org/other' };
    },
    refusal: '429 Too Many Requests: retry after 1',
    parameters: { retry_after: 1 },
    onlyEmulated: 'would take the webhook of the bot away',
  },
  {
    source: '[S] get_closing_error',
    what: 'a call after logging out',
    method: 'getMe',
    payload: async ({ done }) => {
      await done('logOut', {});
      return {};
    },
    refusal: '400 Logged out',
    onlyEmulated: 'would lock the bot out for ten minutes',
  },
  {
    source: '[S] get_closing_error',
    what: 'a poll that logging out ends',
    method: 'getUpdates',
    ask: async (given) => {
      const { answer } = await waitingPoll(given);
      await given.done('logOut', {});
      return answer;
    },
    refusal: '400 Logged out',
    onlyEmulated: 'would lock the bot out for ten minutes',
  },
  {
    source: '[T] close',
    what: 'within ten minutes of its launch',
    method: 'close',
    payload: ({ clock }) => {
      clock.ms += 9 * 60_000;
      return {};
    },
    refusal: '429 Too Many Requests: retry after 60',
    parameters: { retry_after: 60 },
    onlyEmulated: 'would close the bot where it was launched long ago',
  },
  {
    source: '[S] 16291',
    what: 'a token that was revoked',
    method: 'getMe',
    ask: ({ emulator, bot, call }) => {
      emulator.revokes(bot);
      return call('getMe');
    },
    refusal: '401 Unauthorized',
    onlyEmulated: 'only BotFather can do that',
  },
  {
    source: '[S] 16291',
    what: 'a poll whose token is revoked',
    method: 'getUpdates',
    ask: async (given) => {
      const { answer } = await waitingPoll(given);
      given.emulator.revokes(given.bot);
      return answer;
    },
    refusal: '401 Unauthorized',
    onlyEmulated: 'only BotFather can do that',
  },
  {
    source: 'emulator',
    what: 'goes on while it should wait, where that makes it worse',
    method: 'sendMessage',
    limits: { penalty: { factor: 4, maxSeconds: 60 } },
    payload: async ({ call, sent }) => {
      for (let message = 0; message < 3; message += 1) await sent({});
      await call('sendMessage', toAlice({}));
      return toAlice({});
    },
    refusal: '429 Too Many Requests: retry after 4',
    parameters: { retry_after: 4 },
    onlyEmulated: 'no figure is known',
  },
];
