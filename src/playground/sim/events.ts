import type { Context } from 'hono';
import { streamSSE } from 'hono/streaming';
import type { EmulatorEvent } from '../bot-api/world.ts';
import type { Stage } from './stage.ts';

const BEAT_MS = 15_000;
/** A listener that is this far behind is let go. */
const MAX_WAITING = 1_000;

/** Answers with server-sent events: everything that changes from now on, calls of bots too. */
export function streamEvents(context: Context, { emulator }: Stage): Response {
  return streamSSE(context, async (stream) => {
    let waiting: EmulatorEvent[] = [];
    let awake = Promise.withResolvers<void>();
    const leave = emulator.events.subscribe((event) => {
      waiting.push(event);
      awake.resolve();
    });
    const beat = setInterval(() => awake.resolve(), BEAT_MS);
    stream.onAbort(() => awake.resolve());
    try {
      // The first line tells that nothing is missed from here on.
      await stream.write(': listening\n\n');
      while (!stream.aborted && waiting.length < MAX_WAITING) {
        const events = waiting;
        waiting = [];
        awake = Promise.withResolvers<void>();
        if (events.length === 0) await stream.write(': still here\n\n');
        for (const event of events)
          await stream.writeSSE({ event: event.kind, data: JSON.stringify(event) });
        if (waiting.length === 0) await awake.promise;
      }
    } finally {
      clearInterval(beat);
      leave();
    }
  });
}
