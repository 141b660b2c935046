import type { Context } from 'hono';
import { type SSEMessage, streamSSE } from 'hono/streaming';

const BEAT_MS = 15_000;
/** A listener that is this far behind is let go: it comes back and gets the whole. */
const MAX_WAITING = 1_000;

/**
 * Answers with server-sent events: each event that `subscribe` hands out from now on. The first line
 * tells that nothing is missed from here on; a quiet stream beats, so that a dead one is noticed.
 */
export function streamOf<Event>(
  context: Context,
  subscribe: (listener: (event: Event) => void) => () => void,
  toMessage: (event: Event) => SSEMessage,
): Response {
  return streamSSE(context, async (stream) => {
    let waiting: Event[] = [];
    let awake = Promise.withResolvers<void>();
    const leave = subscribe((event) => {
      waiting.push(event);
      awake.resolve();
    });
    const beat = setInterval(() => awake.resolve(), BEAT_MS);
    stream.onAbort(() => awake.resolve());
    try {
      await stream.write(': listening\n\n');
      while (!stream.aborted && waiting.length < MAX_WAITING) {
        const events = waiting;
        waiting = [];
        awake = Promise.withResolvers<void>();
        if (events.length === 0) await stream.write(': still here\n\n');
        for (const event of events) await stream.writeSSE(toMessage(event));
        if (waiting.length === 0) await awake.promise;
      }
    } finally {
      clearInterval(beat);
      leave();
    }
  });
}
