import type { IncomingMessage } from 'node:http';
import type { RawArguments } from './arguments.ts';
import { Refusal, refusal } from './refusal.ts';

/** Telegram's own ceiling for a request with files in it. */
const MAX_BODY_BYTES = 60 * 1024 * 1024;

/** All parameters of a request: those of its address, then those of its body. @throws {Refusal} */
export async function readParameters(request: IncomingMessage, url: URL): Promise<RawArguments> {
  const fromAddress = Object.fromEntries(url.searchParams);
  const body = await readBody(request);
  if (body.length === 0) return fromAddress;
  const contentType = request.headers['content-type'] ?? '';
  return { ...fromAddress, ...(await parse(body, contentType)) };
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    sizeBytes += chunk.length;
    if (sizeBytes <= MAX_BODY_BYTES) chunks.push(chunk);
  }
  if (sizeBytes > MAX_BODY_BYTES) throw new Refusal(413, 'Request Entity Too Large');
  return Buffer.concat(chunks);
}

async function parse(body: Buffer, contentType: string): Promise<RawArguments> {
  if (/^application\/json\b/iu.test(contentType)) return parseJson(body);
  if (/^application\/x-www-form-urlencoded\b/iu.test(contentType))
    return Object.fromEntries(new URLSearchParams(body.toString('utf8')));
  if (/^multipart\/form-data\b/iu.test(contentType)) return parseMultipart(body, contentType);
  throw refusal(`Content type "${contentType}" is not understood`);
}

function parseJson(body: Buffer): RawArguments {
  try {
    const value: unknown = JSON.parse(body.toString('utf8'));
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      return value as RawArguments;
  } catch {
    // Answered below, as any other body that is no object.
  }
  throw refusal("Can't parse JSON object");
}

async function parseMultipart(body: Buffer, contentType: string): Promise<RawArguments> {
  const parts = await new Response(new Uint8Array(body), {
    headers: { 'content-type': contentType },
  })
    .formData()
    .catch(() => {
      throw refusal("Can't parse multipart body");
    });
  const fields: Record<string, unknown> = {};
  for (const [name, value] of parts) {
    if (typeof value === 'string') fields[name] = value;
    else
      fields[name] = {
        name: value.name,
        bytes: new Uint8Array(await value.arrayBuffer()),
        contentType: value.type || undefined,
      };
  }
  return fields;
}
