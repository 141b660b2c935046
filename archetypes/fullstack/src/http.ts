import type { IncomingMessage, ServerResponse } from 'node:http';

/** A request that is refused: its status, and words for the caller. */
export class Refusal extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** One way in. `pattern` is matched against the whole path; its groups are handed to `handle`. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly pattern: RegExp;
  handle(call: Call): Answer | Promise<Answer>;
}

export interface Call {
  readonly groups: Readonly<Record<string, string>>;
  /** The body as JSON. Rejects with a `Refusal` when it is not, or too long. */
  body(): Promise<unknown>;
}

export interface Answer {
  readonly status?: number;
  readonly json?: unknown;
  /** Instead of `json`. */
  readonly file?: { readonly type: string; readonly content: string | Uint8Array };
}

const MAX_BODY_BYTES = 16 * 1024;

const HEADERS = {
  'content-security-policy': "default-src 'self'; img-src 'self' data:; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
};

/** Answers a request by the first route that fits. What fails is logged, not told. */
export async function answer(
  routes: readonly Route[],
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { status = 200, json, file } = await find(routes, request).catch((error: unknown) => {
    if (error instanceof Refusal) {
      return { status: error.status, json: { error: error.message }, file: undefined };
    }
    console.error(`${request.method} ${request.url} failed:`, error);
    return { status: 500, json: { error: 'internal error' }, file: undefined };
  });
  const type = file?.type ?? 'application/json';
  const content = file?.content ?? (json === undefined ? undefined : JSON.stringify(json));
  response.writeHead(status, content === undefined ? HEADERS : { ...HEADERS, 'content-type': type });
  response.end(content);
}

async function find(routes: readonly Route[], request: IncomingMessage): Promise<Answer> {
  const path = (request.url ?? '/').split('?', 1)[0] ?? '/';
  const route = routes.find(
    ({ method, pattern }) => method === request.method && pattern.test(path),
  );
  if (!route) throw new Refusal(404, 'not found');
  const groups = route.pattern.exec(path)?.groups ?? {};
  return route.handle({ groups, body: () => readJson(request) });
}

/** Another site's form cannot send this type, so it cannot act for whoever is looking at it. */
async function readJson(request: IncomingMessage): Promise<unknown> {
  if (!/^application\/json\b/.test(request.headers['content-type'] ?? '')) {
    throw new Refusal(415, 'the body is to be application/json');
  }
  const chunks: Buffer[] = [];
  let bytes = 0;
  // Left open when it is too long, so that the refusal still gets through.
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    bytes += chunk.length;
    if (bytes > MAX_BODY_BYTES) throw new Refusal(413, 'the body is too long');
    chunks.push(chunk);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch {
    throw new Refusal(400, 'the body is not JSON');
  }
}
