import { parseArgs } from 'node:util';
import { Fault } from '#kernel/fault.ts';
import { backupFromShell, restoreFromShell } from './backup-cli.ts';
import { asksForHelp, help, helpOf, isCommand } from './cli-help.ts';
import { readConfig } from './config.ts';
import { loadEnvironmentFile } from './environment-file.ts';
import { VERSION } from './root.ts';
import { UsageError } from './usage-error.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Runs one command line, without the program's name. Sets the exit code; never throws. */
export async function cli(argv: readonly string[], env: NodeJS.ProcessEnv): Promise<void> {
  const [command = 'start', ...rest] = argv;
  try {
    await run(command, rest, env);
  } catch (error) {
    const isUsage = isUsageError(error);
    process.exitCode = isUsage ? 2 : 1;
    const about = isCommand(command) ? `${command} --help` : '--help';
    const hint = isUsage ? `\`codefoundry ${about}\` tells what there is.\n` : '';
    process.stderr.write(`${textOf(error)}\n${hint}`);
  }
}

/** What a command needs is loaded when it runs: a backup must not depend on all the rest. */
async function run(
  command: string,
  rest: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<void> {
  if (command === '--version') return print(VERSION);
  if (['help', '--help', '-h'].includes(command)) return printHelp(rest);
  // The emulator's own text has its many options.
  if (command === 'emulator') return emulator(rest);
  if (!isCommand(command)) throw unknownCommand(command);
  if (asksForHelp(rest)) return print(helpOf(command));
  switch (command) {
    case 'start':
      return start(rest, env);
    case 'doctor':
      return doctor(rest, env);
    case 'invite':
      return invite(rest, env);
    case 'backup':
      return backupFromShell(rest, env, print);
    case 'restore':
      return restoreFromShell(rest, env, print);
    case 'audit':
      return audit(rest, env);
    default:
      throw unknownCommand(command);
  }
}

async function start(rest: readonly string[], env: NodeJS.ProcessEnv): Promise<void> {
  parseArgs({ args: [...rest] });
  const { start } = await import('./start.ts');
  await start(env);
}

async function doctor(rest: readonly string[], env: Environment): Promise<void> {
  parseArgs({ args: [...rest] });
  const { doctor } = await import('./doctor/doctor.ts');
  loadEnvironmentFile();
  if (!(await doctor({ ...process.env, ...env }, print))) process.exitCode = 1;
}

async function invite(rest: readonly string[], env: Environment): Promise<void> {
  const { positionals } = parseArgs({ args: [...rest], allowPositionals: true });
  const { inviteFromShell } = await import('./invite.ts');
  loadEnvironmentFile();
  const { isTTY, columns } = process.stdout;
  const config = readConfig({ ...process.env, ...env });
  print(await inviteFromShell(positionals, config, isTTY ? { terminalColumns: columns } : {}));
}

async function emulator(rest: readonly string[]): Promise<void> {
  const { readOptions } = await import('#playground/sim/options.ts');
  try {
    readOptions(rest);
  } catch (error) {
    throw new UsageError(textOf(error));
  }
  const { emulatorCli } = await import('#playground/sim/cli.ts');
  await emulatorCli(rest);
}

async function audit(rest: readonly string[], env: Environment): Promise<void> {
  const { positionals } = parseArgs({ args: [...rest], allowPositionals: true });
  const [action, file, ...more] = positionals;
  if (action !== 'verify' || more.length > 0)
    throw new UsageError('say what to do: `codefoundry audit verify`');
  loadEnvironmentFile();
  const { describeCheck, verifyAudit } = await import('./audit-cli.ts');
  const { dataDir } = readConfig({ ...process.env, ...env });
  const check = await verifyAudit(file, dataDir);
  print(describeCheck(check));
  if (check.kind === 'broken') process.exitCode = 1;
}

async function printHelp([about]: readonly string[]): Promise<void> {
  if (about === undefined) return print(help());
  if (about === 'emulator') return emulator(['--help']);
  if (!isCommand(about)) throw unknownCommand(about);
  print(helpOf(about));
}

function unknownCommand(word: string): UsageError {
  return new UsageError(`there is no ${word.startsWith('-') ? 'option' : 'command'} "${word}"`);
}

function isUsageError(error: unknown): boolean {
  if (error instanceof UsageError) return true;
  return (error as NodeJS.ErrnoException).code?.startsWith('ERR_PARSE') ?? false;
}

function textOf(error: unknown): string {
  if (error instanceof Fault) return error.detail;
  const { message, code = '' } = error as NodeJS.ErrnoException;
  // Node's further sentences explain how words that begin with a dash are passed on.
  return code.startsWith('ERR_PARSE') ? (message.split('. ')[0] ?? message) : message;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
