/** Messages as the chat-completions API has them. */
export type Message =
  | { readonly role: 'system' | 'user'; readonly content: string }
  | Reply
  | { readonly role: 'tool'; readonly tool_call_id: string; readonly content: string };

/** What the model says: an answer, or the tools that it wants called first. */
export interface Reply {
  readonly role: 'assistant';
  readonly content: string | null;
  readonly tool_calls?: readonly ToolCall[];
}

export interface ToolCall {
  readonly id: string;
  readonly type: 'function';
  /** `arguments` is JSON as the model wrote it: check it. */
  readonly function: { readonly name: string; readonly arguments: string };
}

/** A tool as the model sees it. */
export interface ToolDescription {
  readonly type: 'function';
  readonly function: {
    readonly name: string;
    readonly description: string;
    readonly parameters: object;
  };
}

/** Says what comes next in a conversation. */
export type Model = (
  messages: readonly Message[],
  tools: readonly ToolDescription[],
  signal: AbortSignal,
) => Promise<Reply>;
