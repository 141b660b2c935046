/** Follows https://grammy.dev/plugins/conversations, version 2. */
import {
  type Conversation,
  type ConversationFlavor,
  conversations,
  createConversation,
} from '@grammyjs/conversations';
import type { Context } from 'grammy';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openStage, type Stage } from './stage.ts';

type MyContext = ConversationFlavor<Context>;
type MyConversation = Conversation<MyContext>;

let stage: Stage;
beforeEach(async () => {
  stage = await openStage();
});
afterEach(() => stage.close());

it('asks for a name and greets by it', async () => {
  async function greeting(conversation: MyConversation, ctx: Context) {
    await ctx.reply('Hi there! What is your name?');
    const { message } = await conversation.wait();
    await ctx.reply(`Welcome to the chat, ${message?.text}!`);
  }
  const bot = stage.bot<MyContext>();
  bot.use(conversations());
  bot.use(createConversation(greeting));
  bot.command('start', (ctx) => ctx.conversation.enter('greeting'));
  bot.on('message', (ctx) => ctx.reply('No conversation.'));
  stage.start(bot);

  stage.alice.says('/start');
  await stage.sees('Hi there! What is your name?');
  stage.alice.says('Alice');
  await stage.sees('Welcome to the chat, Alice!');
  stage.alice.says('And now?');
  await stage.sees('No conversation.');

  expect(stage.texts()).toHaveLength(6);
});

it('asks again for what is no number, loops, and keeps two people apart', async () => {
  async function movie(conversation: MyConversation, ctx: Context) {
    await ctx.reply('How many favorite movies do you have?');
    const count = await conversation.form.int({
      otherwise: (ctx) => ctx.reply('A number, please!'),
    });
    const movies: string[] = [];
    for (let number = 1; number <= count; number += 1) {
      await ctx.reply(`Tell me number ${number}!`);
      const titleCtx = await conversation.waitFor(':text');
      movies.push(titleCtx.msg.text);
    }
    await ctx.reply(`Here is a better ranking: ${movies.toSorted().join(', ')}`);
  }
  const bot = stage.bot<MyContext>();
  bot.use(conversations());
  bot.use(createConversation(movie));
  bot.command('start', (ctx) => ctx.conversation.enter('movie'));
  stage.start(bot);
  const bob = stage.emulator.person({ id: 102, name: 'Bob' }).chat(stage.handle);
  const bobSees = (text: string) => stage.emulator.waitFor(() => bob.lastMessage()?.text === text);

  stage.alice.says('/start');
  await stage.sees('How many favorite movies do you have?');
  bob.says('/start');
  await bobSees('How many favorite movies do you have?');
  stage.alice.says('two');
  await stage.sees('A number, please!');
  stage.alice.says('2');
  await stage.sees('Tell me number 1!');
  bob.says('1');
  await bobSees('Tell me number 1!');
  stage.alice.says('Metropolis');
  await stage.sees('Tell me number 2!');
  stage.alice.says('Alien');
  bob.says('Brazil');
  await bobSees('Here is a better ranking: Brazil');
  await stage.sees('Here is a better ranking: Alien, Metropolis');

  expect(bob.messages()).toHaveLength(6);
});
