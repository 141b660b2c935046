import type { Context } from 'hono';

/** Answers with the bytes, or with the one part that a player asks for. */
export function sendPart(context: Context, bytes: Uint8Array<ArrayBuffer>): Response {
  context.header('accept-ranges', 'bytes');
  const [, from = '', to = ''] =
    /^bytes=(\d*)-(\d*)$/u.exec(context.req.header('range') ?? '') ?? [];
  if (from === '') return context.body(bytes);
  const start = Number(from);
  const end = to === '' ? bytes.length - 1 : Math.min(Number(to), bytes.length - 1);
  if (start > end) {
    context.header('content-range', `bytes */${bytes.length}`);
    return context.body(null, 416);
  }
  context.header('content-range', `bytes ${start}-${end}/${bytes.length}`);
  return context.body(bytes.slice(start, end + 1), 206);
}
