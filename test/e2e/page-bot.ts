import { setTimeout as wait } from 'node:timers/promises';
import { type Api, Bot, type Context, InlineKeyboard, InputFile } from 'grammy';
import type { MessageEntity } from '@grammyjs/types';

/** A text that is markup to anybody who reads it as HTML. */
export const HOSTILE = `<img src=x onerror="document.title='pwned'">`;

const CODE = 'const a = "<b>";\nexport { a };';
const DIFF = `diff --git a/src/ping.ts b/src/ping.ts
@@ -0,0 +1,6 @@
+import type { Bot } from './bot.ts';
+
+/** Answers /ping. */
+export function ping(bot: Bot): void {
+  bot.command('ping', (context) => context.reply('pong'));
+}
-// TODO: ping, and a line that is longer than the screen of any telephone in this room`;

/** A bot that answers with everything the page can show. It tries again when told to slow down. */
export function pageBot(token: string, apiRoot: string): Bot {
  const bot = new Bot(token, { client: { apiRoot } });
  let card: number | undefined;
  bot.api.config.use(async (call, method, payload, signal) => {
    for (;;) {
      const answer = await call(method, payload, signal);
      if (answer.ok || answer.error_code !== 429) return answer;
      await wait((answer.parameters?.retry_after ?? 1) * 1_000);
    }
  });

  const scenes: Readonly<Record<string, (context: Context) => Promise<unknown>>> = {
    async begin(context) {
      await context.replyWithChatAction('typing');
      card = (await context.reply('Working…', { disable_notification: true })).message_id;
    },
    finish: (context) => context.api.editMessageText(context.chat?.id ?? 0, card ?? 0, 'Finished'),
    buttons: (context) => context.reply('Deploy?', { reply_markup: approval() }),
    entities: (context) => sendPieces(context.api, context.chat?.id ?? 0, ENTITIES),
    hostile: (context) =>
      context.reply(HOSTILE, { reply_markup: new InlineKeyboard().text(HOSTILE, 'x') }),
    language: (context) => context.reply(`Echo: language (${context.from?.language_code})`),
    showcase,
  };

  bot.on('message:text', async (context) => {
    const { text } = context.message;
    const scene = Object.hasOwn(scenes, text) ? scenes[text] : undefined;
    await (scene ? scene(context) : context.reply(`Echo: ${text}`));
  });
  bot.on('message:document', async (context) => {
    const { file_name: name = 'file' } = context.message.document;
    const { file_path: filePath = '' } = await context.getFile();
    const response = await fetch(`${apiRoot}/file/bot${token}/${filePath}`);
    // grammY writes the name into the multipart header as it is.
    const plain = `copy-of-${name.replaceAll(/[^\w.-]/gu, '_')}`;
    const copy = new InputFile(new Uint8Array(await response.arrayBuffer()), plain);
    await context.replyWithDocument(copy, { caption: `Echo: ${context.message.caption ?? ''}` });
  });
  bot.callbackQuery('approve', async (context) => {
    await context.answerCallbackQuery(`Approved by ${context.from.first_name}`);
    await context.editMessageText('Approved ✅');
  });
  bot.callbackQuery('why', (context) =>
    context.answerCallbackQuery({ text: 'Because production', show_alert: true }),
  );
  return bot;
}

/** The commands of {@link pageBot}. */
export const COMMANDS = [
  { command: 'start', description: 'Where everything begins' },
  { command: 'status', description: 'What runs, and how it is' },
  { command: 'stats', description: 'What it has cost so far' },
  { command: 'new', description: 'Make a project from a template' },
  { command: 'deploy', description: 'Make a revision live' },
];

function approval(): InlineKeyboard {
  return new InlineKeyboard()
    .text({ text: 'Approve', style: 'success' }, 'approve')
    .text({ text: 'Deny', style: 'danger' }, 'deny')
    .row()
    .text('Why?', 'why')
    .url('Pipeline', 'https://example.com/pipelines/1');
}

type Piece = string | readonly [string, Partial<MessageEntity> & Pick<MessageEntity, 'type'>];

const ENTITIES: readonly Piece[] = [
  ['bold nested', { type: 'bold' }],
  ' ',
  ['gone', { type: 'strikethrough' }],
  ' ',
  ['npm test', { type: 'code' }],
  ' ',
  ['link', { type: 'text_link', url: 'https://example.com/a?b=1' }],
  ' ',
  ['trap', { type: 'text_link', url: 'ftp://example.com/' }],
  ' ',
  ['x', { type: 'bold' }],
  '\n',
  ['quoted', { type: 'blockquote' }],
  '\n',
  [CODE, { type: 'pre', language: 'ts' }],
  '\n',
  [`${'a line of the log\n'.repeat(9)}end`, { type: 'expandable_blockquote' }],
];

async function sendPieces(
  api: Api,
  chatId: number,
  pieces: readonly Piece[],
  options: { reply_markup?: InlineKeyboard; disable_notification?: boolean } = {},
): Promise<number> {
  let text = '';
  const entities: MessageEntity[] = [];
  for (const piece of pieces) {
    const [words, entity] = typeof piece === 'string' ? [piece, undefined] : piece;
    if (entity)
      entities.push({ ...entity, offset: text.length, length: words.length } as MessageEntity);
    text += words;
  }
  const nested = text.indexOf('nested');
  if (nested >= 0) entities.push({ type: 'italic', offset: nested, length: 6 });
  return (await api.sendMessage(chatId, text, { entities, ...options })).message_id;
}

async function showcase(context: Context): Promise<void> {
  const { api } = context;
  const chatId = context.chat?.id ?? 0;
  const silent = { disable_notification: true };
  const progress = await sendPieces(
    api,
    chatId,
    [['🔨 demo', { type: 'bold' }], ' · adding /ping\n[████░░░░░░] 40%'],
    silent,
  );
  await api.editMessageText(
    chatId,
    progress,
    '🔨 demo · done in 41 s\n[██████████] 100%\nFile: src/ping.ts',
    { entities: [{ type: 'bold', offset: 0, length: 7 }] },
  );
  await sendPieces(api, chatId, [
    ['✅ /ping answers “pong”', { type: 'bold' }],
    '\n\nI added a command and a test for it, and ran ',
    ['npm test', { type: 'code' }],
    ' afterwards. See ',
    ['the documentation', { type: 'text_link', url: 'https://grammy.dev/guide/commands' }],
    ' for more, or try /status.\n',
    [DIFF, { type: 'pre', language: 'diff' }],
    '2 files, +14 −1 · ',
    ['4f2c91a', { type: 'code' }],
    ' · 12.4k tokens',
  ]);
  await sendPieces(api, chatId, [
    '🧪 Tests: 12 passed\n',
    [
      '✓ answers /start\n✓ answers /ping\n✓ ignores what it does not know\n✓ says so when the server is away\n✓ stops cleanly',
      { type: 'expandable_blockquote' },
    ],
  ]);
  const file = new InputFile(Buffer.from(DIFF.repeat(40)), 'demo-4f2c91a.diff');
  await api.sendDocument(chatId, file, { caption: 'The whole change', ...silent });
  await sendPieces(
    api,
    chatId,
    [['Deploy to production?', { type: 'bold' }], '\ndemo · 4f2c91a · asked by Olga'],
    { reply_markup: approval() },
  );
}
