import { refusal } from '../refusal.ts';

/** Where a webhook may be. */
export type WebhookReach =
  /**
   * Addresses of this machine get the updates, over HTTP too and on any port, as Telegram's own
   * server for local use allows. Any other address is checked as the public service checks it and
   * gets nothing: an emulator does not write to the internet.
   */
  | 'loopback'
  /** Every address gets the updates, by the rules for local use: between containers, say. */
  | 'any';

const PORTS = new Set([443, 80, 88, 8443]);
const LOOPBACK = /^(?:localhost|.+\.localhost|127(?:\.\d{1,3}){3}|\[::1\])$/iu;
const IPV4 = /^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?!$)|$)){4}$/u;
const RESERVED =
  /^(?:0|10|127|169\.254|172\.(?:1[6-9]|2\d|3[01])|192\.168|2(?:2[4-9]|[34]\d|5[0-5]))\./u;

/** Where updates go. */
export interface WebhookAddress {
  readonly url: URL;
  /** Whether the emulator writes there. */
  readonly isReached: boolean;
}

/** Reads an address; without a scheme it is HTTPS. @throws {Refusal} */
export function parseAddress(text: string): URL {
  const url = URL.parse(text.includes('://') ? text : `https://${text}`);
  if (!url || !['http:', 'https:'].includes(url.protocol))
    throw refusal('invalid webhook URL specified');
  return url;
}

/** Checks that updates may go there. @throws {Refusal} */
export function checkAddress(
  url: URL,
  ip: string | undefined,
  reach: WebhookReach,
): WebhookAddress {
  const isReached = reach === 'any' || LOOPBACK.test(url.hostname);
  if (!isReached) checkAsPublic(url);
  checkIp(ip, isReached);
  return { url, isReached };
}

function checkAsPublic(url: URL): void {
  if (url.protocol !== 'https:')
    throw refusal('bad webhook: An HTTPS URL must be provided for webhook');
  if (!PORTS.has(url.port === '' ? 443 : Number(url.port)))
    throw refusal('bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443');
}

function checkIp(ip: string | undefined, isLocal: boolean): void {
  if (ip === undefined || ip === '') return;
  if (ip.includes(':') && !isLocal)
    throw refusal('bad webhook: IPv6-only addresses are not allowed');
  if (!ip.includes(':') && !IPV4.test(ip))
    throw refusal('bad webhook: Invalid IP address specified');
  if (!isLocal && RESERVED.test(ip)) throw refusal(`bad webhook: IP address ${ip} is reserved`);
}
