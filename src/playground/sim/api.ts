import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { Action } from './action.ts';
import { streamEvents } from './events.ts';
import { FILE_ACTION, fromForm } from './file-action.ts';
import { onlyOwnRequests } from './guard.ts';
import { PERSON_ACTIONS } from './person-actions.ts';
import type { Stage } from './stage.ts';
import { WORLD_ACTIONS } from './world-actions.ts';

/** A file of 50 MB in base64, and some room. */
const MAX_BODY_BYTES = 70 * 1024 * 1024;

const ACTIONS: readonly Action[] = [...PERSON_ACTIONS, FILE_ACTION, ...WORLD_ACTIONS];

const QUESTIONS: Readonly<Record<string, string>> = {
  'GET /sim': 'this list',
  'GET /sim/chat/<id>': 'a chat as people see it; ?bot=<id> for the private chat of another bot',
  'GET /sim/calls': 'the calls of bots, oldest first; ?method=<name> only those',
  'GET /sim/warnings': 'what Telegram would have ignored in silence',
  'GET /sim/events': 'everything that changes, as server-sent events',
};

/** Everything under `/sim`: what people do, what happens, what can be seen. */
export function simApi(stage: Stage, hosts: readonly string[] = []): Hono {
  const { emulator } = stage;
  const api = new Hono().basePath('/sim');
  api.use('*', onlyOwnRequests(hosts));
  api.use('*', bodyLimit({ maxSize: MAX_BODY_BYTES, onError: tooBig }));

  api.get('/', (context) => context.json({ actions: ACTIONS.map(describe), ...QUESTIONS }));
  api.get('/calls', (context) => {
    const method = context.req.query('method')?.toLowerCase();
    const calls = emulator.calls.filter(
      (call) => method === undefined || call.method.toLowerCase() === method,
    );
    return context.json({ calls });
  });
  api.get('/warnings', (context) => context.json({ warnings: emulator.warnings }));
  api.get('/events', (context) => streamEvents(context, stage));
  api.get('/chat/:id', (context) => showChat(context, stage));

  for (const action of ACTIONS)
    api.post(`/${action.name}`, async (context) => {
      const done = await action.run(stage, await readBody(context));
      if (done.kind === 'done') return context.json(done.result);
      const { problem } = done;
      if (done.kind === 'not-possible') return context.json({ error: problem }, 409);
      return context.json({ error: problem, send: action.example }, 400);
    });

  api.notFound((context) =>
    context.json({ error: 'There is nothing here. GET /sim lists what there is.' }, 404),
  );
  return api;
}

function describe({ name, summary, example }: Action): object {
  return { request: `POST /sim/${name}`, summary, example };
}

function showChat(context: Context, stage: Stage): Response {
  const id = Number(context.req.param('id'));
  const botId = Number(context.req.query('bot') ?? stage.bot().id);
  const room = id < 0 ? `group:${id}` : `${botId}:${id}`;
  const chat = stage.emulator.chats().find((one) => one.room === room);
  if (chat) return context.json(chat);
  return context.json({ error: `Nobody was in the chat ${context.req.param('id')} yet.` }, 404);
}

async function readBody(context: Context): Promise<unknown> {
  const isForm = /^multipart\/form-data/iu.test(context.req.header('content-type') ?? '');
  try {
    if (isForm) return await fromForm(await context.req.formData());
    const text = await context.req.text();
    return text === '' ? {} : (JSON.parse(text) as unknown);
  } catch {
    // No JSON and no form: told as any other body that is no object.
    return undefined;
  }
}

function tooBig(context: Context): Response {
  return context.json({ error: 'That is too big.' }, 413);
}
