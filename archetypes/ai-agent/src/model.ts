import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import type { Model, Reply } from './chat.ts';

export interface ModelOptions {
  /** Up to and without `/chat/completions`. */
  readonly url: string;
  readonly name: string;
  /** Local models need none. */
  readonly key?: string;
  /** What there is to wait before the first try again; twice that before the next. */
  readonly retryMs?: number;
}

const TRIES = 3;
const TIMEOUT_MS = 120_000;
const LONGEST_WAIT_MS = 30_000;

const Answer = z.object({
  choices: z.tuple(
    [
      z.object({
        message: z.object({
          content: z.string().nullish(),
          tool_calls: z
            .array(
              z.object({
                id: z.string(),
                function: z.object({ name: z.string(), arguments: z.string() }),
              }),
            )
            .nullish(),
        }),
      }),
    ],
    z.unknown(),
  ),
});

/** A model behind any API that speaks OpenAI's chat completions. Busy and broken ones are asked again. */
export function connectModel({ url, name, key, retryMs = 1_000 }: ModelOptions): Model {
  return async (messages, tools, signal) => {
    const body = JSON.stringify({ model: name, messages, ...(tools.length > 0 && { tools }) });
    for (let attempt = 1; ; attempt += 1) {
      const response = await fetch(`${url}/chat/completions`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          ...(key && { authorization: `Bearer ${key}` }),
        },
        body,
        signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
      });
      if (response.ok) return toReply(await response.json());
      const said = (await response.text()).slice(0, 1_000);
      const isPassing = response.status === 429 || response.status >= 500;
      if (!isPassing || attempt === TRIES) {
        throw new Error(`The model answered ${response.status}: ${said}`);
      }
      const askedMs = Number(response.headers.get('retry-after')) * 1_000;
      const waitMs = askedMs > 0 ? askedMs : retryMs * 2 ** (attempt - 1);
      await pause(Math.min(waitMs, LONGEST_WAIT_MS), undefined, { signal });
    }
  };
}

function toReply(json: unknown): Reply {
  const answer = Answer.safeParse(json);
  if (!answer.success) throw new Error(`Not a chat completion: ${z.prettifyError(answer.error)}`);
  const { content, tool_calls: calls } = answer.data.choices[0].message;
  return {
    role: 'assistant',
    content: content ?? null,
    ...(calls && calls.length > 0 && { tool_calls: calls.map((call) => ({ ...call, type: 'function' })) }),
  };
}
