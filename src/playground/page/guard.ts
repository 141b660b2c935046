import { createHash, timingSafeEqual } from 'node:crypto';
import type { MiddlewareHandler } from 'hono';

/** A name under which only this machine is reached: any other one is DNS rebinding. */
const LOOPBACK = /^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d{1,5})?$/iu;

const HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    // What somebody is about to send is shown from memory.
    "img-src 'self' blob:",
    "media-src 'self' blob:",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

/** Refuses a request that came by another name, and keeps the browser from asking elsewhere. */
export const onlyLoopback: MiddlewareHandler = async (context, next) => {
  const host = context.req.header('host') ?? '';
  if (!LOOPBACK.test(host)) return context.text('Open this page as http://127.0.0.1.\n', 403);
  await next();
  for (const [name, value] of Object.entries(HEADERS)) context.header(name, value);
  return undefined;
};

/**
 * Refuses a request without the key, in the header `x-playground-key` or as `?key=`: whatever else
 * runs on this machine, the agent's commands too, must not be able to speak as the owner.
 */
export function onlyWithKey(key: string): MiddlewareHandler {
  const wanted = digest(key);
  return async (context, next) => {
    const given = context.req.header('x-playground-key') ?? context.req.query('key') ?? '';
    if (!timingSafeEqual(digest(given), wanted)) return context.json({ error: 'wrong-key' }, 401);
    await next();
    context.header('cache-control', 'no-store');
    return undefined;
  };
}

/** Equally long whatever was given: the comparison tells nothing by its time. */
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
