import { fenced } from '#kernel/card.ts';
import { visible } from '#lib/visible.ts';
import { type PromptFile, PLACEHOLDER } from './parse.ts';

/** The longest value that is data; of what is longer the beginning is taken. */
export const MOST_DATA_CHARS = 30_000;

/**
 * `prompt` with its variables filled in, all at once: a value that looks like a placeholder stays
 * what it is.
 * @throws {Error} when a value is missing, or is of no variable
 */
export function renderPrompt(
  { command, variables, body }: PromptFile,
  values: Readonly<Record<string, string>>,
): string {
  const unknown = Object.keys(values).find((name) => !Object.hasOwn(variables, name));
  if (unknown !== undefined) throw new Error(`prompt ${command} has no variable ${unknown}`);
  return body.replaceAll(PLACEHOLDER, (_, name: string) => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    if (value === undefined) throw new Error(`prompt ${command} needs a value for ${name}`);
    return variables[name] === 'data' ? asData(value) : value;
  });
}

/** A block that its text cannot close, in which nothing hides. */
function asData(value: string): string {
  const shown = value.slice(0, MOST_DATA_CHARS).replaceAll(/[^\n\t]+/gu, visible);
  const cut = value.length > MOST_DATA_CHARS ? '\n… (cut off)' : '';
  return fenced(shown + cut, 'data');
}
