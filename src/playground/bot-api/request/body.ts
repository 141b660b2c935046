import type { IncomingMessage } from 'node:http';
import { unzipSync } from 'node:zlib';
import type { RawArguments } from './arguments.ts';
import { nestsTooDeep } from './nesting.ts';
import { parseMultipart } from './multipart.ts';
import { HttpRefusal, Refusal, refusal } from '../refusal.ts';
import { isEscapedUtf8, NOT_UTF8, toUtf8 } from './utf8.ts';

/** The public service's own ceiling for a request with files in it. */
const MAX_BODY_BYTES = 60 * 1024 * 1024;
/** All parameters that are no files, together ([TD] HttpReader, MAX_TOTAL_PARAMETERS_LENGTH). */
const MAX_PARAMETER_BYTES = 1 << 20;

/** What a request says. */
interface Parameters {
  readonly values: RawArguments;
  /** What Telegram would have ignored in silence. */
  readonly warnings: readonly string[];
}

/**
 * All parameters of a request: those of its address, then those of its body. Of two with one name
 * the first one counts ([S] Query.h, arg). @throws {Refusal | HttpRefusal}
 */
export async function readParameters(request: IncomingMessage, url: URL): Promise<Parameters> {
  if (!isEscapedUtf8(url.search)) throw refusal(NOT_UTF8);
  const fromAddress = firstOfEach(url.searchParams);
  const body = decode(await readBody(request), request.headers['content-encoding']);
  if (body.length === 0) return { values: fromAddress, warnings: [] };
  const contentType = request.headers['content-type'] ?? '';
  const parsed = /multipart\/form-data/iu.test(contentType)
    ? { values: await parseMultipart(body, contentType, MAX_PARAMETER_BYTES), warnings: [] }
    : parseBody(body, contentType);
  return { values: { ...parsed.values, ...fromAddress }, warnings: parsed.warnings };
}

/** Parameters of a body that holds no files. @throws {HttpRefusal | Refusal} when it is too much, or no UTF-8 */
export function parseBody(body: Buffer, contentType: string): Parameters {
  const isJson = /application\/json/iu.test(contentType);
  if (!isJson && !/application\/x-www-form-urlencoded/iu.test(contentType)) {
    const warning = `Telegram does not read a body of type "${contentType}".`;
    return { values: {}, warnings: body.length === 0 ? [] : [warning] };
  }
  if (body.length > MAX_PARAMETER_BYTES) throw new HttpRefusal(413);
  const text = toUtf8(body);
  if (!isJson && !isEscapedUtf8(text)) throw refusal(NOT_UTF8);
  return isJson
    ? parseJson(text)
    : { values: firstOfEach(new URLSearchParams(text)), warnings: [] };
}

/**
 * Telegram reads broken JSON up to where it breaks and goes on with what it got; here nothing of
 * it counts, so that the bot always misses something. What nests too deep is broken too.
 */
function parseJson(text: string): Parameters {
  try {
    const value: unknown = JSON.parse(text);
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    if (isObject && !nestsTooDeep(value)) return { values: value as RawArguments, warnings: [] };
  } catch {
    // Told below, as any other body that is no object.
  }
  return { values: {}, warnings: ['The body is no JSON object: Telegram reads nothing of it.'] };
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  // Read to its end also when it is too much: a bot that still sends would miss the answer.
  for await (const chunk of request as AsyncIterable<Buffer>) {
    sizeBytes += chunk.length;
    if (sizeBytes <= MAX_BODY_BYTES) chunks.push(chunk);
  }
  if (sizeBytes > MAX_BODY_BYTES) throw new Refusal(413, 'Request Entity Too Large');
  return Buffer.concat(chunks);
}

function decode(body: Buffer, encoding: string | undefined): Buffer {
  if (encoding === undefined || encoding === '' || body.length === 0) return body;
  if (!/^(?:gzip|deflate)$/iu.test(encoding)) throw new HttpRefusal(415);
  try {
    return unzipSync(body, { maxOutputLength: MAX_BODY_BYTES });
  } catch {
    throw new HttpRefusal(400);
  }
}

function firstOfEach(pairs: Iterable<[string, string]>): Record<string, string> {
  const values: Record<string, string> = {};
  for (const [name, value] of pairs) if (!Object.hasOwn(values, name)) values[name] = value;
  return values;
}
