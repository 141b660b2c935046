import { closeSync, openSync } from 'node:fs';
import { type IncomingMessage, request } from 'node:http';
import { type HostRequest, answerSchema } from './protocol.ts';

/** Where the operating system allows about 108 bytes, and not everywhere as many. */
const MOST_SOCKET_BYTES = 100;

/** The host said what is wrong; it did nothing, or not all of it. */
export class HostProblem extends Error {
  override readonly name = 'HostProblem';
  /** Of the operating system, such as `ENOSPC`. */
  readonly code: string | undefined;

  constructor(message: string, code: string | undefined) {
    super(message);
    this.code = code;
  }
}

/**
 * Asks the host that listens on `socket`.
 * @throws {HostProblem} what it says; any other error when nobody answers
 */
export async function callHost(socket: string, asked: HostRequest): Promise<unknown> {
  const answer = answerSchema.parse(JSON.parse(await textOf(await send(socket, 'POST', asked))));
  if ('problem' in answer) throw new HostProblem(answer.problem, answer.code);
  return answer.value ?? undefined;
}

/** Resolves when the host that listens on `socket` has ended, or `signal` aborts. */
export async function hostEnd(socket: string, signal: AbortSignal): Promise<void> {
  try {
    await textOf(await send(socket, 'GET', undefined, signal));
  } catch {
    // Its end is what we wait for.
  }
}

function send(
  socket: string,
  method: 'GET' | 'POST',
  body: HostRequest | undefined,
  signal?: AbortSignal,
): Promise<IncomingMessage> {
  const { socketPath, free } = reachable(socket);
  return new Promise<IncomingMessage>((resolve, reject) => {
    const sent = request(
      { socketPath, method, path: '/', agent: false, ...(signal && { signal }) },
      resolve,
    );
    sent.once('error', reject);
    sent.end(body === undefined ? undefined : JSON.stringify(body));
  }).finally(free);
}

/** A name of the socket that is short enough, whatever the path of its directory. */
function reachable(socket: string): { readonly socketPath: string; readonly free: () => void } {
  if (Buffer.byteLength(socket) <= MOST_SOCKET_BYTES || process.platform !== 'linux')
    return { socketPath: socket, free: () => undefined };
  const cut = socket.lastIndexOf('/');
  const descriptor = openSync(socket.slice(0, cut), 'r');
  return {
    socketPath: `/proc/self/fd/${descriptor}${socket.slice(cut)}`,
    free: () => closeSync(descriptor),
  };
}

async function textOf(message: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of message as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}
