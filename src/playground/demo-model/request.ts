import { z } from 'zod';

const content = z
  .union([z.string(), z.array(z.looseObject({ type: z.string(), text: z.string().optional() }))])
  .nullish();

const toolCall = z.looseObject({
  id: z.string(),
  function: z.looseObject({ name: z.string(), arguments: z.string() }),
});

const message = z.looseObject({
  role: z.string(),
  content,
  tool_calls: z.array(toolCall).nullish(),
  tool_call_id: z.string().nullish(),
});

const tool = z.looseObject({
  type: z.string(),
  function: z
    .looseObject({ name: z.string(), parameters: z.looseObject({}).optional() })
    .optional(),
});

const body = z.looseObject({
  model: z.string(),
  messages: z.array(message).min(1),
  tools: z.array(tool).nullish(),
  tool_choice: z.unknown().optional(),
  stream: z.boolean().nullish(),
  stream_options: z.looseObject({ include_usage: z.boolean().optional() }).nullish(),
});

/** A message of OpenAI's chat completions, as the client sent it. */
export type Message = z.infer<typeof message>;

/** A function that the client offers. */
export interface Tool {
  readonly name: string;
  /** Names of its parameters. */
  readonly parameters: readonly string[];
}

/** One call of `POST /v1/chat/completions`. */
export interface ChatRequest {
  readonly model: string;
  readonly messages: readonly Message[];
  /** Empty when the client forbids tools with `tool_choice: "none"`. */
  readonly tools: readonly Tool[];
  readonly stream: boolean;
  readonly includeUsage: boolean;
}

/** Reads a request body; a string says what is wrong with it. */
export function parseChatRequest(json: string): ChatRequest | string {
  const value = parseJson(json);
  if (value === undefined) return 'The body is not JSON.';
  const parsed = body.safeParse(value);
  if (!parsed.success) return z.prettifyError(parsed.error);
  const { model, messages, tools, tool_choice, stream, stream_options } = parsed.data;
  return {
    model,
    messages,
    tools: tool_choice === 'none' ? [] : (tools ?? []).flatMap(toTool),
    stream: stream ?? false,
    includeUsage: stream_options?.include_usage ?? false,
  };
}

/** The text of a message, whether it came as a string or as parts. */
export function textOf(message: Message): string {
  if (typeof message.content === 'string') return message.content;
  return (message.content ?? []).map((part) => part.text ?? '').join('');
}

/** The value of a JSON text, or `undefined` when it is not one. */
export function parseJson(json: string): unknown {
  try {
    return JSON.parse(json) as unknown;
  } catch {
    return undefined;
  }
}

function toTool({ function: offered }: z.infer<typeof tool>): Tool[] {
  if (!offered) return [];
  const properties = offered.parameters?.['properties'];
  const isObject = typeof properties === 'object' && properties !== null;
  return [{ name: offered.name, parameters: isObject ? Object.keys(properties) : [] }];
}
