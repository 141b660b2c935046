import { createBot, runBot } from './bot.ts';

const token = process.env['BOT_TOKEN'];
if (!token) {
  console.error('BOT_TOKEN is not set. Get a token from @BotFather, then: BOT_TOKEN=... npm start');
  process.exit(1);
}

// Another Bot API server, such as a local one; Telegram's own unless it is set.
const apiRoot = process.env['TELEGRAM_API_ROOT'];
const bot = await createBot(token, apiRoot ? { client: { apiRoot } } : {});
bot.catch(({ error, ctx }) => console.error(`Update ${ctx.update.update_id} failed:`, error));

let isListening = false;
const stop = async (): Promise<void> => {
  // Before that nothing is under way, and `bot.stop()` would not keep the bot from starting.
  if (!isListening) process.exit(0);
  try {
    await bot.stop();
  } catch (error) {
    console.error('Telegram was not told of the last update, which may come again:', error);
  }
};
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stop());

await runBot(bot, (username) => {
  isListening = true;
  console.log(`@${username} is listening.`);
});
