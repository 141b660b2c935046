import type { Handler, MiddlewareHandler } from 'hono';
import type { z } from 'zod';
import { type Place, placeOf } from '../place.ts';
import { Refused } from '../refused.ts';
import type { Stage } from '../stage.ts';

/** Makes a handler of what somebody does at a place with a JSON body that has the wanted shape. */
export type Act = <Schema extends z.ZodType>(
  schema: Schema,
  act: (place: Place, body: z.infer<Schema>) => object | Promise<object>,
) => Handler;

const MAX_JSON_BYTES = 256 * 1024;

/** Finds the place, reads the body, answers with what comes back. */
export function actAt(stage: Stage): Act {
  return (schema, act) => async (context) => {
    const place = placeOf(stage, context.req.query());
    const body = schema.safeParse(await readJson(await context.req.text()));
    if (!body.success) throw new Refused('bad-request');
    return context.json(await act(place, body.data));
  };
}

/** Refuses a body that is too long before it is read. */
export function upTo(maxBytes = MAX_JSON_BYTES): MiddlewareHandler {
  return async (context, next) => {
    const length = Number(context.req.header('content-length') ?? 0);
    // A browser always says how long its body is.
    if (context.req.header('transfer-encoding') !== undefined || length > maxBytes)
      throw new Refused('too-big');
    await next();
  };
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
