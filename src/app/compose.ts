import path from 'node:path';
import type { Logger } from 'pino';
import { CLAIM_TTL_MS, createAuthorizer } from '#dispatch/authorize.ts';
import { createDispatch } from '#dispatch/dispatch.ts';
import { createLimiter } from '#dispatch/limit.ts';
import { createReception } from '#dispatch/reception.ts';
import { createRoomKeeper } from '#dispatch/rooms.ts';
import type { LogSource } from '#features/logs/source.ts';
import { quietChat } from '#features/settings/quiet-chat.ts';
import { backUpDaily } from '#features/backup/daily.ts';
import { startHttp } from '#http/http.ts';
import { maskDeep, type Masker } from '#lib/mask/masker.ts';
import { maskBytes, maskedChat } from '#ports/chat/masked.ts';
import { maskedGit } from '#ports/git/masked.ts';
import { maskedSandbox } from '#ports/sandbox/masked.ts';
import { gitCli } from '#ports/git/cli/cli.ts';
import { emptyKeys } from '#ports/git/cli/ssh-keys.ts';
import { repositoriesIn } from '#ports/git/repository-place.ts';
import { tarBackups } from '#ports/backup/tar/tar.ts';
import { detectSandbox } from '#ports/sandbox/detect.ts';
import { sqliteStore } from '#ports/store/sqlite/sqlite.ts';
import { localWorkspace } from '#ports/workspace/local/local.ts';
import { globalRate } from '#telegram/limits.ts';
import { createTelegram } from '#telegram/telegram.ts';
import { startAudit } from './audit.ts';
import type { Config } from './config.ts';
import { openDeploys } from './deploy-ports.ts';
import { filePorts } from './file-ports.ts';
import { connectGateway } from './gateway.ts';
import { createHealth } from './health.ts';
import { lateGateway } from './late-gateway.ts';
import { admitDeveloper, openPlayground } from './own-playground.ts';
import { openProjectSecrets } from './project-secrets.ts';
import { systemLogs } from './logs-features.ts';
import { loadPrompts } from './prompts.ts';
import { registerFeatures } from './registry.ts';
import { ROOT, VERSION } from './root.ts';
import { maskedDispatch } from './masking.ts';
import { MENU } from './menu.ts';
import { createMetrics } from './metrics.ts';
import { withSecretIntake } from './secret-intake.ts';
import { endingOf } from './stages.ts';
import { stopInOrder } from './stop.ts';
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
  /**
   * Puts everything down: what is being sent is finished, what waits stays in the store, turns go on
   * where they run. Resolves with the parts that failed or did not end in time.
   */
  stop(): Promise<readonly string[]>;
}

/** Builds everything and starts it: the store first, Telegram last. */
export async function compose(
  config: Config,
  log: Logger,
  masker: Masker,
  botLog: LogSource,
): Promise<App> {
  const leaving = new AbortController();
  const now = Date.now;
  const metrics = createMetrics();
  const note = (message: string, details: object) => log.info(details, message);
  const store = sqliteStore(path.join(config.dataDir, 'codefoundry.db'));
  const sayIn = loadWords(path.join(ROOT, 'locales'));
  const gitDirectory = repositoriesIn(path.join(config.dataDir, 'git'));
  const keysDirectory = path.join(config.dataDir, 'cache', 'git-keys');
  await emptyKeys(keysDirectory);
  const sandbox = await detectSandbox({
    projectsDir: config.projectsDir,
    dataDir: config.dataDir,
    node: process.execPath,
    environment: process.env,
  });
  if (sandbox.isolation.kind === 'none') log.warn(sandbox.isolation, 'NOT ISOLATED');

  const prompts = await loadPrompts(config.projectsDir);
  const gateway = lateGateway(now);
  const playground = await openPlayground(config, { gateway, sayIn, now });
  const telegram = createTelegram({
    token: config.telegramToken ?? playground?.botToken ?? '',
    apiRoot: playground?.apiRoot ?? config.telegramApiRoot,
    environment: config.telegramEnvironment,
    store,
    sayIn,
    log,
    now,
    onEvent: metrics.telegram,
    mask: { text: (text) => masker.mask(text), bytes: (bytes) => maskBytes(bytes, masker) },
    limits: { global: globalRate(config.telegramSendsPerSecond) },
  });

  const ownerIds = playground?.ownerIds ?? config.ownerIds;
  if (playground) await admitDeveloper(store);
  const chat = quietChat(maskedChat(telegram.chat, masker), { store, now });
  const secrets = await openProjectSecrets({ config, masker, log, now });
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
    log: note,
  });
  const deploys = openDeploys({
    config,
    store,
    secrets,
    trees: sandbox.trees,
    repository: (project) => gitDirectory(workspace.directory(project)),
    masker,
    now,
    log: note,
  });
  const { commands, operations, intake, settle, tidy, reconciler } = registerFeatures({
    ...deploys,
    store,
    gateway,
    chat,
    rooms: telegram.rooms,
    git: maskedGit(gitCli({ gitDirectory, keysDirectory }), masker),
    sandbox: maskedSandbox(sandbox, masker),
    secrets,
    masker,
    workspace,
    ...filePorts(config, playground, workspace),
    prompts,
    backups,
    backupKeep: config.backupKeep,
    budgets: config.budgets,
    sayIn,
    now,
    log: note,
    modelName: modelName(config),
    ownerIds,
    botName: () => telegram.state().username,
    systemLogs: systemLogs(config, botLog),
    onCommands: (names) => telegram.learn(names),
    leaving: leaving.signal,
  });
  const audit = startAudit({
    store,
    operations,
    masker,
    now,
    log: note,
    keepDays: config.auditKeepDays,
    failed: metrics.auditFailed,
  });
  const authorizer = createAuthorizer({
    store,
    ownerIds,
    now,
  });
  const say = sayIn('en');
  const health = createHealth({ store, gateway, telegram, now, version: VERSION, say });
  const dispatch = createDispatch({
    store,
    commands,
    authorizer,
    reception: createReception({ store, chat, ownerIds, sayIn, now }),
    limit: createLimiter(now),
    audit: audit.trail,
    now,
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
    log: note,
    health: async () => maskDeep(masker, await health.read()),
    metrics: () => metrics.read({ store, gateway, telegram, backups, version: VERSION }),
  });
  const onSecret = (secret: string) => masker.add(secret);
  const agent = connectGateway({ config, gateway, sandbox, store, log, now, onSecret });
  operations.listen(metrics.operation);
  await audit.catchUp();
  await settle();
  await operations.resume();
  await tidy();
  reconciler.watch(leaving.signal);
  deploys.watch(() => reconciler.revive());
  const endDaily =
    config.backupKeep === 0
      ? () => undefined
      : backUpDaily({ backups, operations, store, ownerIds, now, log: note });
  const served = withSecretIntake(maskedDispatch(dispatch, masker), {
    intake,
    forget: (chatId, messageIds) => telegram.forget(chatId, messageIds),
  });
  const onRoom = createRoomKeeper({ store, chat, ownerIds, sayIn, now });
  await telegram.start({ dispatch: served, menu: MENU, commands: [...commands.keys()], onRoom });
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
      leaving.abort();
      endDaily();
      deploys.close();
      const parts = { operations, telegram, agent, http, playground, audit, store };
      return stopInOrder(await endingOf(parts), note);
    },
  };
}

function modelName(config: Config): string | undefined {
  if (config.gateway) return 'gateway';
  return config.model.kind === 'none' ? undefined : config.model.kind;
}
