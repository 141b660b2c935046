import { randomBytes, randomInt } from 'node:crypto';
import { createEmulator } from './bot-api/emulator.ts';
import { castOf, type Somebody } from './page/cast.ts';
import { pageGroups } from './page/groups.ts';
import { startPage } from './page/server.ts';
import { troublesOf } from './page/troubles.ts';

/** How the playground is set up. */
export interface PlaygroundSettings {
  /** Where the page listens, `0.0.0.0` inside a container; it answers to loopback names only. */
  readonly host: string;
  /** Of the page; the next free one where it is taken, any one for 0. Default 8080. */
  readonly port?: number;
  readonly owner: Somebody;
  /** Somebody whom the bot was told of and who may do less. */
  readonly developer?: Somebody;
  /** Somebody the bot does not know. */
  readonly stranger: Somebody;
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
  /** What is not ready yet, in one line of that language, such as `installing, 260 of about 650 MB`. */
  readonly status?: (languageCode: string) => string | undefined;
}

/** A Telegram for one bot on this machine, and the page to try it with. */
export interface Playground {
  /** For the bot: good as `TELEGRAM_API_ROOT`. */
  readonly apiRoot: string;
  /** For the bot; made anew at each start. */
  readonly botToken: string;
  readonly ownerIds: readonly number[];
  /** For the person; whoever knows it can speak as the owner. */
  readonly pageUrl: string;
  close(): Promise<void>;
}

const BOT = { name: 'CodeFoundry', username: 'codefoundry_bot' };

/**
 * Starts the emulated Telegram, with its real limits, and the page. The chats live in memory:
 * another start begins with empty ones.
 */
export async function startPlayground(settings: PlaygroundSettings): Promise<Playground> {
  const { host, port = 8080, owner, developer, stranger, now, status } = settings;
  const emulator = createEmulator({ limits: {}, ...(now ? { now } : {}) });
  // Nobody else on this machine may guess the token: it is all the emulator asks for.
  const id = randomInt(7_000_000_000, 8_000_000_000);
  const token = `${id}:${randomBytes(26).toString('base64url')}`;
  const bot = emulator.bot({ ...BOT, id, token, topics: 'by-everybody' });
  const cast = castOf(emulator, bot, { owner, developer, stranger });
  const groups = pageGroups(emulator, bot, cast);
  const troubles = troublesOf(emulator.faults);
  const telegram = await emulator.listen({ host: '127.0.0.1', port: 0 });
  const apiRoot = telegram.url;
  const about = { ...bot, ...BOT };
  const stage = { emulator, bot: about, cast, groups, troubles, status: status ?? none };
  try {
    const page = await startPage(stage, { host, port });
    return {
      apiRoot,
      botToken: token,
      ownerIds: [owner.id],
      pageUrl: page.url,
      async close() {
        await Promise.all([page.close(), telegram.close()]);
        emulator.close();
      },
    };
  } catch (error) {
    await telegram.close();
    emulator.close();
    throw error;
  }
}

function none(): undefined {
  return undefined;
}
