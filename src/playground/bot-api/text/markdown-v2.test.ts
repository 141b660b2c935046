import { expect, it } from 'vitest';
import type { Message } from '@grammyjs/types';
import { createEmulator } from '../emulator.ts';
import { parseMarkdownV2 } from './markdown-v2.ts';
import { ALICE, makeScene } from '../strictness/scene.ts';

/** The text of each entity, by its type. */
function formats(markup: string): readonly (readonly [string, string])[] {
  const { text, entities } = parseMarkdownV2(markup);
  return entities.map(({ type, offset, length }) => [type, text.slice(offset, offset + length)]);
}

/** The example of the Bot API's documentation. */
const DOCUMENTED = [
  '*bold \\*text*',
  '_italic \\*text_',
  '__underline__',
  '~strikethrough~',
  '||spoiler||',
  '*bold _italic bold ~italic bold strikethrough ||italic bold strikethrough spoiler||~ __underline italic bold___ bold*',
  '[inline URL](http://www.example.com/)',
  '[inline mention of a user](tg://user?id=123456789)',
  '![👍](tg://emoji?id=5368324170671202286)',
  '![22:45 tomorrow](tg://time?unix=1647531900&format=wDT)',
  '`inline fixed-width code`',
  '```',
  'pre-formatted fixed-width code block',
  '```',
  '```python',
  "print('pre-formatted')",
  '```',
  '>Block quotation started',
  '>Block quotation continued',
  '>The last line of the block quotation',
  '**>The expandable block quotation started right after the previous block quotation',
  '>It is separated from the previous block quotation by an empty bold entity',
  '>The last line of the expandable block quotation with the expandability mark||',
].join('\n');

it('reads the example of the documentation', () => {
  expect(formats(DOCUMENTED)).toEqual(
    expect.arrayContaining([
      ['bold', 'bold *text'],
      ['italic', 'italic *text'],
      ['underline', 'underline'],
      ['strikethrough', 'strikethrough'],
      ['spoiler', 'spoiler'],
      ['spoiler', 'italic bold strikethrough spoiler'],
      ['strikethrough', 'italic bold strikethrough italic bold strikethrough spoiler'],
      ['text_link', 'inline URL'],
      ['text_mention', 'inline mention of a user'],
      ['custom_emoji', '👍'],
      ['date_time', '22:45 tomorrow'],
      ['code', 'inline fixed-width code'],
      ['pre', 'pre-formatted fixed-width code block\n'],
      ['pre', "print('pre-formatted')\n"],
      [
        'blockquote',
        'Block quotation started\nBlock quotation continued\nThe last line of the block quotation\n',
      ],
      [
        'expandable_blockquote',
        'The expandable block quotation started right after the previous block quotation\nIt is separated from the previous block quotation by an empty bold entity\nThe last line of the expandable block quotation with the expandability mark',
      ],
    ]),
  );
});

it('keeps the language of a block, the address of a link and what a date is', () => {
  const { entities } = parseMarkdownV2(DOCUMENTED);

  expect(entities).toContainEqual(expect.objectContaining({ type: 'pre', language: 'python' }));
  expect(entities).toContainEqual(
    expect.objectContaining({ type: 'text_link', url: 'http://www.example.com/' }),
  );
  expect(entities).toContainEqual(
    expect.objectContaining({ unix_time: 1_647_531_900, date_time_format: 'wDT' }),
  );
});

it.each([
  ['nothing but a mark escaped', '\\_', '_', []],
  ['code, where only the backtick counts', '`a.b*c`', 'a.b*c', [['code', 'a.b*c']]],
  ['a quotation behind a line', 'x\n>y', 'x\ny', [['blockquote', 'y']]],
  ['a link to what it says', '[example\\.org]', 'example.org', [['text_link', 'example.org']]],
  ['a link to nowhere', '[x](nowhere)', 'x', []],
  ['an address with a bracket', '[x](http://e.org/\\))', 'x', [['text_link', 'x']]],
  ['an expandable quotation that goes on', '>a||\nb', 'a\nb', [['expandable_blockquote', 'a\n']]],
  [
    'underline that ends in italic',
    '___x_ y__',
    'x y',
    [
      ['italic', 'x'],
      ['underline', 'x y'],
    ],
  ],
  ['a block on one line, with the blank before it', '```js x```', 'x', [['pre', ' x']]],
])('reads %s', (_what, markup, text, expected) => {
  expect(parseMarkdownV2(markup).text.trim()).toBe(text);
  expect(formats(markup)).toEqual(expected);
});

it('mentions people whom the bot knows, and drops those whom it does not', async () => {
  const emulator = createEmulator();
  const bot = emulator.bot();
  const alice = emulator.person({ id: 101, name: 'Alice' });
  alice.chat(bot).says('/start');
  const send = async (id: number) => {
    const answer = await emulator.call(bot.token, 'sendMessage', {
      chat_id: 101,
      text: `[you](tg://user?id=${id})`,
      parse_mode: 'MarkdownV2',
    });
    return answer.ok ? (answer.result as { entities?: unknown[] }).entities : answer;
  };

  expect(await send(101)).toEqual([
    {
      type: 'text_mention',
      offset: 0,
      length: 3,
      user: { id: 101, is_bot: false, first_name: 'Alice' },
    },
  ]);
  expect(await send(4_711)).toBeUndefined();
});

it('mentions people in a caption too', async () => {
  const { done } = makeScene();

  const message = await done<Message>('sendDocument', {
    chat_id: ALICE,
    document: { name: 'a.txt', bytes: new Uint8Array(1) },
    caption: '[you](tg://user?id=101)',
    parse_mode: 'MarkdownV2',
  });

  expect(message.caption_entities).toMatchObject([{ type: 'text_mention', user: { id: ALICE } }]);
});
