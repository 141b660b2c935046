import { parseArgs } from 'node:util';
import packageJson from '../package.json' with { type: 'json' };
import { type Command, loadCommands, type Streams, UsageError } from './commands.ts';

/** Runs what the arguments ask for. Rejects with a `UsageError` when they make no sense. */
export async function run(args: readonly string[], streams: Streams): Promise<void> {
  const [name, ...rest] = args;
  const commands = await loadCommands();
  if (name === '--version') return streams.print(`${packageJson.version}\n`);
  if (name === undefined || name === '--help') return streams.print(overview(commands));
  const command = commands.get(name);
  if (!command) throw new UsageError(`There is no command ${JSON.stringify(name)}.`);
  const { values, positionals } = parse(command, rest);
  if (values['help'] === true) return streams.print(usageOf(name, command));
  await command.run({ words: positionals, options: values }, streams);
}

function parse(command: Command, args: string[]) {
  const options = { ...command.options, help: { type: 'boolean' } } as const;
  try {
    return parseArgs({ args, options, allowPositionals: true });
  } catch (error) {
    throw new UsageError((error as Error).message.split('. ', 1)[0] ?? '');
  }
}

function overview(commands: ReadonlyMap<string, Command>): string {
  const width = Math.max(...[...commands.keys()].map((name) => name.length));
  const lines = [...commands].map(([name, { summary }]) => `  ${name.padEnd(width)}  ${summary}\n`);
  return `Usage: ${packageJson.name} COMMAND\n\n${lines.join('')}\nCOMMAND --help says more.\n`;
}

function usageOf(name: string, { usage, summary }: Command): string {
  return `Usage: ${packageJson.name} ${name} ${usage}\n\n${summary}\n`;
}
