import { z } from 'zod';
import type { Reply } from './reply.ts';
import { parseJson } from './request.ts';
import type { Script } from './script.ts';

const PREFIX = '#demo';

const step = z.strictObject({
  tool: z.string().optional(),
  arguments: z.record(z.string(), z.unknown()).optional(),
  text: z.string().optional(),
  chunkDelayMs: z.number().min(0).max(60_000).optional(),
  status: z.number().int().min(400).max(599).optional(),
});

const demo = z.strictObject({ steps: z.array(step).min(1).max(50) });

/**
 * A request that says itself what to do, for tests in another process: one line of `#demo` and
 * JSON, such as
 *
 *     #demo {"steps":[{"tool":"exec","arguments":{"command":"env"}},{"text":"Saw: {{last}}"}]}
 *
 * - `tool`, `arguments`: one tool call; the next step runs once its result is there.
 * - `text` beside `tool`: words before the call. `text` alone: the answer, which ends the turn.
 * - `{{last}}` in a text: the result of the call before.
 * - `chunkDelayMs`: pause after each streamed word of an answer.
 * - `status`: fails with this HTTP status, again on each retry; `text` is the error's message.
 *
 * Resolves with `undefined` for any other text.
 */
export function parseDemo(text: string): Script | undefined {
  if (!text.startsWith(`${PREFIX} `)) return undefined;
  const parsed = demo.safeParse(parseJson(text.slice(PREFIX.length)));
  if (!parsed.success) return fail(`#demo: ${z.prettifyError(parsed.error)}`);
  return run(parsed.data.steps);
}

function* run(steps: readonly z.infer<typeof step>[]): Script {
  let last = '';
  for (const { tool, arguments: values = {}, text, chunkDelayMs = 0, status } of steps) {
    const said = text?.replaceAll('{{last}}', () => last);
    if (!tool) return reply(said ?? '', chunkDelayMs, status);
    last = yield { name: tool, arguments: values, ...(said && { say: said }) };
  }
  return { text: last };
}

function reply(text: string, chunkDelayMs: number, status: number | undefined): Reply {
  return { text, chunkDelayMs, ...(status !== undefined && { status }) };
}

// oxlint-disable-next-line require-yield -- a script that only answers
function* fail(text: string): Script {
  return { text };
}
