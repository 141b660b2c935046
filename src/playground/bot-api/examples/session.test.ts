/** Follows https://grammy.dev/plugins/session, https://grammy.dev/guide/reactions and https://grammy.dev/advanced/transformers. */
import { type Context, session, type SessionFlavor } from 'grammy';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openStage, type Stage } from './stage.ts';

interface SessionData {
  pizzaCount: number;
}
type MyContext = Context & SessionFlavor<SessionData>;

let stage: Stage;
beforeEach(async () => {
  stage = await openStage();
});
afterEach(() => stage.close());

it('counts pizzas in a session', async () => {
  const bot = stage.bot<MyContext>();
  bot.use(session({ initial: (): SessionData => ({ pizzaCount: 0 }) }));
  bot.command('hunger', (ctx) => ctx.reply(`Your hunger level is ${ctx.session.pizzaCount}!`));
  bot.hears(/.*🍕.*/u, (ctx) => {
    ctx.session.pizzaCount += 1;
  });
  stage.start(bot);

  stage.alice.says('🍕');
  stage.alice.says('more 🍕');
  stage.alice.says('/hunger');

  await stage.sees('Your hunger level is 2!');

  expect(stage.texts()).toHaveLength(4);
});

it('reacts to a message, and shows that it types', async () => {
  const bot = stage.bot();
  const actions: string[] = [];
  stage.emulator.events.subscribe((event) => {
    if (event.kind === 'action') actions.push(event.action);
  });
  bot.command('start', async (ctx) => {
    await ctx.replyWithChatAction('typing');
    await ctx.react('😍');
  });
  stage.start(bot);

  stage.alice.says('/start');
  await stage.emulator.waitFor(() => (stage.alice.lastMessage()?.reactions.length ?? 0) > 0);

  expect(stage.alice.lastMessage()?.reactions).toMatchObject([{ type: 'emoji', emoji: '😍' }]);
  expect(actions).toEqual(['typing']);
});

it('changes every call with a transformer', async () => {
  const bot = stage.bot();
  bot.api.config.use((prev, method, payload, signal) =>
    prev(method, { ...payload, disable_notification: true }, signal),
  );
  bot.on('message', (ctx) => ctx.reply('psst'));
  stage.start(bot);

  stage.alice.says('hello');
  await stage.sees('psst');

  expect(stage.alice.lastMessage()?.disable_notification).toBe(true);
});
