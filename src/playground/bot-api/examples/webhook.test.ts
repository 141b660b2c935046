/** Follows https://grammy.dev/guide/deployment-types, with node:http and with Hono. */
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { type Bot, webhookCallback } from 'grammy';
import { Hono } from 'hono';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openStage, type Stage } from './stage.ts';

let stage: Stage;
beforeEach(async () => {
  stage = await openStage();
});
afterEach(() => stage.close());

/** Serves the bot and tells Telegram where. */
async function serve(
  bot: Bot,
  answer: (...request: Parameters<RequestListener>) => unknown,
  secret_token?: string,
): Promise<void> {
  const server = createServer((...request) => void answer(...request));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  stage.onClose(async () => {
    await bot.api.deleteWebhook();
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  await bot.api.setWebhook(`http://127.0.0.1:${port}/hook`, secret_token ? { secret_token } : {});
}

it('gets its updates over node:http', async () => {
  const bot = stage.bot();
  bot.command('start', (ctx) => ctx.reply('Welcome! Up and running.'));
  bot.on('message:text', (ctx) => ctx.reply(`You said ${ctx.msg.text}`));
  await serve(bot, webhookCallback(bot, 'http'));

  stage.alice.says('/start');
  await stage.sees('Welcome! Up and running.');
  stage.alice.says('hello');
  await stage.sees('You said hello');

  expect(await bot.api.getWebhookInfo()).toMatchObject({ pending_update_count: 0 });
  await expect(bot.api.getUpdates()).rejects.toThrow("409: Conflict: can't use getUpdates");
});

it('gets its updates over Hono, with a secret', async () => {
  const bot = stage.bot();
  bot.on('message:text', (ctx) => ctx.reply(`You said ${ctx.msg.text}`));
  const app = new Hono();
  app.post('/hook', webhookCallback(bot, 'hono', { secretToken: 'a-secret_1' }));
  await serve(bot, getRequestListener(app.fetch), 'a-secret_1');

  stage.alice.says('hello');
  await stage.sees('You said hello');

  expect(await bot.api.getWebhookInfo()).not.toHaveProperty('last_error_message');
});

it('answers inside the response to the update', async () => {
  const bot = stage.bot({ client: { canUseWebhookReply: (method) => method === 'sendMessage' } });
  bot.on('message:text', (ctx) => ctx.reply('In the response'));
  await serve(bot, webhookCallback(bot, 'http'));

  stage.alice.says('hello');
  await stage.sees('In the response');

  expect(stage.texts()).toEqual(['hello', 'In the response']);
});
