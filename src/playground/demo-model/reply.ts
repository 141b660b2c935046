/** What the model answers: text, calls of tools, both, or an HTTP error. */
export interface Reply {
  readonly text?: string;
  readonly toolCalls?: readonly ToolCall[];
  /** Pause after each streamed word; 0 unless said. */
  readonly chunkDelayMs?: number;
  /** An HTTP status to fail with, such as 401 or 500; `text` is then the error's message. */
  readonly status?: number;
}

/** One function that the model wants the client to run. */
export interface ToolCall {
  readonly name: string;
  readonly arguments: Readonly<Record<string, unknown>>;
}
