import path from 'node:path';
import type { Logger } from 'pino';
import { CLAIM_TTL_MS, createAuthorizer } from '#dispatch/authorize.ts';
import { createDispatch } from '#dispatch/dispatch.ts';
import { createLimiter } from '#dispatch/limit.ts';
import { backUpDaily } from '#features/backup/daily.ts';
import { startHttp } from '#http/http.ts';
import { startPlayground } from '#playground/playground.ts';
import { gitCli } from '#ports/git/cli/cli.ts';
import { tarBackups } from '#ports/backup/tar/tar.ts';
import { detectSandbox } from '#ports/sandbox/detect.ts';
import { sqliteStore } from '#ports/store/sqlite/sqlite.ts';
import { localWorkspace } from '#ports/workspace/local/local.ts';
import { createTelegram } from '#telegram/telegram.ts';
import type { Config } from './config.ts';
import { connectGateway } from './gateway.ts';
import { createHealth } from './health.ts';
import { lateGateway } from './late-gateway.ts';
import { registerFeatures } from './registry.ts';
import { ROOT, VERSION } from './root.ts';
import { createMetrics } from './metrics.ts';
import { loadWords } from './words.ts';

/** A running bot. */
export interface App {
  /** The page of the playground, when it is one. */
  readonly pageUrl?: string;
  /** Open once: `/start <code>` of the first to send it makes the owner. */
  readonly claim?: {
    readonly code: string;
    /** Absent while Telegram has not told our name. */
    readonly link?: string;
    readonly minutes: number;
  };
  readonly httpUrl: string;
  stop(): Promise<void>;
}

/** The people of the playground. */
const OWNER = { id: 1001, name: 'Olga', languageCode: 'en' };
const DEVELOPER = { id: 1003, name: 'Dmitri', languageCode: 'ru' };
const STRANGER = { id: 1002, name: 'Sam', languageCode: 'en' };
const PAGE_PORT = 8080;
const STOP_TELEGRAM_MS = 10_000;

/** Builds everything and starts it: the store first, Telegram last. */
export async function compose(config: Config, log: Logger): Promise<App> {
  const now = Date.now;
  const metrics = createMetrics();
  const note = (message: string, details: object) => log.info(details, message);
  const store = sqliteStore(path.join(config.dataDir, 'codefoundry.db'));
  const sayIn = loadWords(path.join(ROOT, 'locales'));
  const gitDirectory = (directory: string) =>
    path.join(config.dataDir, 'git', `${path.basename(directory)}.git`);
  const sandbox = await detectSandbox({
    projectsDir: config.projectsDir,
    dataDir: config.dataDir,
    node: process.execPath,
    environment: process.env,
  });
  if (sandbox.isolation.kind === 'none') log.warn(sandbox.isolation, 'NOT ISOLATED');

  const gateway = lateGateway(now);
  const playground =
    config.telegramToken === undefined
      ? await startPlayground({
          host: '127.0.0.1',
          port: PAGE_PORT,
          owner: OWNER,
          developer: DEVELOPER,
          stranger: STRANGER,
          now,
          status: () => {
            const state = gateway.state();
            return state.kind === 'down' ? state.reason : undefined;
          },
        })
      : undefined;
  const telegram = createTelegram({
    token: config.telegramToken ?? playground?.botToken ?? '',
    apiRoot: playground?.apiRoot ?? config.telegramApiRoot,
    environment: config.telegramEnvironment,
    store,
    sayIn,
    log,
    now,
    onEvent: metrics.telegram,
  });

  const workspace = localWorkspace({
    projectsDir: config.projectsDir,
    archetypesDir: path.join(ROOT, 'archetypes'),
    gitDirectory,
  });
  const backups = tarBackups({
    ...config,
    version: VERSION,
    now,
    snapshot: (file) => store.snapshot(file),
  });
  const { commands, operations } = registerFeatures({
    store,
    gateway,
    chat: telegram.chat,
    git: gitCli({ gitDirectory }),
    sandbox,
    workspace,
    backups,
    backupKeep: config.backupKeep,
    sayIn,
    now,
    log: note,
    modelName: modelName(config),
  });
  const ownerIds = playground?.ownerIds ?? config.ownerIds;
  const authorizer = createAuthorizer({
    store,
    ownerIds,
    now,
  });
  const health = createHealth({ store, gateway, telegram, now, version: VERSION });
  const dispatch = createDispatch({
    store,
    commands,
    authorizer,
    limit: createLimiter(now),
    sayIn,
    log(message, details) {
      note(message, details);
      health.saw(details);
      metrics.dispatched(details);
    },
  });

  const http = await startHttp({
    host: config.httpHost,
    port: config.httpPort,
    health: () => health.read(),
    metrics: () => metrics.read({ store, gateway, telegram, backups, version: VERSION }),
  });
  const agent = connectGateway({ config, gateway, sandbox, store, log, now });
  operations.listen(metrics.operation);
  await operations.resume();
  const endDaily =
    config.backupKeep === 0
      ? () => undefined
      : backUpDaily({ backups, operations, store, ownerIds, now, log: note });
  const menu = [...commands.values()].filter((each) => each.listed).map((each) => each.name);
  await telegram.start({ dispatch, menu, commands: [...commands.keys()] });
  const code = await authorizer.openClaim();
  const { username } = telegram.state();

  return {
    ...(playground ? { pageUrl: playground.pageUrl } : {}),
    ...(code === undefined
      ? {}
      : {
          claim: {
            code,
            minutes: CLAIM_TTL_MS / 60_000,
            ...(username === undefined ? {} : { link: `https://t.me/${username}?start=${code}` }),
          },
        }),
    httpUrl: http.url,
    async stop() {
      endDaily();
      await telegram.stop(STOP_TELEGRAM_MS);
      await operations.shutdown();
      await agent.stop();
      await http.close();
      await playground?.close();
      await store.close();
    },
  };
}

function modelName(config: Config): string | undefined {
  if (config.gateway) return 'set in the gateway';
  return config.model.kind === 'none' ? undefined : config.model.kind;
}
