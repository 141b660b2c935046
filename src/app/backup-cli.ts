import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { Fault } from '#kernel/fault.ts';
import type { Backup, Backups } from '#ports/backup/port.ts';
import { tarBackups } from '#ports/backup/tar/tar.ts';
import { holdLock } from '#ports/store/sqlite/lock.ts';
import { migrations } from '#ports/store/sqlite/migrations.ts';
import { type Config, readConfig } from './config.ts';
import { loadEnvironmentFile } from './environment-file.ts';
import { VERSION } from './root.ts';
import { UsageError } from './usage-error.ts';

type Environment = Readonly<Record<string, string | undefined>>;
type Print = (line: string) => void;

/** `codefoundry backup …`. */
export async function backupFromShell(
  args: readonly string[],
  env: Environment,
  print: Print,
): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      list: { type: 'boolean' },
      verify: { type: 'string' },
    },
  });
  if (values.list && values.verify !== undefined)
    throw new UsageError('either --list or --verify, not both');
  const { backups } = open(env, print);
  if (values.list) {
    const all = await backups.list();
    for (const each of all) print(describe(each));
    if (all.length === 0) print('There is no backup yet: `codefoundry backup` makes one.');
  } else if (values.verify !== undefined) {
    const { id } = await find(backups, values.verify);
    print(`whole: ${describe(await backups.verify(id))}`);
  } else print(`made: ${describe(await backups.create())}`);
}

/** `codefoundry restore …`. */
export async function restoreFromShell(
  args: readonly string[],
  env: Environment,
  print: Print,
): Promise<void> {
  const { positionals } = parseArgs({ args: [...args], allowPositionals: true });
  const [wanted, ...more] = positionals;
  if (wanted === undefined || more.length > 0)
    throw new UsageError('name one backup: `codefoundry restore latest`');
  const { backups, config } = open(env, print);
  const { id } = await find(backups, wanted);
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

function open(
  env: Environment,
  print: Print,
): { readonly config: Config; readonly backups: Backups } {
  loadEnvironmentFile();
  const config = readConfig({ ...process.env, ...env });
  const schema = migrations.length;
  const log = (message: string, details: object) => {
    const { backup = '' } = details as { readonly backup?: string };
    print(`${message} (${backup} in ${config.backupDir})`);
  };
  const backups = tarBackups({ ...config, version: VERSION, now: Date.now, schema, log });
  return { config, backups };
}

const SHOWN = 5;

async function find(backups: Backups, wanted: string): Promise<Backup> {
  const all = await backups.list();
  const found = wanted === 'latest' ? all[0] : all.find(({ id }) => id === wanted);
  if (found) return found;
  if (all.length === 0) throw new Fault('backup-failed', 'there is no backup in BACKUP_DIR');
  const newest = all.slice(0, SHOWN).map((each) => `  ${describe(each)}`);
  throw new Fault(
    'backup-failed',
    [`there is no backup ${wanted}; the newest ones:`, ...newest].join('\n'),
  );
}

function describe({ id, sizeBytes, files, leftOut }: Backup): string {
  const text = `${id}  ${(sizeBytes / 1e6).toFixed(1)} MB  ${files} files`;
  if (!leftOut) return text;
  const { count, example } = leftOut;
  return `${text}  left out: ${count}, such as ${JSON.stringify(example)}`;
}
