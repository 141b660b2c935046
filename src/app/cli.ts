import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { Fault } from '#kernel/fault.ts';
import type { Backup } from '#ports/backup/port.ts';
import { tarBackups } from '#ports/backup/tar/tar.ts';
import { holdLock } from '#ports/store/sqlite/lock.ts';
import { type Config, readConfig } from './config.ts';
import { loadEnvironmentFile } from './environment-file.ts';
import { VERSION } from './root.ts';

const HELP = `CodeFoundry ${VERSION}

  codefoundry start              the bot; without TELEGRAM_BOT_TOKEN the playground (default)
  codefoundry backup             make a backup now, while the bot works
  codefoundry backup --list      what there is
  codefoundry backup --verify ID read every byte of one (ID or latest)
  codefoundry restore ID         put one back (ID or latest); stop the bot first
  codefoundry emulator           a Telegram Bot API for tests; --help tells more
  codefoundry --version | --help

Settings come from the environment or .env: docs/reference/configuration.md
`;

type Environment = Readonly<Record<string, string | undefined>>;

/** Runs one command line, without the program's name. Sets the exit code; never throws. */
export async function cli(argv: readonly string[], env: NodeJS.ProcessEnv): Promise<void> {
  const [command = 'start', ...rest] = argv;
  try {
    // Loaded where they are needed: a backup must not depend on all the rest.
    if (command === 'start' && rest.length === 0) {
      const { start } = await import('./start.ts');
      return await start(env);
    }
    if (command === 'emulator') {
      const { emulatorCli } = await import('#playground/sim/cli.ts');
      return await emulatorCli(rest);
    }
    if (command === '--version') print(VERSION);
    else if (['help', '--help', '-h'].includes(command)) print(HELP.trimEnd());
    else if (command === 'backup') await backup(rest, env);
    else if (command === 'restore') await restore(rest, env);
    else throw new UsageError(`there is no command "${argv.join(' ')}"`);
  } catch (error) {
    process.exitCode = 1;
    const isUsage =
      error instanceof UsageError || (error as NodeJS.ErrnoException).code?.startsWith('ERR_PARSE');
    const text = error instanceof Fault ? error.detail : (error as Error).message;
    process.stderr.write(
      `${text}\n${isUsage ? '`codefoundry --help` tells what there is.\n' : ''}`,
    );
  }
}

/** The command line makes no sense. */
class UsageError extends Error {}

async function backup(rest: readonly string[], env: Environment): Promise<void> {
  const { values } = parseArgs({
    args: [...rest],
    options: { list: { type: 'boolean' }, verify: { type: 'string' } },
  });
  const { backups } = open(env);
  if (values.list) {
    const all = await backups.list();
    for (const each of all) print(describe(each));
    if (all.length === 0) print('There is no backup yet: `codefoundry backup` makes one.');
  } else if (values.verify !== undefined) {
    print(`whole: ${describe(await backups.verify(await idOf(backups, values.verify)))}`);
  } else print(`made: ${describe(await backups.create())}`);
}

async function restore(rest: readonly string[], env: Environment): Promise<void> {
  const { positionals } = parseArgs({ args: [...rest], allowPositionals: true });
  const [wanted, ...more] = positionals;
  if (wanted === undefined || more.length > 0)
    throw new UsageError('name one backup: `codefoundry restore latest`');
  const { backups, config } = open(env);
  const id = await idOf(backups, wanted);
  await mkdir(config.dataDir, { recursive: true, mode: 0o700 });
  // Held until the end, so that no bot starts on what is half put back.
  const release = holdLock(path.join(config.dataDir, 'codefoundry.db'));
  try {
    const { movedTo } = await backups.restore(id);
    print(`restored: ${id}\nWhat was there before is in ${movedTo}\nStart the bot to go on.`);
  } finally {
    release();
  }
}

function open(env: Environment): {
  readonly config: Config;
  readonly backups: ReturnType<typeof tarBackups>;
} {
  loadEnvironmentFile();
  const config = readConfig({ ...process.env, ...env });
  return { config, backups: tarBackups({ ...config, version: VERSION, now: Date.now }) };
}

async function idOf(backups: ReturnType<typeof tarBackups>, wanted: string): Promise<string> {
  if (wanted !== 'latest') return wanted;
  const [latest] = await backups.list();
  if (!latest) throw new Fault('backup-failed', 'there is no backup in BACKUP_DIR');
  return latest.id;
}

function describe({ id, sizeBytes, files }: Backup): string {
  return `${id}  ${(sizeBytes / 1e6).toFixed(1)} MB  ${files} files`;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
