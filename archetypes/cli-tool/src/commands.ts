import { readdir } from 'node:fs/promises';
import type { ParseArgsConfig } from 'node:util';

/** Where a command reads and writes. Tests bring their own. */
export interface Streams {
  /** Standard input. */
  readonly input: AsyncIterable<Uint8Array>;
  /** Writes to standard output, as it is: the line break is the command's own. */
  print(text: string): void;
}

/** What stood behind the name of the command, already checked against its `options`. */
export interface Arguments {
  readonly words: readonly string[];
  readonly options: Readonly<Record<string, string | boolean | undefined>>;
}

/** What one file of `src/commands/` exports as `command`. */
export interface Command {
  /** One line for --help. */
  readonly summary: string;
  /** What may stand behind the name: `[--lines] [FILE]...`. */
  readonly usage: string;
  readonly options?: Readonly<Record<string, Option>>;
  run(given: Arguments, streams: Streams): void | Promise<void>;
}

type Option = Omit<NonNullable<ParseArgsConfig['options']>[string], 'multiple' | 'default'>;

/** The person's mistake: it is said in one line, and the tool exits with 2. */
export class UsageError extends Error {}

const COMMANDS = new URL('./commands/', import.meta.url);

/** Every command of `src/commands/`, by name: the name of the file is the name of the command. */
export async function loadCommands(folder = COMMANDS): Promise<ReadonlyMap<string, Command>> {
  const files = (await readdir(folder)).filter((file) => /(?<!\.test)\.ts$/.test(file)).sort();
  const commands = new Map<string, Command>();
  for (const file of files) {
    const { command } = (await import(new URL(file, folder).href)) as { command?: Command };
    if (!command) throw new Error(`${file} does not export "command"`);
    commands.set(file.slice(0, -'.ts'.length), command);
  }
  return commands;
}
