import { Bot, type BotConfig, type Context } from 'grammy';
import type { BotHandle } from '../bots.ts';
import { createEmulator, type Emulator } from '../emulator.ts';
import type { PersonInChat } from '../people/person.ts';

/** The emulator behind HTTP as an example finds it, and one person who talks to the bot. */
export interface Stage {
  readonly emulator: Emulator;
  /** Where a bot looks for the Bot API. */
  readonly apiRoot: string;
  readonly handle: BotHandle;
  readonly alice: PersonInChat;
  /** The bot as the documentation makes it: a token, and here another server. */
  bot<AnyContext extends Context = Context>(config?: BotConfig<AnyContext>): Bot<AnyContext>;
  /** Polls with `bot.start()`, as the documentation does, until the stage closes. */
  start(bot: { start(): Promise<void>; stop(): Promise<void> }): void;
  /** Remembers what else has to end before the server does. */
  onClose(end: () => Promise<unknown>): void;
  /** The texts of the chat with Alice, oldest first. */
  texts(): string[];
  /** Resolves when the chat with Alice ends with that text. */
  sees(text: string): Promise<unknown>;
  close(): Promise<void>;
}

/** A stage of its own for one test. */
export async function openStage(): Promise<Stage> {
  const emulator = createEmulator();
  const server = await emulator.listen({ host: '127.0.0.1', port: 0 });
  const handle = emulator.bot({ username: 'example_bot' });
  const alice = emulator.person({ id: 101, name: 'Alice' }).chat(handle);
  const ends: (() => Promise<unknown>)[] = [];
  return {
    emulator,
    apiRoot: server.url,
    handle,
    alice,
    bot: (config) => new Bot(handle.token, { ...config, client: { apiRoot: server.url } }),
    start(bot) {
      const running = bot.start().catch(() => undefined);
      ends.push(() => bot.stop().then(() => running));
    },
    onClose: (end) => void ends.push(end),
    texts: () => alice.messages().map(({ text }) => text),
    sees: (text) => emulator.waitFor(() => alice.lastMessage()?.text === text),
    async close() {
      for (const end of ends.toReversed()) await end().catch(() => undefined);
      await server.close();
    },
  };
}
