import type { ChatRequest } from './request.ts';
import type { Reply } from './reply.ts';

/** The only model that there is. */
export const MODEL_ID = 'demo-1';

/** Names one answer; `id` is unique per server, `createdAtMs` is milliseconds since the epoch. */
export interface Stamp {
  readonly id: string;
  readonly createdAtMs: number;
}

/** Characters per token: near enough to show a usage that grows with what was said. */
const TOKEN_CHARS = 4;
const ARGUMENT_CHUNK_CHARS = 48;

/** The answer as one JSON document. */
export function toCompletion(stamp: Stamp, request: ChatRequest, reply: Reply): object {
  const calls = toolCalls(stamp, reply);
  return {
    ...head(stamp, 'chat.completion'),
    choices: [
      {
        index: 0,
        message: {
          role: 'assistant',
          content: reply.text ?? null,
          ...(calls.length > 0 && { tool_calls: calls }),
        },
        finish_reason: finishReason(reply),
      },
    ],
    usage: toUsage(request, reply),
  };
}

/** The answer as the chunks of a stream, in order; the caller writes them and `[DONE]`. */
export function* toChunks(stamp: Stamp, request: ChatRequest, reply: Reply): Generator<object> {
  const chunk = (delta: object, finish_reason: string | null = null) => ({
    ...head(stamp, 'chat.completion.chunk'),
    choices: [{ index: 0, delta, finish_reason }],
  });

  yield chunk({ role: 'assistant', content: '' });
  for (const word of (reply.text ?? '').match(/\s*\S+\s*$|\s*\S+|\s+$/gu) ?? []) {
    yield chunk({ content: word });
  }
  for (const [index, { id, type, function: call }] of toolCalls(stamp, reply).entries()) {
    yield chunk({
      tool_calls: [{ index, id, type, function: { name: call.name, arguments: '' } }],
    });
    for (let at = 0; at < call.arguments.length; at += ARGUMENT_CHUNK_CHARS) {
      const part = call.arguments.slice(at, at + ARGUMENT_CHUNK_CHARS);
      yield chunk({ tool_calls: [{ index, function: { arguments: part } }] });
    }
  }
  yield chunk({}, finishReason(reply));
  if (!request.includeUsage) return;
  yield {
    ...head(stamp, 'chat.completion.chunk'),
    choices: [],
    usage: toUsage(request, reply),
  };
}

function head(stamp: Stamp, object: string) {
  const created = Math.floor(stamp.createdAtMs / 1_000);
  return { id: `chatcmpl-${stamp.id}`, object, created, model: MODEL_ID };
}

function finishReason(reply: Reply): string {
  return reply.toolCalls?.length ? 'tool_calls' : 'stop';
}

function toolCalls(stamp: Stamp, reply: Reply) {
  return (reply.toolCalls ?? []).map(({ name, arguments: values }, index) => ({
    id: `call_${stamp.id}_${index}`,
    type: 'function',
    function: { name, arguments: JSON.stringify(values) },
  }));
}

function toUsage(request: ChatRequest, reply: Reply) {
  const prompt_tokens = countTokens(JSON.stringify(request.messages));
  const completion_tokens = countTokens((reply.text ?? '') + JSON.stringify(reply.toolCalls ?? ''));
  return { prompt_tokens, completion_tokens, total_tokens: prompt_tokens + completion_tokens };
}

function countTokens(text: string): number {
  return Math.ceil(text.length / TOKEN_CHARS);
}
