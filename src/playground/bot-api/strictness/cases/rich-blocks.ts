import type { StrictnessCase } from '../case.ts';
import { ALICE } from '../scene.ts';

/** Seen by bots that guessed at the fields. */
const SEEN = 'server, seen by bots';
const TD = '[TD] get_web_page_blocks';
const S = '[S] get_input_page_block';

/** Source, what is wrong, the block, and Telegram's complaint. */
type Row = readonly [source: string, what: string, block: unknown, complaint: string];

const block = (complaint: string): string => `can't parse InputRichBlock: ${complaint}`;
const said = (text: unknown): object => ({ type: 'paragraph', text });
const date = (more: object): object => said({ type: 'date_time', text: 'x', ...more });
const list = (...items: readonly unknown[]): object => ({ type: 'list', items });
const item = (more: object): object => ({ blocks: [said('x')], ...more });
const cell = (more: object): object => ({ type: 'table', cells: [[{ text: 'x', ...more }]] });
const row = (...buttons: readonly unknown[]): object => ({ type: 'buttons', buttons });
const map = (more: object): object => ({
  type: 'map',
  location: { latitude: 1, longitude: 1 },
  zoom: 13,
  width: 100,
  height: 100,
  ...more,
});
const tap = (more: object = {}): object => ({ text: 'x', callback_data: 'x', ...more });
const TEXT_BUTTON =
  "can't parse rich message button: Text buttons are unallowed in the inline keyboard";
const MAP = 'invalid map properties specified';
const DATE = 'invalid date specified';
const HEADING = 'invalid section heading size specified';
const UNROWED = block('Field "cells" must be an Array of Arrays');

const ROWS: readonly Row[] = [
  [S, 'a block that is a word', 'x', 'object expected as InputRichMessageBlock'],
  [SEEN, 'a block without type', { text: 'x' }, block(`Can't find field "type"`)],
  [SEEN, 'a block of code', { type: 'code', text: 'x' }, block('type "code" is unsupported')],
  [
    S,
    'a quotation of nothing',
    { type: 'blockquote' },
    block('Field "blocks" must be of type Array'),
  ],
  [TD, 'a heading of size 0', { type: 'heading', text: 'x', size: 0 }, HEADING],
  [TD, 'a heading of size 7', { type: 'heading', text: 'x', size: 7 }, HEADING],
  [TD, 'a heading of size 1.5', { type: 'heading', text: 'x', size: 1.5 }, HEADING],
  [TD, 'a list without items', list(), 'list must be non-empty'],
  [TD, 'a list that is none', { type: 'list', items: {} }, 'list must be non-empty'],
  [S, 'an item that is a word', list('x'), 'object expected as InputRichBlockListItem'],
  [TD, 'an item of type x', list(item({ type: 'x' })), 'invalid list item type specified'],
  [
    TD,
    'ordered and unordered items',
    list(item({}), item({ type: '1', value: 1 })),
    'list must be either ordered or unordered',
  ],
  [S, 'a caption that is a word', map({ caption: 'x' }), 'richBlockCaption must be an Object'],
  [S, 'a table without cells', { type: 'table' }, UNROWED],
  [S, 'a table with a row that is none', { type: 'table', cells: [{}] }, UNROWED],
  [
    S,
    'a cell that is a word',
    { type: 'table', cells: [['x']] },
    'richBlockTableCell must be an Object',
  ],
  [TD, 'a cell 1.5 wide', cell({ colspan: 1.5 }), 'invalid table cell colspan specified'],
  [TD, 'a cell -1 high', cell({ rowspan: -1 }), 'invalid table cell rowspan specified'],
  [TD, 'a map of zoom 25', map({ zoom: 25 }), MAP],
  [TD, 'a map 6000 by 6000', map({ width: 6000, height: 6000 }), MAP],
  [TD, 'a map 2100 by 100', map({ width: 2100, height: 100 }), MAP],
  [TD, 'a map 1.5 by 1.5', map({ width: 1.5, height: 1.5 }), MAP],
  [
    S,
    'a picture that is a video',
    { type: 'photo', photo: { type: 'video' } },
    'unexpected media type "video" for block "photo"',
  ],
  [
    S,
    'buttons that are no list',
    { type: 'buttons' },
    block('Field "buttons" must be of type Array'),
  ],
  [TD, 'no buttons', row(), 'button row must be non-empty'],
  [S, 'a button that is a word', row('x'), 'inlineButton must be an Object'],
  [
    TD,
    'buttons to the north',
    { ...row(tap()), align: 'north' },
    'invalid horizontal alignment specified',
  ],
  [S, 'a button that does nothing', row({ text: 'x' }), TEXT_BUTTON],
  [S, 'a button that pays', row({ text: 'x', pay: true }), TEXT_BUTTON],
  [S, 'a button with a game', row({ text: 'x', callback_game: {} }), TEXT_BUTTON],
  [TD, 'a blank button', row(tap({ text: ' ' })), 'inline keyboard button text must be non-empty'],
  [
    '[T] 1-64 bytes',
    '65 bytes of data',
    row(tap({ callback_data: 'x'.repeat(65) })),
    'BUTTON_DATA_INVALID',
  ],
  [S, 'a text that is a number', said(5), 'invalid rich text specified'],
  [S, 'a text of type blink', said({ type: 'blink', text: 'x' }), 'unsupported rich text type'],
  [
    S,
    'a button without button',
    said({ type: 'button' }),
    `can't parse RichText: Can't find field "button"`,
  ],
  [S, 'a mention of nobody', said({ type: 'text_mention', text: 'x', user: {} }), 'user not found'],
  [
    S,
    'a mention of user -1',
    said({ type: 'text_mention', text: 'x', user: { id: -1 } }),
    'user not found',
  ],
  [TD, 'a date of 0', date({ unix_time: 0 }), DATE],
  [TD, 'a date of 1.5', date({ unix_time: 1.5 }), DATE],
  [
    S,
    'a date in no format',
    date({ unix_time: 1, date_time_format: 'X' }),
    'invalid date-time format specified',
  ],
  [
    TD,
    'an emoji of a word',
    said({ type: 'custom_emoji', custom_emoji_id: 'x', alternative_text: 'x' }),
    'invalid custom emoji identifier specified',
  ],
];

const OWN: readonly Row[] = [
  [
    '[T] 1-8 buttons',
    'nine buttons',
    row(...Array.from({ length: 9 }, () => tap())),
    'a button row takes 8 buttons (the words are of the emulator)',
  ],
  [
    '[T] only for callback buttons',
    'a link that looks like a link',
    row({ text: 'x', url: 'http://e.org', style: 'link' }),
    `can't parse rich message button: only callback buttons can have the style "link" (the words are of the emulator)`,
  ],
  [
    '[T] only plain text, emoji and dates',
    'a bold button',
    row(tap({ text: { type: 'bold', text: 'x' } })),
    "can't parse rich message button: the text takes only custom emoji and dates (the words are of the emulator)",
  ],
];

const toCase = ([source, what, given, complaint]: Row) => ({
  source,
  what: `block: ${what}`,
  method: 'sendRichMessage',
  payload: { chat_id: ALICE, rich_message: { blocks: [given] } },
  refusal: `400 Bad Request: ${complaint}`,
});

/** Rich messages as explicit blocks. */
export const RICH_BLOCKS_CASES: readonly StrictnessCase[] = [
  ...ROWS.map(toCase),
  ...OWN.map((own) => ({
    ...toCase(own),
    stricterThanTelegram: "Telegram's words for it are not known",
  })),
];
