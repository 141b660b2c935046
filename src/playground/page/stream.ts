import type { Context } from 'hono';
import { streamOf } from '../event-stream.ts';
import { type Change, followPlace } from './changes.ts';
import type { Place } from './place.ts';
import type { Stage } from './stage.ts';

/** Answers with server-sent events: what the place shows, then every change. */
export function streamPlace(context: Context, stage: Stage, place: Place): Response {
  return streamOf<Change>(
    context,
    (listener) => followPlace(stage, place, listener),
    ({ kind, ...change }) => ({ event: kind, data: JSON.stringify(change) }),
  );
}
