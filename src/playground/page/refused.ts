import type { ContentfulStatusCode } from 'hono/utils/http-status';

/** Why a request of the page was refused; the page has words for each. */
type Reason =
  | 'wrong-key'
  | 'bad-request'
  | 'nobody'
  | 'no-chat'
  | 'gone'
  | 'silent'
  | 'not-found'
  | 'not-possible'
  | 'too-big'
  | 'empty';

const STATUS: Readonly<Record<Reason, ContentfulStatusCode>> = {
  'wrong-key': 401,
  'bad-request': 400,
  nobody: 404,
  'no-chat': 404,
  gone: 409,
  silent: 504,
  'not-found': 404,
  'not-possible': 409,
  'too-big': 413,
  empty: 400,
};

/** Thrown where a request of the page cannot be done; it becomes the answer. */
export class Refused extends Error {
  readonly reason: Reason;
  readonly status: ContentfulStatusCode;

  constructor(reason: Reason) {
    super(reason);
    this.reason = reason;
    this.status = STATUS[reason];
  }
}
