import { readdir } from 'node:fs/promises';
import { z } from 'zod';
import type { ToolCall, ToolDescription } from './chat.ts';

/** What one file of `src/tools/` exports as `tool`. Made by `defineTool`. */
export interface Tool {
  /** What it does, and when to call it: the model reads this. */
  readonly description: string;
  readonly parameters: z.ZodObject;
  run(given: object, signal: AbortSignal): unknown;
}

/** A tool whose `run` gets what `parameters` describes, checked, and returns what JSON can hold. */
export function defineTool<Parameters extends z.ZodObject>(tool: {
  readonly description: string;
  readonly parameters: Parameters;
  run(given: z.output<Parameters>, signal: AbortSignal): unknown;
}): Tool {
  return tool as Tool;
}

export type Tools = ReadonlyMap<string, Tool>;

const TOOLS = new URL('./tools/', import.meta.url);

/** Every tool of `src/tools/`, by name: the name of the file is the name of the tool. */
export async function loadTools(folder = TOOLS): Promise<Tools> {
  const files = (await readdir(folder)).filter((file) => /(?<!\.test)\.ts$/.test(file)).sort();
  const tools = new Map<string, Tool>();
  for (const file of files) {
    const { tool } = (await import(new URL(file, folder).href)) as { tool?: Tool };
    if (!tool) throw new Error(`${file} does not export "tool"`);
    tools.set(file.slice(0, -'.ts'.length), tool);
  }
  return tools;
}

/** The tools as the model sees them. */
export function describe(tools: Tools): ToolDescription[] {
  return [...tools].map(([name, { description, parameters }]) => ({
    type: 'function',
    function: { name, description, parameters: z.toJSONSchema(parameters) },
  }));
}

/**
 * Does what the model asks for and returns what it gets to read. Never rejects but when `signal`
 * aborts: of what went wrong the model is told, and may do better.
 */
export async function callTool(tools: Tools, call: ToolCall, signal: AbortSignal): Promise<string> {
  const { name, arguments: json } = call.function;
  try {
    const tool = tools.get(name);
    if (!tool) return `Error: there is no tool ${name}`;
    const given = tool.parameters.safeParse(JSON.parse(json || '{}'));
    if (!given.success) return `Error: ${z.prettifyError(given.error)}`;
    const result = await tool.run(given.data, signal);
    return typeof result === 'string' ? result : (JSON.stringify(result) ?? 'done');
  } catch (error) {
    signal.throwIfAborted();
    return `Error: ${error instanceof Error ? error.message : String(error)}`;
  }
}
