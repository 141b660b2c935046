import { readdir } from 'node:fs/promises';

/** What one file of `src/commands/` exports as `command`. */
export interface Command {
  /** Shown in Telegram's command menu and in /help. */
  readonly description: string;
  /** The answer to the command; `args` is the text behind it. */
  reply(args: string): string | Promise<string>;
}

const COMMANDS = new URL('./commands/', import.meta.url);

/** Every command of `src/commands/`, by name: the name of the file is the name of the command. */
export async function loadCommands(folder = COMMANDS): Promise<ReadonlyMap<string, Command>> {
  const files = (await readdir(folder)).filter((file) => /(?<!\.test)\.ts$/.test(file)).sort();
  const commands = new Map<string, Command>();
  for (const file of files) {
    const name = file.slice(0, -'.ts'.length);
    const { command } = (await import(new URL(file, folder).href)) as { command?: Command };
    if (!/^[a-z][a-z0-9_]{0,31}$/.test(name)) throw new Error(`${file}: not a name of a command`);
    if (!command) throw new Error(`${file} does not export "command"`);
    commands.set(name, command);
  }
  return commands;
}
