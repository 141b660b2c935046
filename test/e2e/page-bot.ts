import { createHash } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { crc32, deflateSync } from 'node:zlib';
import {
  type Api,
  Bot,
  type Context,
  InlineKeyboard,
  InputFile,
  InputMediaBuilder,
  Keyboard,
} from 'grammy';
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
    keys: (context) =>
      context.reply('Which one?', {
        reply_markup: new Keyboard()
          .text('staging')
          .text('production')
          .row()
          .text('neither')
          .oneTime(),
      }),
    force: (context) =>
      context.reply('Why not?', {
        reply_markup: { force_reply: true, input_field_placeholder: 'the reason' },
      }),
    twins: (context) =>
      context.reply('Two deploys wait', {
        reply_markup: new InlineKeyboard().text('Approve', 'first').row().text('Approve', 'second'),
      }),
    looks: (context) =>
      context.reply('Every kind of button', {
        reply_markup: {
          inline_keyboard: [
            [
              { text: 'Copy the hash', copy_text: { text: '4f2c91a' } },
              { text: 'Approved', disabled: {} },
            ],
            [{ text: 'Primary', callback_data: 'p', style: 'primary' }],
          ],
        },
      }),
    async pin(context) {
      const { message_id: id } = await context.reply('Read this first');
      await context.pinChatMessage(id);
    },
    draft: (context) => draft(context, 1),
    rich: (context) => rich(context),
    album: (context) =>
      context.replyWithMediaGroup([
        InputMediaBuilder.photo(new InputFile(picture('a'), 'a.png'), { caption: 'Before, after' }),
        InputMediaBuilder.photo(new InputFile(picture('b'), 'b.png')),
        InputMediaBuilder.photo(new InputFile(picture('c'), 'c.png')),
      ]),
    voice: (context) => context.replyWithVoice(new InputFile(wave(), 'voice.ogg'), { duration: 1 }),
    code: (context) =>
      sendPieces(context.api, context.chat?.id ?? 0, [
        [TYPESCRIPT, { type: 'pre', language: 'typescript' }],
      ]),
    language: (context) => context.reply(`Echo: language (${context.from?.language_code})`),
    showcase,
  };

  bot.on('message:text', async (context) => {
    const { text } = context.message;
    const scene = Object.hasOwn(scenes, text) ? scenes[text] : undefined;
    const thread = context.message.message_thread_id;
    const where = thread === undefined ? {} : { message_thread_id: thread };
    await (scene ? scene(context) : context.reply(`Echo: ${text}`, where));
  });
  bot.on('edited_message:text', (context) =>
    context.reply(`You changed it to: ${context.editedMessage.text}`),
  );
  bot.on('message_reaction', (context) => {
    const [reaction] = context.messageReaction.new_reaction;
    return context.reply(`Reaction: ${reaction?.type === 'emoji' ? reaction.emoji : 'none'}`);
  });
  bot.on('message:photo', (context) =>
    context.reply(
      `A photo: ${context.message.caption ?? ''} ${context.message.media_group_id ? '(album)' : ''}`,
    ),
  );
  bot.use(async (context, next) => {
    const { stopped_message_generation: stopped } = context.update as {
      stopped_message_generation?: { draft_id: number };
    };
    if (!stopped) return next();
    await context.api.sendMessage(chatOf(context), `Stopped draft ${stopped.draft_id}`);
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
  // One scene that fails must not take the others along.
  bot.catch(({ error }) => console.error(error));
  bot.callbackQuery('approve', async (context) => {
    await context.answerCallbackQuery(`Approved by ${context.from.first_name}`);
    await context.editMessageText('Approved ✅');
  });
  for (const which of ['first', 'second', 'rich-tap'])
    bot.callbackQuery(which, (context) => context.answerCallbackQuery(`This was the ${which}`));
  bot.callbackQuery('why', (context) =>
    context.answerCallbackQuery({ text: 'Because production', show_alert: true }),
  );
  return bot;
}

/** What the bot must be told of. */
export const ALLOWED = [
  'message',
  'edited_message',
  'callback_query',
  'message_reaction',
  'stopped_message_generation',
  'my_chat_member',
] as const;

const TYPESCRIPT = `/** Answers /ping. */
export async function ping(bot: Bot): Promise<void> {
  const started = Date.now(); // in ms
  await bot.reply(\`pong after \${Date.now() - started} ms\`, { times: 2 });
}`;

const RICH = `# Deploy report

The **release** went live with \`4f2c91a\`, see [the pipeline](https://example.com/pipelines/1).

| Step | Result | Seconds |
|:-----|:------:|--------:|
| build | ✅ | 41 |
| test | ✅ | 118 |
| deploy | ⚠️ | 9 |

- [x] tests are green
- [ ] changelog is written

1. build
2. ship

> It was slower than last time.

\`\`\`python
def ping(bot):
    return "pong"  # quick
\`\`\`

---

<details><summary>All warnings</summary>

One image is older than a month.

</details>
`;

async function rich(context: Context): Promise<void> {
  await context.api.raw.sendRichMessage({
    chat_id: chatOf(context),
    rich_message: { markdown: RICH },
  });
}

/** Shows a draft that nobody ends: the person stops it, or a message follows. */
async function draft(context: Context, id: number): Promise<void> {
  const chat_id = chatOf(context);
  for (const text of ['', 'I look at', 'I look at the tests first'])
    await context.api.raw.sendMessageDraft({ chat_id, draft_id: id, text, can_stop: true });
}

function chatOf(context: Context): number {
  const stopped = (context.update as { stopped_message_generation?: { chat: { id: number } } })
    .stopped_message_generation;
  return context.chat?.id ?? stopped?.chat.id ?? 0;
}

/** A square of one colour, as PNG. */
export function picture(seed: string): Uint8Array {
  const size = 64;
  const colour = [...Buffer.from(createHash('sha256').update(seed).digest()).subarray(0, 3)];
  const row = Buffer.from([0, ...Array.from({ length: size }, () => colour).flat()]);
  const header = Buffer.alloc(13);
  header.writeUInt32BE(size, 0);
  header.writeUInt32BE(size, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const rows = Buffer.concat(Array.from({ length: size }, () => row));
  const chunks = [
    ['IHDR', header],
    ['IDAT', deflateSync(rows)],
    ['IEND', Buffer.alloc(0)],
  ] as const;
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    ...chunks.map(([name, data]) => {
      const body = Buffer.concat([Buffer.from(name), data]);
      const length = Buffer.alloc(4);
      length.writeUInt32BE(data.length);
      const sum = Buffer.alloc(4);
      sum.writeUInt32BE(crc32(body));
      return Buffer.concat([length, body, sum]);
    }),
  ]);
}

/** A tenth of a second of silence, as WAV. */
function wave(): Uint8Array {
  const samples = 800;
  const header = Buffer.alloc(44);
  header.write('RIFF', 0);
  header.writeUInt32LE(36 + samples, 4);
  header.write('WAVEfmt ', 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(8_000, 24);
  header.writeUInt32LE(8_000, 28);
  header.writeUInt16LE(1, 32);
  header.writeUInt16LE(8, 34);
  header.write('data', 36);
  header.writeUInt32LE(samples, 40);
  return Buffer.concat([header, Buffer.alloc(samples, 128)]);
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
  ['trap', { type: 'text_link', url: 'ton://transfer/trap' }],
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
