import type { Tool } from './request.ts';
import type { Step } from './script.ts';

/** Long enough for a test run: OpenClaw puts what lasts longer into the background. */
const FOREGROUND_MS = 120_000;
const POLL_MS = 30_000;

/** The calls that skills make, in the shape that the offered tools want. */
export interface Hands {
  /** A missing file is an answer, not a failure. */
  read(path: string): Step;
  write(path: string, content: string): Step;
  /** Replaces `oldText`, which occurs once. */
  replace(path: string, oldText: string, newText: string): Step;
  run(command: string): Step;
  /** Waits for a command that went to the background. */
  poll(sessionId: string): Step;
  ask(question: string, options: readonly string[]): Step;
}

/** Fits the calls to `tools`; a tool that is not offered is called through `tool_call`. */
export function toHands(tools: readonly Tool[]): Hands {
  const accepts = (name: string, parameter: string) =>
    tools.some((tool) => tool.name === name && tool.parameters.includes(parameter));

  return {
    read: (path) => ({
      name: 'read',
      arguments: { path, ...(accepts('read', 'optional') && { optional: true }) },
    }),
    write: (path, content) => ({ name: 'write', arguments: { path, content } }),
    replace: (path, oldText, newText) => ({
      name: 'edit',
      arguments: accepts('edit', 'edits')
        ? { path, edits: [{ oldText, newText }] }
        : { path, oldText, newText },
    }),
    run: (command) => ({
      name: 'exec',
      arguments: { command, ...(accepts('exec', 'yieldMs') && { yieldMs: FOREGROUND_MS }) },
    }),
    poll: (sessionId) => ({
      name: 'process',
      arguments: { action: 'poll', sessionId, timeout: POLL_MS },
    }),
    ask: (question, options) => {
      const header = question.slice(0, 12);
      const labels = options.map((label) => ({ label }));
      const args = { questions: [{ id: 'choice', header, question, options: labels }] };
      return tools.some(({ name }) => name === 'ask_user')
        ? { name: 'ask_user', arguments: args }
        : { name: 'tool_call', arguments: { id: 'ask_user', args } };
    },
  };
}
