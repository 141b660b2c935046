import type { Token } from 'marked';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createEmulator } from '#playground/bot-api/emulator.ts';
import { bare, document, readable, seed } from './random-documents.ts';
import type { RichBlock } from './rich-block.ts';
import { detailsIn } from './details.ts';
import { renderRich } from './rich-blocks.ts';

const commands = new Set(['stop']);

function chatting() {
  const emulator = createEmulator({ limits: 'off' });
  const bot = emulator.bot({ username: 'forge_bot' });
  const vera = emulator.person({ id: 11, name: 'Vera' }).chat(bot);
  vera.says('hi');
  const send = async (blocks: readonly RichBlock[] | undefined) => {
    if (!blocks) throw new Error('no rich message');
    const payload = { chat_id: 11, rich_message: { blocks } };
    const answer = await emulator.call(bot.token, 'sendRichMessage', payload);
    if (!answer.ok) throw new Error(`${answer.description}: ${JSON.stringify(blocks)}`);
    return answer.result as Shown;
  };
  return { vera, send, warnings: emulator.warnings };
}

interface Shown {
  readonly rich_message: { readonly blocks: readonly Record<string, unknown>[] };
  readonly reply_markup?: unknown;
}

/** The types of everything in a rich message, and what each of these shows. */
function found(value: unknown, type: string): string[] {
  if (Array.isArray(value)) return value.flatMap((one) => found(one, type));
  if (typeof value !== 'object' || value === null) return [];
  const here = 'type' in value && value.type === type ? [letters(value)] : [];
  return [...here, ...Object.values(value).flatMap((one) => found(one, type))];
}

function letters(value: unknown): string {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value.map(letters).join('');
  const { text, cells, items, summary, blocks } = (value ?? {}) as Record<string, unknown>;
  return [summary, text, cells, items, blocks].filter(Boolean).map(letters).join(' ');
}

async function shown(source: string): Promise<readonly Record<string, unknown>[]> {
  const { send } = chatting();
  return (await send(renderRich(source, commands))).rich_message.blocks;
}

describe('what a rich message shows', () => {
  it('shows headings, tasks, tables, rules and code as such', async () => {
    const source =
      '## Two\n\n- [x] done\n- [ ] to do\n\n3. three\n\n| a | b |\n|:-:|--:|\n| 1 | **2** |\n\n---\n\n```ts\nlet\tx\n```';
    expect(await shown(source)).toEqual([
      { type: 'heading', text: 'Two', size: 2 },
      {
        type: 'list',
        items: [
          {
            label: '•',
            blocks: [{ type: 'paragraph', text: 'done' }],
            has_checkbox: true,
            is_checked: true,
          },
          { label: '•', blocks: [{ type: 'paragraph', text: 'to do' }], has_checkbox: true },
        ],
      },
      {
        type: 'list',
        items: [
          { label: '3.', blocks: [{ type: 'paragraph', text: 'three' }], value: 3, type: '1' },
        ],
      },
      {
        type: 'table',
        is_bordered: true,
        cells: [
          [
            { text: 'a', is_header: true, align: 'center', valign: 'middle' },
            { text: 'b', is_header: true, align: 'right', valign: 'middle' },
          ],
          [
            { text: '1', align: 'center', valign: 'middle' },
            { text: { type: 'bold', text: '2' }, align: 'right', valign: 'middle' },
          ],
        ],
      },
      { type: 'divider' },
      { type: 'pre', text: 'let\tx', language: 'ts' },
    ]);
  });

  it('keeps the lines of a paragraph, which Telegram’s own Markdown would join', async () => {
    expect(await shown('one\ntwo')).toEqual([{ type: 'paragraph', text: 'one\ntwo' }]);
  });

  it('folds details, one inside another, and shows one that is not closed as it is typed', async () => {
    const source =
      '<details open><summary>Out **er**</summary>\n\n- item\n\n<details>\n<summary>In</summary>\ndeep\n</details>\n\n</details>\n\nafter';
    expect(await shown(source)).toMatchObject([
      {
        type: 'details',
        summary: ['Out ', { type: 'bold', text: 'er' }],
        is_open: true,
        blocks: [
          { type: 'list' },
          { type: 'details', summary: 'In', blocks: [{ type: 'paragraph', text: 'deep' }] },
        ],
      },
      { type: 'paragraph', text: 'after' },
    ]);
    const open = '<details><summary>S</summary>';
    expect(await shown(`${open}\n\nx`)).toMatchObject([{ text: open }, { text: 'x' }]);
  });

  it.each([
    ['a button', '<tg-button type="callback_data" data="stop">Go</tg-button>', 'button'],
    ['a row of them', '<tg-button-row><tg-button>Go</tg-button></tg-button-row>', 'buttons'],
    ['a mention by id', '[Vera](tg://user?id=11)', 'text_mention'],
    ['one in HTML', 'x <a href="tg://user?id=11">Vera</a>', 'text_mention'],
    ['a name', 'hi @vera', 'mention'],
    ['a name in bold', 'x**@vera**', 'mention'],
    [
      'a name inside details',
      '<details><summary>@vera</summary>\n\n@vera\n\n</details>',
      'mention',
    ],
    ['a name in a cell', '| @vera |\n|---|\n| @vera |', 'mention'],
    ['a command of another bot', 'run /deploy_all now', 'bot_command'],
    ['a picture that would be fetched', '![x](https://example.org/a.png?secret)', 'photo'],
    ['a thinking block', '<tg-thinking>hm</tg-thinking>', 'thinking'],
    ['a map', '<tg-map lat="1" long="2"/>', 'map'],
    ['a custom emoji', '![x](tg://emoji?id=5368324170671202286)', 'custom_emoji'],
  ])('lets no text be %s', async (_what, source, type) => {
    expect(found(await shown(source), type)).toEqual([]);
  });

  it('lets the bot’s own commands be tapped', async () => {
    expect(found(await shown('end it with /stop'), 'bot_command')).toEqual(['/stop']);
  });

  it.each([
    ['nothing', ''],
    ['nothing to see', '\u200b&#8203;\n\n> \u2800'],
    ['too many blocks', 'a\n\n'.repeat(600)],
    ['too many characters', 'word '.repeat(6_600)],
    ['too many columns', `|${' a |'.repeat(21)}\n|${'---|'.repeat(21)}\n`],
    ['too many levels', `${'> '.repeat(17)}x`],
    [
      'details in details without end',
      `${'<details>\n\n'.repeat(30)}${'</details>\n\n'.repeat(30)}`,
    ],
  ])('leaves %s to the plain message', (_what, source) => {
    expect(renderRich(source)).toBeUndefined();
  });

  it.each([
    ['blocks', 'a\n\n'.repeat(490)],
    ['characters', 'word '.repeat(6_400)],
    ['columns', `|${' a |'.repeat(20)}\n|${'---|'.repeat(20)}\n`],
    ['rows', `| a |\n|---|\n${'| b |\n'.repeat(480)}`],
    ['levels', `${'- '.repeat(4)}**a *b ~~c~~***`],
  ])('takes as many %s as Telegram', async (_what, source) => {
    await expect(shown(source)).resolves.not.toEqual([]);
  });
});

const HOSTILE = [
  '<tg-button type="callback_data" data="go">W</tg-button>',
  '<tg-button-row><tg-button type="callback_data" data="go">W</tg-button></tg-button-row>',
  '<a href="tg://user?id=11">W</a>',
  '<details><summary>W @vera</summary>',
  '</details>',
  '<details open>\n<summary>W</summary>\n\n| /drop |\n|---|\n| @vera |\n\n</details>',
  'x**@vera**_/drop_~~@vera~~',
  '@a@vera@b_c /x/drop@vera',
  '||@vera|| ==/drop== $@vera$',
  '![W](tg://photo?id=1)',
  '[W](http://localhost) [W](https://example.org/@vera)',
];
const hostile = fc
  .array(fc.oneof(document, fc.constantFrom(...HOSTILE)), { minLength: 1, maxLength: 4 })
  .map((all) => all.join('\n\n'));

it('sends 2,000 random documents: none refused, no button, nobody rung, no word lost', async () => {
  let { send, warnings } = chatting();
  const seen = { rich: 0, plain: 0, tables: 0, details: 0 };
  await fc.assert(
    fc.asyncProperty(hostile, async (source) => {
      const blocks = renderRich(source, commands);
      if (!blocks) return void (seen.plain += 1);
      if ((seen.rich += 1) % 250 === 0) ({ send, warnings } = chatting());
      const message = await send(blocks);
      const { rich_message: rich } = message;
      for (const type of ['button', 'buttons', 'mention', 'text_mention', 'photo', 'thinking'])
        expect(found(rich, type)).toEqual([]);
      expect(found(rich, 'bot_command').filter((text) => text !== '/stop')).toEqual([]);
      expect(message.reply_markup).toBeUndefined();
      expect(lost(source, rich)).toBeUndefined();
      expect(warnings).toEqual([]);
      seen.tables += found(rich, 'table').length;
      seen.details += found(rich, 'details').length;
    }),
    { numRuns: 2_000, seed },
  );
  expect(seen.rich).toBeGreaterThan(1_200);
  expect(Math.min(seen.tables, seen.details)).toBeGreaterThan(100);
}, 300_000);

it('pairs thousands of folds that do not end in one pass', { timeout: 5_000 }, () => {
  const begins = Array.from({ length: 20_000 }, (): Token => ({
    type: 'html',
    raw: '<details>\n\n',
  }));
  const found = detailsIn([...begins, { type: 'html', raw: '</details></details> tail' }]);
  expect(begins.findIndex((_, at) => found(at) !== undefined)).toBe(19_998);
  expect(found(19_999)).toMatchObject({ inner: '</details>', tail: ' tail', tokens: 2 });
});

/** What `source` says and the message does not; at most one word. */
function lost(source: string, rich: unknown): string | undefined {
  // Where two parsers disagree an address is text.
  const text = bare(letters(rich) + addresses(rich).join(' '));
  return readable(source).find((word) => !FOLD.test(word) && !text.includes(word));
}

/** What is left of `<details open><summary>`. */
const FOLD = /^(?:details|summary|open)$/u;

function addresses(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  const url = 'url' in value ? [String(value.url)] : [];
  return [...url, ...Object.values(value).flatMap(addresses)];
}
