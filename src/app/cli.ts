import { parseArgs } from 'node:util';
import { Fault } from '#kernel/fault.ts';
import { backupFromShell, restoreFromShell } from './backup-cli.ts';
import { readConfig } from './config.ts';
import { loadEnvironmentFile } from './environment-file.ts';
import { VERSION } from './root.ts';
import { UsageError } from './usage-error.ts';

const HELP = `CodeFoundry ${VERSION}

  codefoundry start              the bot; without TELEGRAM_BOT_TOKEN the playground (default)
  codefoundry backup             make a backup now, while the bot works
  codefoundry backup --list      what there is
  codefoundry backup --verify ID read every byte of one (ID or latest)
  codefoundry restore ID         put one back (ID or latest); stop the bot first
  codefoundry doctor             look at everything the bot needs, and say what mends it
  codefoundry invite ROLE [PROJECT|all] [24h]  a one-time link, while the bot does not run
  codefoundry audit verify [FILE] is the record of who did what whole? FILE: a copy or an export
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
    if (command === 'doctor' && rest.length === 0) {
      const { doctor } = await import('./doctor/doctor.ts');
      loadEnvironmentFile();
      if (!(await doctor({ ...process.env, ...env }, print))) process.exitCode = 1;
      return;
    }
    if (command === 'invite') {
      const { inviteFromShell } = await import('./invite.ts');
      loadEnvironmentFile();
      return print(await inviteFromShell(rest, readConfig({ ...process.env, ...env })));
    }
    if (command === '--version') print(VERSION);
    else if (['help', '--help', '-h'].includes(command)) print(HELP.trimEnd());
    else if (command === 'backup') await backupFromShell(rest, env, print);
    else if (command === 'restore') await restoreFromShell(rest, env, print);
    else if (command === 'audit') await audit(rest, env);
    else throw new UsageError(`there is no command "${argv.join(' ')}"`);
  } catch (error) {
    const isUsage =
      error instanceof UsageError || (error as NodeJS.ErrnoException).code?.startsWith('ERR_PARSE');
    process.exitCode = isUsage ? 2 : 1;
    const text = error instanceof Fault ? error.detail : (error as Error).message;
    process.stderr.write(
      `${text}\n${isUsage ? '`codefoundry --help` tells what there is.\n' : ''}`,
    );
  }
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

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
