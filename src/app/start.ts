import { existsSync } from 'node:fs';
import { Fault } from '#kernel/fault.ts';
import { type App, compose } from './compose.ts';
import { type Config, readConfig } from './config.ts';
import { createLog } from './log.ts';

/** How long a clean end may take; then the process ends as it is, and the journal goes on later. */
const STOP_TIMEOUT_MS = 30_000;

/** Starts the bot with the given environment and ends it cleanly on SIGTERM and SIGINT. */
export async function start(env: NodeJS.ProcessEnv): Promise<void> {
  if (existsSync('.env')) process.loadEnvFile('.env');
  let config: Config;
  try {
    config = readConfig(env);
  } catch (error) {
    return giveUp(error);
  }
  const log = createLog(config);
  try {
    const app = await compose(config, log);
    log.info(
      { http: app.httpUrl, mode: app.pageUrl === undefined ? 'live' : 'playground' },
      'started',
    );
    greet(app, config);
    let stopping = false;
    const stop = (signal: string): void => {
      if (stopping) return process.exit(1);
      stopping = true;
      log.info({ signal }, 'stopping');
      if (app.pageUrl !== undefined) process.stdout.write('Stopping… (once more: at once)\n');
      setTimeout(() => process.exit(1), STOP_TIMEOUT_MS).unref();
      app.stop().then(
        () => process.exit(0),
        (error: unknown) => {
          log.error({ error }, 'stopping failed');
          process.exit(1);
        },
      );
    };
    process.on('SIGTERM', stop).on('SIGINT', stop);
  } catch (error) {
    log.fatal({ error }, 'start failed');
    giveUp(error);
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
      `To become the owner, open this link within ${app.claim.minutes} minutes (or send /start with its code):`,
      app.claim.link,
    );
  }
  if (lines.length > 0) process.stdout.write(`${lines.join('\n')}\n`);
}

function giveUp(error: unknown): void {
  const text = error instanceof Fault ? error.detail : String(error);
  process.stderr.write(`CodeFoundry cannot start:\n${text}\n`);
  process.exitCode = 1;
  // Something may have been started already and would keep the process alive.
  setTimeout(() => process.exit(1), 1_000).unref();
}
