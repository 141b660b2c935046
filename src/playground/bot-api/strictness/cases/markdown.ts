import type { StrictnessCase } from '../case.ts';
import { toAlice } from '../payloads.ts';

const V2 = '[TD] MessageEntity.cpp:2060-2391';

/** What is wrong, the markup, and Telegram's complaint. */
type Row = readonly [what: string, text: string, complaint: string];

const reserved = (character: string): string =>
  `Character '${character}' is reserved and must be escaped with the preceding '\\'`;

const ROWS: readonly Row[] = [
  ['a full stop', 'Done.', reserved('.')],
  ['a minus', '- item', reserved('-')],
  ['an exclamation mark', 'Hi!', reserved('!')],
  ['one bar', 'a | b', reserved('|')],
  ['a quotation inside a line', 'a > b', reserved('>')],
  ['an equal sign in a link', '[a=b](http://e.org)', reserved('=')],
  ['bold without end', 'ж *bold', "Can't find end of Bold entity at byte offset 3"],
  ['italic without end', '_a', "Can't find end of Italic entity at byte offset 0"],
  ['underline without end', '__a_', "Can't find end of Italic entity at byte offset 3"],
  ['a spoiler without end', '||a', "Can't find end of Spoiler entity at byte offset 0"],
  ['code without end', '`a', "Can't find end of Code entity at byte offset 0"],
  ['a block without end', '```js\na', "Can't find end of PreCode entity at byte offset 0"],
  ['formats that cross', '*a _b* c_', "Can't find end of Italic entity at byte offset 8"],
  ['a link without end', '[a', "Can't find end of TextUrl entity at byte offset 0"],
  ['an address without end', '[a](http://e.org', "Can't find end of a URL at byte offset 4"],
  ['bold beyond its quotation', '>*a\nb*', "Can't find end of Bold entity at byte offset 1"],
  ['emoji without address', '![a]', 'Custom emoji entity must contain a tg://emoji URL'],
  ['emoji of the web', '![a](http://e.org)', 'Custom emoji URL must have scheme tg'],
  ['emoji of another kind', '![a](tg://user?id=1)', 'Custom emoji URL must have host "emoji"'],
  ['emoji without id', '![a](tg://emoji)', 'Custom emoji URL must have an emoji identifier'],
  ['emoji of a word', '![a](tg://emoji?id=x)', 'Invalid custom emoji identifier specified'],
  ['emoji 0', '![a](tg://emoji?id=0)', 'Invalid custom emoji identifier specified'],
  [
    'emoji address without end',
    '![a](tg://emoji',
    "Can't find end of a custom emoji URL at byte offset 5",
  ],
  ['a date before all time', '![a](tg://time?unix=0)', 'Invalid date specified'],
  ['a date in no format', '![a](tg://time?unix=1&format=X)', 'Invalid date-time format specified'],
];

/** MarkdownV2, and the Markdown before it. */
export const MARKDOWN_CASES: readonly StrictnessCase[] = [
  ...ROWS.map(([what, text, complaint]) => ({
    source: V2,
    what: `MarkdownV2: ${what}`,
    method: 'sendMessage',
    payload: toAlice({ text, parse_mode: 'MarkdownV2' }),
    refusal: `400 Bad Request: can't parse entities: ${complaint}`,
  })),
  {
    source: '[TD] parse_markdown',
    what: 'Markdown: bold without end',
    method: 'sendMessage',
    payload: toAlice({ text: 'ж *bold', parse_mode: 'Markdown' }),
    refusal:
      "400 Bad Request: can't parse entities: Can't find end of the entity starting at byte offset 3",
  },
  {
    source: V2,
    what: 'MarkdownV2: a full stop in an edit',
    method: 'editMessageText',
    payload: async (given) =>
      toAlice({ text: '1.', parse_mode: 'markdownv2', message_id: await given.sent({}) }),
    refusal: `400 Bad Request: can't parse entities: ${reserved('.')}`,
  },
];
