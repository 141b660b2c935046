import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { z } from 'zod';
import type { Member } from './cast.ts';
import { download } from './download.ts';
import { splitText } from './split-text.ts';
import type { Stage } from './stage.ts';
import { streamChat } from './stream.ts';
import { MAX_UPLOAD_BYTES, sendUpload } from './upload.ts';

/** Why a request of the page was refused; the page has words for each. */
type ApiError =
  | 'wrong-key'
  | 'bad-request'
  | 'nobody'
  | 'gone'
  | 'silent'
  | 'not-found'
  | 'too-big'
  | 'empty';

const MAX_JSON_BYTES = 256 * 1024;

const said = z.object({ text: z.string().refine((text) => text.trim() !== '') });
const tapped = z.object({ messageId: z.number().int(), label: z.string() });
const language = z.object({ languageCode: z.string().regex(/^[a-z]{2}$/u) });

/** What the page does: everything under `/api`. Whoever may call it is checked before. */
export function pageApi(stage: Stage): Hono {
  const { bot, cast } = stage;
  const api = new Hono();
  const json = bodyLimit({ maxSize: MAX_JSON_BYTES, onError: (context) => tooBig(context) });
  const file = bodyLimit({ maxSize: MAX_UPLOAD_BYTES, onError: (context) => tooBig(context) });

  api.get('/session', (context) =>
    context.json({ bot: { name: bot.name, username: bot.username }, persons: cast.list() }),
  );

  api.get('/status', (context) => context.json({ status: stage.status() ?? null }));

  api.get('/events', (context) => {
    const member = memberOf(stage, context);
    return member ? streamChat(context, stage, member) : refuse(context, 'nobody', 404);
  });

  api.post('/messages', json, async (context) => {
    const member = memberOf(stage, context);
    if (!member) return refuse(context, 'nobody', 404);
    const body = said.safeParse(await readJson(context));
    if (!body.success) return refuse(context, 'bad-request', 400);
    const sent = splitText(body.data.text).map((part) => cast.chat(member).says(part));
    return context.json({ messageIds: sent.map(({ message_id }) => message_id) });
  });

  api.post('/taps', json, async (context) => {
    const member = memberOf(stage, context);
    if (!member) return refuse(context, 'nobody', 404);
    const body = tapped.safeParse(await readJson(context));
    if (!body.success) return refuse(context, 'bad-request', 400);
    const { messageId, label } = body.data;
    const chat = cast.chat(member);
    const shown = chat.messages().find(({ message_id }) => message_id === messageId);
    if (!shown?.buttons.flat().includes(label)) return refuse(context, 'gone', 409);
    // Only a bot that says nothing is left to fail.
    const answer = await chat.taps(label, messageId).catch(() => undefined);
    return answer ? context.json(answer) : refuse(context, 'silent', 504);
  });

  api.post('/documents', file, async (context) => {
    const member = memberOf(stage, context);
    if (!member) return refuse(context, 'nobody', 404);
    const bytes = new Uint8Array(await context.req.arrayBuffer());
    if (bytes.length === 0) return refuse(context, 'empty', 400);
    const { name = '', caption = '' } = context.req.query();
    sendUpload(cast.chat(member), { name, bytes, caption });
    return context.json({});
  });

  api.get('/files/:id', async (context) => {
    const found = await download(stage, context.req.param('id'));
    if (found.kind === 'too-big') return refuse(context, 'too-big', 413);
    if (found.kind === 'not-found') return refuse(context, 'not-found', 404);
    context.header('content-type', found.image ?? 'application/octet-stream');
    context.header('content-disposition', found.image ? 'inline' : 'attachment');
    return context.body(found.bytes);
  });

  api.post('/language', json, async (context) => {
    const member = memberOf(stage, context);
    if (!member) return refuse(context, 'nobody', 404);
    const body = language.safeParse(await readJson(context));
    if (!body.success) return refuse(context, 'bad-request', 400);
    cast.setLanguage(member, body.data.languageCode);
    return context.json({ persons: cast.list() });
  });

  api.notFound((context) => refuse(context, 'not-found', 404));
  return api;
}

function memberOf({ cast }: Stage, context: Context): Member | undefined {
  return cast.find(Number(context.req.query('person')));
}

async function readJson(context: Context): Promise<unknown> {
  try {
    return await context.req.json();
  } catch {
    return undefined;
  }
}

function tooBig(context: Context): Response {
  return refuse(context, 'too-big', 413);
}

function refuse(context: Context, error: ApiError, status: 400 | 404 | 409 | 413 | 504): Response {
  return context.json({ error }, status);
}
