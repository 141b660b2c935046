import type { ResponseParameters } from '@grammyjs/types';

const PREFIXES: Readonly<Record<number, string>> = { 400: 'Bad Request', 403: 'Forbidden' };

/** Telegram says no: what the HTTP answer carries. Thrown inside the emulator, caught at its edge. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly code: number;
  readonly parameters: ResponseParameters | undefined;

  constructor(code: number, description: string, parameters?: ResponseParameters) {
    super(description);
    this.code = code;
    this.parameters = parameters;
  }
}

/**
 * A refusal worded as Telegram words it: the code's prefix, then the reason with a small first
 * letter unless its second one is large or `_`.
 */
export function refusal(reason: string, code = 400, parameters?: ResponseParameters): Refusal {
  const prefix = PREFIXES[code];
  if (prefix === undefined) return new Refusal(code, reason, parameters);
  const isCode = /^.[A-Z_]/u.test(reason);
  const text = isCode ? reason : reason.charAt(0).toLowerCase() + reason.slice(1);
  return new Refusal(code, `${prefix}: ${text}`, parameters);
}

/** 429, worded and parametrized as Telegram does it. */
export function tooManyRequests(retryAfterSeconds: number): Refusal {
  return new Refusal(429, `Too Many Requests: retry after ${retryAfterSeconds}`, {
    retry_after: retryAfterSeconds,
  });
}

/** Refused before anything was understood: the HTTP status is all the answer ([TD] HttpReader). */
export class HttpRefusal extends Error {
  override readonly name = 'HttpRefusal';
  readonly status: number;

  constructor(status: number) {
    super(`HTTP ${status}`);
    this.status = status;
  }
}
