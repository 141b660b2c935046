import type { Context } from 'hono';
import { streamSSE } from 'hono/streaming';
import { type Change, followPlace } from './changes.ts';
import type { Place } from './place.ts';
import type { Stage } from './stage.ts';

const BEAT_MS = 15_000;
/** A browser that is this far behind comes back and gets the whole chat. */
const MAX_WAITING = 1_000;

/** Answers with server-sent events: what the place shows, then every change. */
export function streamPlace(context: Context, stage: Stage, place: Place): Response {
  return streamSSE(context, async (stream) => {
    let waiting: Change[] = [];
    let awake = Promise.withResolvers<void>();
    const leave = followPlace(stage, place, (change) => {
      waiting.push(change);
      awake.resolve();
    });
    const beat = setInterval(() => awake.resolve(), BEAT_MS);
    stream.onAbort(() => awake.resolve());
    try {
      while (!stream.aborted && waiting.length < MAX_WAITING) {
        const changes = waiting;
        waiting = [];
        awake = Promise.withResolvers<void>();
        if (changes.length === 0) await stream.write(': still here\n\n');
        for (const { kind, ...change } of changes)
          await stream.writeSSE({ event: kind, data: JSON.stringify(change) });
        if (waiting.length === 0) await awake.promise;
      }
    } finally {
      clearInterval(beat);
      leave();
    }
  });
}
