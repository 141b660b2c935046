import type { Context } from 'hono';
import { streamOf } from '../event-stream.ts';
import type { Stage } from './stage.ts';

/** Answers with server-sent events: everything that changes from now on, calls of bots too. */
export function streamEvents(context: Context, { emulator }: Stage): Response {
  return streamOf(context, emulator.events.subscribe, (event) => ({
    event: event.kind,
    data: JSON.stringify(event),
  }));
}
