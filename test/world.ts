import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startAudit } from '#app/audit.ts';
import { createLogRing, type LogRing } from '#app/log-ring.ts';
import { type Ports, registerFeatures } from '#app/registry.ts';
import { loadWords } from '#app/words.ts';
import { createAuthorizer } from '#dispatch/authorize.ts';
import { createDispatch } from '#dispatch/dispatch.ts';
import { createReception } from '#dispatch/reception.ts';
import type { RoomEvent } from '#dispatch/room-event.ts';
import { createRoomKeeper } from '#dispatch/rooms.ts';
import type { Dispatch, Reply } from '#dispatch/request.ts';
import { maskedDispatch } from '#app/masking.ts';
import { withSecretIntake } from '#app/secret-intake.ts';
import { createMasker, type Masker } from '#lib/mask/masker.ts';
import { maskedChat } from '#ports/chat/masked.ts';
import { maskedGit } from '#ports/git/masked.ts';
import type { ProjectSecrets } from '#ports/secrets/port.ts';
import { memorySecrets } from '#ports/secrets/memory.ts';
import { quietChat } from '#features/settings/quiet-chat.ts';
import type { Library } from '#features/declared/library.ts';
import type { Command } from '#kernel/command.ts';
import type { Say } from '#kernel/language.ts';
import type { Operations } from '#operations/operations.ts';
import { memoryBackups } from '#ports/backup/memory.ts';
import { memoryChat, type MemoryMessage } from '#ports/chat/memory.ts';
import { type MemoryCheckouts, memoryCheckouts } from '#ports/checkouts/memory.ts';
import { type MemoryDeployer, memoryDeployer } from '#ports/deployer/memory.ts';
import type { Deployer } from '#ports/deployer/port.ts';
import { memoryDownloads } from '#ports/downloads/memory.ts';
import { localFiles } from '#ports/files/local/local.ts';
import { gitCli } from '#ports/git/cli/cli.ts';
import type { Git } from '#ports/git/port.ts';
import { repositoriesIn } from '#ports/git/repository-place.ts';
import { memoryGateway, type MemoryGateway } from '#ports/gateway/memory.ts';
import { maskedOps } from '#ports/ops/masked.ts';
import { type MemoryOps, memoryOps } from '#ports/ops/memory.ts';
import { promptFiles } from '#ports/prompts/files.ts';
import type { Prompts } from '#ports/prompts/port.ts';
import { memoryRooms } from '#ports/rooms/memory.ts';
import type { Ran, Sandbox } from '#ports/sandbox/port.ts';
import { memoryStore } from '#ports/store/memory.ts';
import type { Store } from '#ports/store/port.ts';
import { localWorkspace } from '#ports/workspace/local/local.ts';
import type { FoundCommands, Workspace } from '#ports/workspace/port.ts';

/** In `runs`: a command that ends only when it is aborted. */
export const FOREVER = 'forever';

/** What commits of projects say of themselves unless a test says otherwise. */
const WELL: FoundCommands = {
  kind: 'declared',
  commands: { checks: [{ name: 'tests', run: ['npm', 'test'] }], start: ['npm', 'start'] },
};

const ROOT = path.join(import.meta.dirname, '..');

/** The whole bot but for Telegram and the real gateway; git and files are real. */
export interface World {
  readonly store: Store;
  readonly gateway: MemoryGateway;
  readonly git: Git;
  readonly workspace: Workspace;
  readonly ops: MemoryOps;
  readonly checkouts: MemoryCheckouts;
  readonly deployer: MemoryDeployer;
  /** By kind: `deployer` is `local`; a test may add others. */
  readonly deployers: Map<Deployer['kind'], Deployer>;
  readonly backups: ReturnType<typeof memoryBackups>;
  readonly operations: Operations;
  readonly commands: ReadonlyMap<string, Command>;
  /** In English, as people are told. */
  readonly say: Say;
  /** What `/logs bot` reads. */
  readonly botLog: LogRing;
  /** How `/logs follow` goes; a test may change them before it begins. */
  readonly logTimes: { refreshMs: number; longestMs: number };
  /** What the process does first when it ends. */
  readonly leave: () => void;
  /** As the composition root loads it before `operations.resume`. */
  readonly declared: Library;
  /** As the composition root does before `operations.resume`. */
  readonly settle: () => Promise<unknown>;
  /** As the composition root does after `operations.resume`. */
  readonly tidy: () => Promise<void>;
  /** What the composition root starts then; here it looks when a test says so. */
  readonly reconciler: ReturnType<typeof registerFeatures>['reconciler'];
  /** As Telegram's requests come in, with ids of messages and everything. */
  readonly dispatch: Dispatch;
  readonly masker: Masker;
  readonly secrets: ProjectSecrets;
  /** What people have sent lies here. */
  readonly downloads: ReturnType<typeof memoryDownloads>;
  /** Ids of messages that were deleted from the chat. */
  readonly forgotten: readonly number[];
  readonly messages: readonly MemoryMessage[];
  readonly rooms: ReturnType<typeof memoryRooms>;
  /** As Telegram tells what happens to groups and topics. */
  readonly onRoom: (event: RoomEvent) => Promise<void>;
  /** By key of a card: the answers that were being written beside it, the newest last. */
  readonly written: ReadonlyMap<string, readonly string[]>;
  /** What `sandbox.run` gives back, in turn; then everything passes. */
  readonly runs: Partial<Ran>[];
  /** Every program that `sandbox.run` was asked for, in order. */
  readonly ran: readonly (readonly string[])[];
  says(actorId: number, text: string, languageCode?: string): Promise<Reply>;
  /** Taps the newest button with that label: on an answer where one is given, else on any message. */
  taps(actorId: number, label: string | RegExp, on?: Pick<Reply, 'card'>): Promise<Reply>;
  /** What lies in `commands/` of the ops repository from now on, by name of file. */
  declares(files: Readonly<Record<string, string | undefined>>): Promise<void>;
  /** The same store, chat and files under a new process. */
  restart(): World;
  close(): Promise<void>;
}

interface Kept {
  readonly budgets: Ports['budgets'];
  readonly root: string;
  readonly store: Store;
  readonly gateway: MemoryGateway;
  readonly chat: ReturnType<typeof memoryChat>;
  readonly masker: Masker;
  readonly secrets: ProjectSecrets;
  readonly prompts: Prompts;
  readonly downloads: ReturnType<typeof memoryDownloads>;
  readonly forgotten: number[];
  readonly ops: MemoryOps;
  readonly checkouts: MemoryCheckouts;
  readonly deployer: MemoryDeployer;
  readonly deployers: Map<Deployer['kind'], Deployer>;
  readonly logTimes: { refreshMs: number; longestMs: number };
}

/** Alice (7) is the owner; everybody else is whom `store.actors` knows. */
export async function createWorld(budgets: Partial<Ports['budgets']> = {}): Promise<World> {
  const root = await mkdtemp(path.join(tmpdir(), 'world-'));
  const deployer = memoryDeployer(Date.now);
  return build({
    root,
    store: memoryStore(),
    gateway: memoryGateway(),
    chat: memoryChat(),
    masker: createMasker(),
    secrets: memorySecrets(),
    prompts: await promptFiles({
      promptsDir: path.join(ROOT, 'prompts'),
      directoryOf: (project) => path.join(root, 'projects', project),
    }),
    downloads: memoryDownloads(path.join(root, 'incoming')),
    forgotten: [],
    ops: memoryOps(),
    checkouts: memoryCheckouts(WELL),
    deployer,
    deployers: new Map([['local', deployer]]),
    logTimes: { refreshMs: 20, longestMs: 60_000 },
    budgets: { user: {}, project: {}, total: {}, utcOffsetMinutes: 0, ...budgets },
  });
}

let requests = 0;

function build(kept: Kept): World {
  const { root, store, gateway, masker, secrets, forgotten, checkouts, deployer } = kept;
  const ops = maskedOps(kept.ops, masker);
  const chat = maskedChat(kept.chat, masker);
  const gitDirectory = repositoriesIn(path.join(root, 'git'));
  const git = maskedGit(
    gitCli({ gitDirectory, schemes: ['https', 'ssh', 'http', 'file'] }),
    masker,
  );
  const projectsDir = path.join(root, 'projects');
  const archetypesDir = path.join(ROOT, 'archetypes');
  const workspace = localWorkspace({ projectsDir, archetypesDir, gitDirectory });
  const sayIn = loadWords(path.join(ROOT, 'locales'));
  const runs: Partial<Ran>[] = [];
  const ran: (readonly string[])[] = [];
  const sandbox: Sandbox = {
    isolation: { kind: 'bubblewrap' },
    // As the real one: what is aborted ends without an exit code.
    run: async (_directory, argv, { signal }) => {
      ran.push(argv);
      const next = runs.shift();
      if (next?.output === FOREVER) {
        await new Promise((resolve) => signal?.addEventListener('abort', resolve));
        return { exitCode: undefined, output: '', timedOut: false };
      }
      return { exitCode: 0, output: '', timedOut: false, ...next };
    },
  };
  const now = Date.now;
  const log = () => undefined;
  const backups = memoryBackups(now);
  const botLog = createLogRing();
  const leaving = new AbortController();
  const rooms = memoryRooms();
  const { commands, operations, intake, declared, settle, tidy, reconciler } = registerFeatures({
    store,
    gateway,
    chat: quietChat(chat, { store, now }),
    rooms,
    git,
    sandbox,
    secrets,
    masker,
    workspace,
    ops,
    checkouts,
    deployers: kept.deployers,
    files: localFiles(workspace),
    downloads: kept.downloads,
    prompts: kept.prompts,
    backups,
    backupKeep: 7,
    budgets: kept.budgets,
    sayIn,
    now,
    log,
    modelName: 'memory',
    ownerIds: [7],
    botName: () => 'forge_bot',
    systemLogs: (name) => (name === 'bot' ? botLog : undefined),
    leaving: leaving.signal,
    logTimes: kept.logTimes,
    followTimes: { recoveryMs: 200, probeMs: 5_000, retryMs: 20 },
  });
  const audit = startAudit({
    store,
    operations,
    masker,
    keepDays: 0,
    now,
    log,
    failed: () => undefined,
  });
  const served = createDispatch({
    store,
    audit: audit.trail,
    commands,
    sayIn,
    log,
    authorizer: createAuthorizer({ store, ownerIds: [7], now }),
    reception: createReception({ store, chat, ownerIds: [7], sayIn, now }),
    limit: () => ({ kind: 'pass' }),
  });
  const dispatch = withSecretIntake(maskedDispatch(served, masker), {
    intake,
    // As Telegram: what has no good id stays.
    forget: async (_chatId, messageIds) => {
      forgotten.push(...messageIds);
      return messageIds.every((id) => id > 0);
    },
  });
  const from = (id: number) => ({ id, name: id === 7 ? 'Alice' : `Person ${id}` });
  const base = (actorId: number) => ({
    id: `update:1:${(requests += 1)}`,
    place: { chatId: actorId },
    chatKind: 'private' as const,
    from: from(actorId),
  });
  return {
    store,
    gateway,
    git,
    workspace,
    ops,
    checkouts,
    deployer,
    deployers: kept.deployers,
    backups,
    operations,
    commands,
    say: sayIn('en'),
    declared,
    botLog,
    logTimes: kept.logTimes,
    leave: () => leaving.abort(),
    settle,
    tidy,
    reconciler,
    runs,
    ran,
    dispatch,
    masker,
    secrets,
    downloads: kept.downloads,
    forgotten,
    messages: chat.messages,
    rooms,
    onRoom: createRoomKeeper({ store, chat, ownerIds: [7], sayIn, now }),
    written: chat.written,
    says: (actorId, text, languageCode) =>
      dispatch({
        ...base(actorId),
        from: { ...from(actorId), ...(languageCode !== undefined && { languageCode }) },
        kind: 'text',
        text,
      }),
    async taps(actorId, label, on) {
      const cards = on ? [on.card] : chat.messages.map((message) => message.card);
      const buttons = cards.flatMap((card) => card?.buttons ?? []).flat();
      const button = buttons.findLast((each) =>
        typeof label === 'string' ? each.label === label : label.test(each.label),
      );
      if (!button) throw new Error(`no button ${label} in ${JSON.stringify(buttons)}`);
      const id = `button-${(requests += 1)}`;
      const { command, words } = button;
      await store.buttons.add([{ id, command, words, chatId: actorId, createdAtMs: now() }]);
      return dispatch({ ...base(actorId), kind: 'tap', buttonId: id });
    },
    async declares(files) {
      const changes = Object.entries(files).map(([name, text]) => [`commands/${name}`, text]);
      const head = await kept.ops.edit(Object.fromEntries(changes));
      const operationId = `declare-${(requests += 1)}`;
      await ops.accept({ by: from(7), reason: '', operationId, head });
      await declared.load();
    },
    restart: () => build(kept),
    async close() {
      leaving.abort();
      await operations.shutdown();
      await audit.stop();
      await store.close();
      await rm(root, { recursive: true, force: true });
    },
  };
}
