import { rm } from 'node:fs/promises';
import { type IncomingMessage, type ServerResponse, createServer } from 'node:http';
import { z } from 'zod';
import { type HostRequest, MOST_BYTES, requestSchema } from './protocol.ts';

/**
 * Answers requests of the bot on a socket that nobody else may use. `GET` is held open for as long
 * as this process lives: who waits for it learns at once when it ends.
 */
export async function openControl(
  socket: string,
  answer: (request: HostRequest) => Promise<unknown>,
): Promise<{ close(): void }> {
  const respond = async (request: IncomingMessage): Promise<object> => {
    try {
      const value = await answer(requestSchema.parse(JSON.parse(await bodyOf(request))));
      return { value: value ?? null };
    } catch (error) {
      const problem = error instanceof z.ZodError ? z.prettifyError(error) : String(error);
      const code = error instanceof Error && 'code' in error ? String(error.code) : undefined;
      return { problem, ...(code === undefined ? {} : { code }) };
    }
  };
  const server = createServer((request: IncomingMessage, response: ServerResponse) => {
    response.setHeader('content-type', 'application/json');
    if (request.method === 'GET') {
      response.write('{}\n');
      return;
    }
    void respond(request).then((said) => response.end(JSON.stringify(said)));
  });
  // What takes long, such as ending a process, is asked for as well.
  server.requestTimeout = 0;
  await rm(socket, { force: true });
  const before = process.umask(0o177);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(socket, () => resolve());
  }).finally(() => process.umask(before));
  return {
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    sizeBytes += chunk.length;
    if (sizeBytes > MOST_BYTES) throw new Error(`more than ${MOST_BYTES} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
