import { Hono } from 'hono';
import { Refused } from '../refused.ts';
import type { Stage } from '../stage.ts';
import { actAt, upTo } from './act.ts';
import { addArranging } from './arrange.ts';
import { addHandling } from './handle.ts';
import { addLooking } from './look.ts';
import { addSaying } from './say.ts';
import { addFiles } from './send-files.ts';

/** What the page does: everything under `/api`. Whoever may call it is checked before. */
export function pageApi(stage: Stage): Hono {
  const api = new Hono();
  const act = actAt(stage);
  addFiles(api, stage);
  api.use(upTo());
  addLooking(api, stage);
  addSaying(api, act);
  addHandling(api, stage, act);
  addArranging(api, stage, act);
  api.notFound((context) => context.json({ error: 'not-found' }, 404));
  api.onError((error, context) => {
    // What the emulator throws is what the person cannot do there, such as writing to a lost group.
    const refused = error instanceof Refused ? error : new Refused('not-possible');
    return context.json({ error: refused.reason }, refused.status);
  });
  return api;
}
