import type { StrictnessCase } from '../case.ts';
import { toAlice } from '../payloads.ts';

const PARSER = '[S] 11341';
const CHECK = '[TD] get_message_entities';

/** Source, what is wrong, the entity's own fields, and Telegram's complaint. */
type Row = readonly [source: string, what: string, entity: unknown, complaint: string];

const at = (more: object): object => ({ offset: 0, length: 2, ...more });
const parse = (complaint: string): string => `can't parse MessageEntity: ${complaint}`;

const ROWS: readonly Row[] = [
  [PARSER, 'an entity that is a list', [], parse('expected an Object')],
  [PARSER, 'an entity of an empty type', at({ type: '' }), parse('Type is not specified')],
  [
    PARSER,
    'an emoji without id',
    at({ type: 'custom_emoji' }),
    parse(`Can't find field "custom_emoji_id"`),
  ],
  [
    PARSER,
    'an emoji whose id is a word',
    at({ type: 'custom_emoji', custom_emoji_id: 'x' }),
    parse('Field "custom_emoji_id" must be a valid Number'),
  ],
  [
    PARSER,
    'an emoji whose id is too large',
    at({ type: 'custom_emoji', custom_emoji_id: '9999999999999999999' }),
    parse('Field "custom_emoji_id" must be a valid Number'),
  ],
  [PARSER, 'a mention of nobody', at({ type: 'text_mention' }), parse(`Can't find field "user"`)],
  [
    PARSER,
    'a mention of a number',
    at({ type: 'text_mention', user: 5 }),
    parse('Field "user" must be of type Object'),
  ],
  [
    PARSER,
    'a mention of null',
    at({ type: 'text_mention', user: null }),
    parse('Field "user" must be of type Object'),
  ],
  [PARSER, 'a date without time', at({ type: 'date_time' }), parse(`Can't find field "unix_time"`)],
  [
    PARSER,
    'a date in no format',
    at({ type: 'date_time', unix_time: 1, date_time_format: 'dD' }),
    parse('Invalid date-time format specified'),
  ],
  [
    CHECK,
    'a date before all time',
    at({ type: 'date_time', unix_time: 0 }),
    'invalid date specified',
  ],
  [
    CHECK,
    'emoji 0',
    at({ type: 'custom_emoji', custom_emoji_id: '0' }),
    'invalid custom emoji identifier specified',
  ],
  [CHECK, 'user 0', at({ type: 'text_mention', user: { id: 0 } }), 'user not found'],
  [
    CHECK,
    'a link to a word',
    at({ type: 'text_link', url: 'not-a-url' }),
    "entity URL 'not-a-url' is invalid: Wrong HTTP URL",
  ],
  [
    CHECK,
    'a link to nothing',
    at({ type: 'text_link', url: '' }),
    "entity URL '' is invalid: URL host is empty",
  ],
  [
    CHECK,
    'a link of another protocol',
    at({ type: 'text_link', url: 'ftp://e.org' }),
    "entity URL 'ftp://e.org' is invalid: Unsupported URL protocol",
  ],
  [
    CHECK,
    'a link into Telegram that is none',
    at({ type: 'text_link', url: 'tg:http://e.org' }),
    "entity URL 'tg:http://e.org' is invalid: Wrong tg URL",
  ],
  [
    CHECK,
    'a link to port 0',
    at({ type: 'text_link', url: 'http://e.org:0' }),
    "entity URL 'http://e.org:0' is invalid: Wrong port number specified in the URL",
  ],
];

/** Entities that say what they mean, and what is wrong with it. */
export const MARKS_CASES: readonly StrictnessCase[] = ROWS.map(
  ([source, what, entity, complaint]) => ({
    source,
    what,
    method: 'sendMessage',
    payload: toAlice({ text: 'hi', entities: [entity] }),
    refusal: `400 Bad Request: ${complaint}`,
  }),
);
