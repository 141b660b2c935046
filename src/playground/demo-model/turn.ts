import { type ChatRequest, type Message, parseJson, textOf } from './request.ts';
import type { ToolCall } from './reply.ts';

/** A tool call of this turn that has its result. */
export interface DoneCall extends ToolCall {
  readonly result: string;
}

/** The unfinished request of a person and what was done about it so far. */
export interface Turn {
  /** As the person typed it. */
  readonly text: string;
  readonly done: readonly DoneCall[];
}

const INTERNAL =
  /<<<BEGIN_OPENCLAW_INTERNAL_CONTEXT>>>[\s\S]*?(?:<<<END_OPENCLAW_INTERNAL_CONTEXT>>>|$)/gu;
const TIME_STAMP = /^\[[A-Z][a-z]{2} \d{4}-\d{2}-\d{2} \d{2}:\d{2}[^\]]*\] /u;
const RUNTIME_LINE = /\n\nRuntime: agent=[^\n]*\s*$/u;
/** OpenClaw's stand-in for the result of a call that a restart cut off: the call was not done. */
const LOST_RESULT = /^\[openclaw\] missing tool result/u;

/**
 * Finds the last request of a person and the calls done since. Rows that OpenClaw adds on its own
 * (its internal context, `[System]` notes about an interrupted turn) are not requests: the one
 * before them goes on.
 */
export function readTurn({ messages }: Pick<ChatRequest, 'messages'>): Turn {
  const start = messages.findLastIndex((message) => personText(message) !== undefined);
  const request = messages[start];
  if (!request) return { text: '', done: [] };
  return { text: personText(request) ?? '', done: doneCalls(messages.slice(start + 1)) };
}

function personText(message: Message): string | undefined {
  if (message.role !== 'user') return undefined;
  const text = textOf(message)
    .replaceAll(INTERNAL, '')
    .trim()
    .replace(RUNTIME_LINE, '')
    .replace(TIME_STAMP, '')
    .trim();
  return text === '' || text.startsWith('[System]') ? undefined : text;
}

function doneCalls(messages: readonly Message[]): DoneCall[] {
  const results = new Map(
    messages.flatMap((message) =>
      message.role === 'tool' && message.tool_call_id
        ? [[message.tool_call_id, textOf(message)] as const]
        : [],
    ),
  );
  return messages
    .flatMap((message) => message.tool_calls ?? [])
    .flatMap(({ id, function: { name, arguments: json } }) => {
      const result = results.get(id);
      if (result === undefined || LOST_RESULT.test(result)) return [];
      return [{ name, arguments: toRecord(parseJson(json)), result }];
    });
}

function toRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
