/** Follows https://grammy.dev/guide/files and https://grammy.dev/plugins/files. */
import { type FileFlavor, hydrateFiles } from '@grammyjs/files';
import { type Context, InputFile } from 'grammy';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openStage, type Stage } from './stage.ts';

let stage: Stage;
beforeEach(async () => {
  stage = await openStage();
});
afterEach(() => stage.close());

it('downloads what a person sends', async () => {
  const bot = stage.bot<FileFlavor<Context>>();
  bot.api.config.use(hydrateFiles(bot.token, { apiRoot: stage.apiRoot }));
  bot.on('message:document', async (ctx) => {
    const file = await ctx.getFile();
    // `file.download()` speaks HTTPS only, and this server has no certificate.
    const response = await fetch(file.getUrl());
    await ctx.reply(`${ctx.message.document.file_name}: ${await response.text()}`);
  });
  stage.start(bot);

  stage.alice.sendsDocument('note.txt', Buffer.from('héllo'));
  await stage.sees('note.txt: héllo');

  expect(stage.emulator.calls.map(({ method }) => method)).toContain('getFile');
});

it('uploads from memory, from an iterator and by the id of what Telegram has', async () => {
  const bot = stage.bot();
  bot.command('start', async (ctx) => {
    const upload = new InputFile(Buffer.from('one'), 'one.txt');
    const sent = await ctx.replyWithDocument(upload, { caption: 'First' });
    const chunks = async function* () {
      yield Buffer.from('t');
      yield Buffer.from('wo');
    };
    await ctx.replyWithDocument(new InputFile(chunks(), 'two.txt'), { caption: 'Second' });
    await ctx.replyWithDocument(sent.document.file_id, { caption: 'First again' });
  });
  stage.start(bot);

  stage.alice.says('/start');
  await stage.sees('First again');

  const [, first, second, again] = stage.alice.messages();
  expect(first?.document).toMatchObject({ file_name: 'one.txt', file_size: 3 });
  expect(second?.document).toMatchObject({ file_name: 'two.txt', file_size: 3 });
  expect(again?.document?.file_id).toBe(first?.document?.file_id);
});
