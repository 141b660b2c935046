import type { RawArguments } from '../request/arguments.ts';
import { parseBody } from '../request/body.ts';

/** Not called from there: what manages the webhook, and all `get…` ([S] WebhookActor, handle). */
const NOT_CALLED = new Set(['deletewebhook', 'setwebhook', 'close', 'logout']);

/** The call that a bot made by its answer to an update; nothing when it made none. */
export function methodInAnswer(
  contentType: string,
  body: Buffer,
): { readonly method: string; readonly raw: RawArguments } | undefined {
  const { method, ...raw } = parseBody(body, contentType).values;
  if (typeof method !== 'string') return undefined;
  const name = method.toLowerCase();
  if (name === '' || NOT_CALLED.has(name) || name.startsWith('get')) return undefined;
  return { method, raw };
}
