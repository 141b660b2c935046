import type { StrictnessCase } from '../case.ts';
import { toAlice } from '../payloads.ts';
import { ALICE, GROUP } from '../scene.ts';

/** Seen by bots; the server that says it is not public. */
const SEEN = 'server, seen by bots';
const OWN_WORDS = "Telegram's words for it are not known";

/** Source, what is wrong, the message, and Telegram's complaint. */
type Row = readonly [source: string, what: string, rich_message: unknown, complaint: string];

const EMPTY = 'rich message must be non-empty';
const html = (problem: string, at: number): string =>
  `can't parse rich message HTML: ${problem} at byte offset ${at}`;
const table = (columns: number): string =>
  `${'| a '.repeat(columns)}|\n${'|---'.repeat(columns)}|\n`;

const ROWS: readonly Row[] = [
  ['[TD] RichMessage.cpp:92', 'no rich message', undefined, EMPTY],
  ['[TD] RichMessage.cpp:92', 'a rich message without source', {}, EMPTY],
  ['[TD] RichMessage.cpp:92', 'empty Markdown', { markdown: '' }, EMPTY],
  ['[TD] RichMessage.cpp:140', 'no blocks', { blocks: [] }, EMPTY],
  ['[S] get_input_rich_message', 'a list of messages', [], 'object expected as rich message'],
  ['[S] get_input_rich_message', 'broken JSON', '{', "can't parse rich message JSON object"],
  [SEEN, 'blank Markdown', { markdown: ' \n ' }, 'RICH_MESSAGE_EMPTY'],
  [
    '[S] get_input_rich_message',
    'Markdown that is a number',
    { markdown: 5 },
    'can\'t parse rich message: Field "markdown" must be of type String',
  ],
  [
    'td UTF-8 check',
    'a lone surrogate',
    { markdown: 'x\uD83D' },
    'strings must be encoded in UTF-8',
  ],
  [SEEN, '32 769 characters', { markdown: 'x'.repeat(32_769) }, 'RICH_MESSAGE_TEXT_TOO_LONG'],
  [SEEN, '501 paragraphs', { markdown: 'x\n\n'.repeat(501) }, 'RICH_MESSAGE_BLOCKS_TOO_MANY'],
  [
    '[T] list items count',
    '500 items in one list',
    { markdown: '- x\n'.repeat(500) },
    'RICH_MESSAGE_BLOCKS_TOO_MANY',
  ],
  [
    SEEN,
    '17 quotations in another',
    { markdown: `${'> '.repeat(17)}x` },
    'RICH_MESSAGE_DEPTH_INVALID',
  ],
  [
    SEEN,
    'a hundred tags in another',
    { html: '<b>'.repeat(100) + 'x' + '</b>'.repeat(100) },
    'RICH_MESSAGE_DEPTH_INVALID',
  ],
  [
    SEEN,
    'twenty thousand tags in another',
    { html: `${'<b>'.repeat(20_000)}x${'</b>'.repeat(20_000)}` },
    'RICH_MESSAGE_DEPTH_INVALID',
  ],
  [SEEN, '21 columns', { markdown: table(21) }, 'RICH_MESSAGE_TABLE_COLS_TOO_MANY'],
  [SEEN, 'a link to a file', { markdown: '[x](file:///etc)' }, 'RICH_MESSAGE_URL_INVALID'],
  [
    '[TD] get_web_page_blocks',
    'a table cell 0.5 wide',
    { html: '<table><tr><td colspan="x">a</td></tr></table>' },
    'invalid table cell colspan specified',
  ],
  [
    '[TD] get_web_page_blocks',
    'a table cell to the north',
    { html: '<table><tr><td align="north">a</td></tr></table>' },
    'invalid horizontal alignment specified',
  ],
  [
    '[TD] get_web_page_blocks',
    'a table cell to the west',
    { html: '<table><tr><td valign="west">a</td></tr></table>' },
    'invalid vertical alignment specified',
  ],
  [
    '[TD] get_web_page_blocks',
    'buttons to the north',
    {
      html: '<tg-button-row align="north"><tg-button type="disabled">x</tg-button></tg-button-row>',
    },
    'invalid horizontal alignment specified',
  ],
  [
    '[TD] get_web_page_blocks',
    'a map of nowhere',
    { html: '<tg-map/>' },
    'invalid location specified',
  ],
  [
    '[S] get_input_media',
    'media that are not there',
    { html: '<img src="tg://photo?id=a"/>' },
    'media not found',
  ],
];

const OWN: readonly Row[] = [
  [
    '[T] exactly one',
    'Markdown and HTML',
    { markdown: 'a', html: 'a' },
    'exactly one of html, markdown must be used (the emulator is strict here)',
  ],
  ['[T] the tags', 'a tag that is none', { html: 'ж<h7>x</h7>' }, html('Unsupported tag "h7"', 2)],
  ['[T] the tags', 'a tag without end', { html: '<b>x' }, html('No end of the tag "b"', 4)],
  ['[T] the tags', 'an end without tag', { html: 'x</b>' }, html('Unexpected end tag "</b>"', 1)],
  ['[T] the tags', 'less-than', { html: 'a < b' }, html('Unclosed tag', 2)],
  [
    '[T] drafts only',
    'a thought that is sent',
    { html: '<details><summary>a</summary><tg-thinking>x</tg-thinking></details>' },
    'thinking blocks are for drafts only (the words are of the emulator)',
  ],
];

/** Rich messages as Markdown and HTML. */
export const RICH_CASES: readonly StrictnessCase[] = [
  ...ROWS.map(([source, what, rich_message, complaint]) => ({
    source,
    what,
    method: 'sendRichMessage',
    payload: { chat_id: ALICE, ...(rich_message === undefined ? {} : { rich_message }) },
    refusal: `400 Bad Request: ${complaint}`,
  })),
  ...OWN.map(([source, what, rich_message, complaint]) => ({
    source,
    what,
    method: 'sendRichMessage',
    payload: { chat_id: ALICE, rich_message },
    refusal: `400 Bad Request: ${complaint}`,
    stricterThanTelegram: OWN_WORDS,
  })),
  {
    source: SEEN,
    what: 'a megabyte of blanks',
    method: 'sendRichMessage',
    payload: { chat_id: ALICE, rich_message: { html: ' '.repeat(1_048_577) } },
    refusal: '400 Bad Request: RICH_MESSAGE_TEXT_TOO_LONG',
    onlyEmulated: 'over HTTP so much is refused before it is read',
  },
  {
    source: SEEN,
    what: 'a picture that cannot be fetched',
    method: 'sendRichMessage',
    payload: { chat_id: ALICE, rich_message: { markdown: '![](https://example.org/a.jpg)' } },
    refusal: '400 Bad Request: RICH_MESSAGE_PHOTO_NO_MEDIA_FOUND',
    onlyEmulated: 'the emulator fetches nothing from the web',
  },
  {
    source: SEEN,
    what: '51 pictures',
    method: 'sendRichMessage',
    payload: (given) => {
      const { file_id: media } =
        given.alice.sendsDocument('a.bin', new Uint8Array(1)).document ?? {};
      const document = { type: 'document', media };
      const blocks = Array.from({ length: 51 }, () => ({ type: 'document', document }));
      return { chat_id: ALICE, rich_message: { blocks } };
    },
    refusal: '400 Bad Request: RICH_MESSAGE_MEDIA_TOO_MANY',
  },
  {
    source: 'TelegramBotAPI/errors',
    what: 'a Mini App in a group',
    method: 'sendRichMessage',
    payload: {
      chat_id: GROUP,
      rich_message: { html: '<tg-button type="web_app" url="https://e.org">x</tg-button>' },
    },
    refusal: '400 Bad Request: BUTTON_TYPE_INVALID',
  },
  {
    source: 'emulator',
    what: 'a message for one person in a group',
    method: 'sendMessage',
    payload: {
      chat_id: GROUP,
      text: 'hi',
      ephemeral_message_parameters: { receiver_user_id: ALICE },
    },
    refusal: '400 Bad Request: ephemeral_message_parameters are not supported by this emulator',
    stricterThanTelegram: 'not built',
  },
  {
    source: 'seen by bots',
    what: 'a message for a business account',
    method: 'sendMessage',
    payload: toAlice({ business_connection_id: 'x' }),
    refusal: '400 Bad Request: business connection not found',
  },
  {
    source: 'emulator',
    what: 'brackets without end',
    method: 'sendRichMessage',
    payload: { chat_id: ALICE, rich_message: { markdown: '['.repeat(20_000) } },
    refusal: '400 Bad Request: too many brackets are open (the words are of the emulator)',
    stricterThanTelegram: 'parsing them would hold up everybody else',
  },
  {
    source: SEEN,
    what: 'a list in a list, a thousand times',
    method: 'sendRichMessage',
    payload: { chat_id: ALICE, rich_message: { markdown: `${'- '.repeat(1_000)}x` } },
    refusal: '400 Bad Request: RICH_MESSAGE_DEPTH_INVALID',
  },
  {
    source: '[T] one of them is required',
    what: 'text and rich text',
    method: 'editMessageText',
    payload: async (given) =>
      toAlice({ rich_message: { markdown: 'a' }, message_id: await given.sent({}) }),
    refusal:
      '400 Bad Request: text and rich_message exclude each other (the emulator is strict here)',
    stricterThanTelegram: 'what the server does then is not documented',
  },
];
