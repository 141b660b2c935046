import type { Hono } from 'hono';
import { placeOf } from '../place.ts';
import { Refused } from '../refused.ts';
import { searchIn, stretchOf } from '../shown.ts';
import { shownType } from '../shown-type.ts';
import type { Stage } from '../stage.ts';
import { streamPlace } from '../stream.ts';
import { sendPart } from './part.ts';

/** What the page reads. */
export function addLooking(api: Hono, stage: Stage): void {
  const { bot, cast } = stage;

  api.get('/session', (context) =>
    context.json({
      bot: { id: bot.id, name: bot.name, username: bot.username },
      persons: cast.list(),
      hasChosenLanguage: cast.hasChosenLanguage(),
    }),
  );

  api.get('/status', (context) =>
    context.json({ status: stage.status(context.req.query('language') ?? '') ?? null }),
  );

  api.get('/events', (context) => streamPlace(context, stage, placeOf(stage, context.req.query())));

  api.get('/history', (context) => {
    const query = context.req.query();
    const before = Number(query['before']);
    const to = query['to'] === undefined ? {} : { to: Number(query['to']) };
    return context.json(stretchOf(placeOf(stage, query), { before, ...to }));
  });

  api.get('/search', (context) => {
    const query = context.req.query();
    return context.json({ found: searchIn(placeOf(stage, query), query['words'] ?? '') });
  });

  api.get('/versions', (context) => {
    const query = context.req.query();
    const { chat } = placeOf(stage, query);
    const wanted = Number(query['message']);
    const shown = chat.messages().find(({ message_id: id }) => id === wanted);
    if (!shown) throw new Refused('gone');
    return context.json({ versions: shown.versions });
  });

  api.get('/files/:id', (context) => {
    const bytes = stage.emulator.fileOf(bot, context.req.param('id'));
    if (!bytes) throw new Refused('not-found');
    const type = shownType(bytes);
    context.header('content-type', type ?? 'application/octet-stream');
    context.header('content-disposition', type ? 'inline' : 'attachment');
    return sendPart(context, new Uint8Array(bytes));
  });
}
