import { constants, existsSync } from 'node:fs';
import { access, chmod, mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Logger } from 'pino';
import { Fault } from '#kernel/fault.ts';
import { RESTORING } from '#ports/backup/tar/places.ts';
import { type App, compose } from './compose.ts';
import { createMasker, type Masker } from '#lib/mask/masker.ts';
import { type Config, readConfig, secretsOf } from './config.ts';
import { loadEnvironmentFile } from './environment-file.ts';
import { createLog } from './log.ts';
import { createLogRing } from './log-ring.ts';
import { LONGEST_END_MS } from './stages.ts';

/** After a clean end had all its time, the process ends as it is, and the journal goes on later. */
const STOP_TIMEOUT_MS = LONGEST_END_MS + 1_000;

/** Starts the bot with the given environment and ends it cleanly on SIGTERM and SIGINT. */
export async function start(env: NodeJS.ProcessEnv): Promise<void> {
  const stopping = stopSignal();
  let log: Logger | undefined;
  const masker = createMasker();
  try {
    loadEnvironmentFile();
    const config = readConfig(env);
    await prepareDataDir(config.dataDir);
    for (const secret of secretsOf(config)) masker.add(secret);
    const ring = createLogRing();
    log = createLog(config, masker, ring);
    logCrashes(log);
    const app = await compose(config, log, masker, ring);
    const mode = app.pageUrl === undefined ? 'live' : 'playground';
    log.info({ http: app.httpUrl, mode }, 'started');
    greet(app, config);
    const signal = await stopping;
    log.info({ signal }, 'stopping');
    if (mode === 'playground') process.stdout.write('Stopping… (once more: at once)\n');
    setTimeout(() => process.exit(1), STOP_TIMEOUT_MS).unref();
    const unclean = await app.stop();
    log.info({ unclean }, 'stopped');
    process.exit(unclean.length === 0 ? 0 : 1);
  } catch (error) {
    log?.fatal({ error }, 'the bot ends');
    giveUp(error, masker);
  }
}

/** Resolves with the first SIGTERM or SIGINT; the second one ends the process at once. */
function stopSignal(): Promise<string> {
  return new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT']) {
      process.once(signal, () => {
        process.on('SIGTERM', () => process.exit(1)).on('SIGINT', () => process.exit(1));
        resolve(signal);
      });
    }
  });
}

/** Ours alone: it holds sessions, repositories and tokens. */
async function prepareDataDir(dataDir: string): Promise<void> {
  try {
    await mkdir(dataDir, { recursive: true, mode: 0o700 });
    await chmod(dataDir, 0o700);
    await access(dataDir, constants.W_OK);
  } catch (cause) {
    const { code = String(cause) } = cause as NodeJS.ErrnoException;
    const detail = `DATA_DIR ${dataDir} cannot be used (${code}): give the bot a directory that it may write`;
    throw new Fault('config-invalid', detail, { cause });
  }
  if (existsSync(path.join(dataDir, RESTORING))) {
    const detail = 'a restore was cut off: run `codefoundry restore` with the same backup again';
    throw new Fault('config-invalid', detail);
  }
}

/** What nobody caught is a bug of ours: it is logged before the process ends and starts anew. */
function logCrashes(log: Logger): void {
  for (const event of ['uncaughtException', 'unhandledRejection']) {
    process.on(event, (error: unknown) => {
      log.fatal({ error, event }, 'crashed');
      process.exit(1);
    });
  }
}

function greet(app: App, config: Config): void {
  const lines =
    app.pageUrl === undefined
      ? []
      : [
          '',
          '  CodeFoundry playground: no Telegram account needed, nothing leaves this machine.',
          `  Open  ${app.pageUrl}`,
          `  Log   ${config.dataDir}/codefoundry.log`,
          '  Stop  Ctrl+C',
          '',
        ];
  if (app.claim) {
    lines.push(
      `To become the owner, send this to the bot within ${app.claim.minutes} minutes: /start ${app.claim.code}`,
      ...(app.claim.link === undefined ? [] : [`or open ${app.claim.link}`]),
    );
  }
  if (lines.length > 0) process.stdout.write(`${lines.join('\n')}\n`);
}

function giveUp(error: unknown, masker: Pick<Masker, 'mask'>): void {
  const text = error instanceof Fault ? error.detail : String(error);
  process.stderr.write(masker.mask(`CodeFoundry cannot start:\n${text}\n`));
  process.exitCode = 1;
  // Something may have been started already and would keep the process alive.
  setTimeout(() => process.exit(1), 1_000).unref();
}
