import type { Hono } from 'hono';
import { z } from 'zod';
import { placeOf } from '../place.ts';
import { Refused } from '../refused.ts';
import type { Stage } from '../stage.ts';
import { MAX_UPLOAD_BYTES, sendUploads, type Upload } from '../upload.ts';
import { upTo } from './act.ts';

const MAX_CAPTION = 60_000;
const MAX_ALBUM = 10;

const about = z.object({
  items: z
    .array(
      z.object({
        name: z.string(),
        kind: z.enum(['document', 'photo', 'voice', 'audio', 'video']),
        sizeBytes: z.number().int().min(0),
      }),
    )
    .min(1)
    .max(MAX_ALBUM),
  caption: z.string().max(MAX_CAPTION).default(''),
  replyTo: z.number().int().optional(),
});

/** Files that a person sends: the body is all of them in a row, the query says what they are. */
export function addFiles(api: Hono, stage: Stage): void {
  api.post('/files', upTo(MAX_UPLOAD_BYTES * MAX_ALBUM), async (context) => {
    const query = context.req.query();
    const { chat } = placeOf(stage, query);
    const given = about.safeParse(toJson(query['about'] ?? ''));
    if (!given.success) throw new Refused('bad-request');
    const { items, ...rest } = given.data;
    if (items.some(({ sizeBytes }) => sizeBytes === 0)) throw new Refused('empty');
    if (items.some(({ sizeBytes }) => sizeBytes > MAX_UPLOAD_BYTES)) throw new Refused('too-big');
    const body = new Uint8Array(await context.req.arrayBuffer());
    sendUploads(chat, { ...rest, uploads: cut(body, items) });
    return context.json({});
  });
}

function cut(
  body: Uint8Array,
  items: readonly (Omit<Upload, 'bytes'> & { readonly sizeBytes: number })[],
): Upload[] {
  let at = 0;
  const uploads = items.map(({ name, kind, sizeBytes }) => {
    const bytes = body.slice(at, at + sizeBytes);
    at += sizeBytes;
    return { name, kind, bytes };
  });
  if (at !== body.length) throw new Refused('bad-request');
  return uploads;
}

function toJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
