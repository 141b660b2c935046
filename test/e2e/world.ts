import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Language } from '#kernel/language.ts';
import { type BotHandle, createEmulator, type Emulator } from '#playground/bot-api/emulator.ts';
import type { LimitSettings } from '#playground/bot-api/limits.ts';
import type { MessageView } from '#playground/bot-api/chats/chat-view.ts';
import type { PersonInChat } from '#playground/bot-api/people/person.ts';
import { connectHost } from '#ports/host/client.ts';
import { runningHost } from '#ports/host/find-host.ts';
import { type BotProcess, startBot, until } from './bot.ts';
import { type RealGateway, startRealGateway } from './real-gateway.ts';
import { runLanguage, type Words, wordsIn } from './words.ts';

/** A Telegram and the bot as a process of its own, with the words of the bot to Alice. */
export interface World extends Words {
  readonly emulator: Emulator;
  /** The bot's account, to bring others into a chat with it. */
  readonly account: BotHandle;
  readonly bot: BotProcess;
  /** Everything the bot's environment was given. */
  readonly environment: Readonly<Record<string, string>>;
  readonly dataDir: string;
  readonly projectsDir: string;
  /** The owner, in the private chat. */
  readonly alice: PersonInChat;
  /** Somebody the bot does not know. */
  readonly mallory: PersonInChat;
  /** Kills the bot as a power cut would and starts it again, with more in its environment. */
  restartBot(more?: Readonly<Record<string, string>>): Promise<void>;
  /** Waits for a message of the bot in Alice's chat whose text matches, newer than `after`. */
  see(text: RegExp | string, options?: See): Promise<MessageView>;
  /** The text of a file that the bot sent. */
  download(message: MessageView): Promise<string>;
  close(): Promise<void>;
}

/** The same with a gateway that tests can kill and a model that they can look into. */
export interface GatewayWorld extends World {
  readonly gateway: RealGateway;
}

interface See {
  /** Only messages with a greater id. */
  readonly after?: number;
  readonly timeoutMs?: number;
}

/** Where a world keeps its things; all of it is removed in the end. */
interface Place {
  readonly root: string;
  readonly dataDir: string;
  readonly projectsDir: string;
}

/** How Alice is. */
interface People {
  /** Of her Telegram; that of the whole run by default. */
  readonly language?: Language;
  /** Telegram's limits; off by default. */
  readonly limits?: LimitSettings;
}

/** What the bot's gateway needs, and how to end it. */
interface Prepared {
  readonly environment: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

/** The bot on a real gateway that is not its own: it can be killed alone, and told what to answer. */
export async function createWorld(people: People = {}): Promise<GatewayWorld> {
  let gateway: RealGateway | undefined;
  const world = await createWorldOn(async (place) => {
    gateway = await startRealGateway(place);
    return {
      environment: { GATEWAY_URL: gateway.url, GATEWAY_TOKEN: gateway.token },
      close: async () => gateway?.close(),
    };
  }, people);
  if (!gateway) throw new Error('no gateway');
  return Object.assign(world, { gateway });
}

/** Builds the world in a temporary directory. `close` ends every process of it. */
export async function createWorldOn(
  prepare: (place: Place) => Promise<Prepared>,
  { language = runLanguage(), limits }: People = {},
): Promise<World> {
  const root = await mkdtemp(path.join(tmpdir(), 'codefoundry-e2e-'));
  const dataDir = path.join(root, 'data');
  const projectsDir = path.join(root, 'projects');
  await mkdir(dataDir, { mode: 0o700 });
  await mkdir(projectsDir);
  const emulator = createEmulator(limits === undefined ? {} : { limits });
  const listening = await emulator.listen({ host: '127.0.0.1', port: 0 });
  const account = emulator.bot();
  const prepared = await prepare({ root, dataDir, projectsDir });
  const environment = {
    TELEGRAM_BOT_TOKEN: account.token,
    TELEGRAM_API_ROOT: listening.url,
    OWNER_IDS: '7',
    DATA_DIR: dataDir,
    PROJECTS_DIR: projectsDir,
    LOCAL_DEPLOYS_IN_CONTAINER: 'yes',
    ...prepared.environment,
  };
  let bot = await startBot(environment);
  const alice = emulator.person({ id: 7, name: 'Alice', languageCode: language }).chat(account);
  const mallory = emulator
    .person({ id: 666, name: 'Mallory', languageCode: language })
    .chat(account);
  return {
    ...wordsIn(language),
    emulator,
    account,
    environment,
    get bot() {
      return bot;
    },
    dataDir,
    projectsDir,
    alice,
    mallory,
    async restartBot(more = {}) {
      await bot.kill();
      bot = await startBot({ ...environment, ...more });
    },
    async see(text, { after = 0, timeoutMs = 60_000 } = {}) {
      const matches = (message: MessageView) =>
        message.message_id > after &&
        message.from?.is_bot === true &&
        (typeof text === 'string' ? message.text.includes(text) : text.test(message.text));
      return until(() => alice.messages().findLast(matches), timeoutMs).catch((error: unknown) => {
        const seen = alice
          .messages()
          .map((each) => `${each.message_id} ${each.from?.first_name}: ${each.text}`);
        throw new Error(`never saw ${text} in\n${seen.join('\n')}\n${bot.output().slice(-3_000)}`, {
          cause: error,
        });
      });
    },
    async download(message) {
      const file_id = message.document?.file_id ?? '';
      const found = await emulator.call(account.token, 'getFile', { file_id });
      const { file_path } = (found as { result: { file_path: string } }).result;
      return (await fetch(`${listening.url}/file/bot${account.token}/${file_path}`)).text();
    },
    async close() {
      await bot.kill();
      await endReleases(dataDir);
      await prepared.close();
      await listening.close();
      await rm(root, { recursive: true, force: true });
    },
  };
}

/** What was deployed outlives the bot; here it must not outlive the test. */
async function endReleases(dataDir: string): Promise<void> {
  const directory = path.join(dataDir, 'host');
  if ((await runningHost(directory)) === undefined) return;
  const bindHost = '127.0.0.1';
  const host = connectHost({ directory, node: process.execPath, bindHost, log: () => undefined });
  await host.endAll(0);
  host.close();
}
