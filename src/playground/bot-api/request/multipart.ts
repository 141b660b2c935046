import type { RawArguments } from './arguments.ts';
import { HttpRefusal, refusal } from '../refusal.ts';
import { NOT_UTF8 } from './utf8.ts';

/** [S] HttpServer: more files in one request are refused. */
const MAX_FILES = 50;

/** The parts of a form, files among them. @throws {HttpRefusal | Refusal} when it is none, too much, or no UTF-8 */
export async function parseMultipart(
  body: Buffer,
  contentType: string,
  maxParameterBytes: number,
): Promise<RawArguments> {
  const headers = { 'content-type': contentType };
  const parts = await new Response(new Uint8Array(body), { headers }).formData().catch(() => {
    throw new HttpRefusal(400);
  });
  const fields: Record<string, unknown> = {};
  let parameterBytes = 0;
  let files = 0;
  for (const [name, value] of parts) {
    if (typeof value === 'string') parameterBytes += Buffer.byteLength(value);
    else files += 1;
    if (parameterBytes > maxParameterBytes || files > MAX_FILES) throw new HttpRefusal(413);
    if (typeof value === 'string' && !isIn(body, value)) throw refusal(NOT_UTF8);
    if (!Object.hasOwn(fields, name))
      fields[name] = typeof value === 'string' ? value : await toUpload(value);
  }
  return fields;
}

/** Bytes that are no UTF-8 were read as U+FFFD, and as such they are nowhere in the body. */
function isIn(body: Buffer, value: string): boolean {
  return !value.includes('\uFFFD') || body.includes(value);
}

async function toUpload(file: File): Promise<object> {
  return {
    name: file.name,
    bytes: new Uint8Array(await file.arrayBuffer()),
    contentType: file.type || undefined,
  };
}
