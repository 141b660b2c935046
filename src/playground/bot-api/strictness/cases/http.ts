import type { ApiResponse } from '@grammyjs/types';
import type { StrictnessCase } from '../case.ts';
import type { Scene } from '../scene.ts';

/** No answer at all is a difference, too. */
const PATIENCE_MS = 5_000;

/** Asks by hand. An answer without a body has no words: the status is all there is. */
async function ask(
  { url, bot }: Scene,
  init: RequestInit & { readonly path?: string },
): Promise<ApiResponse<unknown>> {
  const path = init.path ?? `/bot${bot.token}/getMe`;
  const signal = AbortSignal.timeout(PATIENCE_MS);
  const response = await fetch(`${await url()}${path}`, { method: 'POST', signal, ...init });
  const text = await response.text();
  if (text !== '') return JSON.parse(text) as ApiResponse<unknown>;
  return { ok: false, error_code: response.status, description: '' };
}

const body = (contentType: string, text: string): RequestInit => ({
  headers: { 'content-type': contentType },
  body: text,
});

const FORM = 'multipart/form-data; boundary=x';
const URL_ENCODED = 'application/x-www-form-urlencoded';
/** One more byte than all parameters may have together. */
const TOO_MUCH = 'y'.repeat((1 << 20) + 1);

function part(name: string, value: string): string {
  return `--x\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
}

const latin1 = (text: string): Buffer => Buffer.from(text, 'latin1');

const fileParts = Array.from({ length: 51 }, (_, index) => {
  const name = `name="f${index}"; filename="f${index}"`;
  return `--x\r\nContent-Disposition: form-data; ${name}\r\n\r\n1\r\n`;
});

/** Requests that fail before Telegram looks at their method. */
export const HTTP_CASES: readonly StrictnessCase[] = [
  {
    source: '[S] HttpConnection.cpp:31',
    what: 'a path that is none of the API',
    method: 'HTTP',
    ask: (given) => ask(given, { path: '/elsewhere' }),
    refusal: '404 Not Found',
  },
  {
    source: '[TD] HttpReader.cpp, parse_head',
    what: 'neither GET nor POST',
    method: 'HTTP',
    ask: (given) => ask(given, { method: 'PUT' }),
    refusal: '501 ',
    onlyEmulated: 'a server in front of the public one answers',
  },
  {
    source: '[TD] HttpReader.cpp, MAX_TOTAL_PARAMETERS_LENGTH',
    what: 'more than 1 MiB of JSON',
    method: 'HTTP',
    ask: (given) => ask(given, body('application/json', JSON.stringify({ text: TOO_MUCH }))),
    refusal: '413 ',
  },
  {
    source: '[TD] HttpReader.cpp, MAX_TOTAL_PARAMETERS_LENGTH',
    what: 'more than 1 MiB in a form of parts',
    method: 'HTTP',
    ask: (given) => ask(given, body(FORM, `${part('text', TOO_MUCH)}--x--\r\n`)),
    refusal: '413 ',
  },
  ...[
    ['JSON', 'application/json', latin1('{"chat_id":101,"text":"\xE9"}')],
    ['a form', URL_ENCODED, latin1('chat_id=101&text=\xE9')],
    ['an escaped form', URL_ENCODED, latin1('chat_id=101&text=%E9')],
    ['a form of parts', FORM, latin1(`${part('text', '\xE9')}--x--\r\n`)],
  ].map(([what, contentType, bytes]): StrictnessCase => ({
    source: '[TD] Td.cpp, CLEAN_INPUT_STRING',
    what: `no UTF-8 in ${String(what)}`,
    method: 'HTTP',
    ask: (given) =>
      ask(given, {
        path: `/bot${given.bot.token}/sendMessage`,
        headers: { 'content-type': String(contentType) },
        body: bytes as Uint8Array<ArrayBuffer>,
      }),
    refusal: '400 Bad Request: strings must be encoded in UTF-8',
  })),
  {
    source: '[TD] Td.cpp, CLEAN_INPUT_STRING',
    what: 'no UTF-8 in the address',
    method: 'HTTP',
    ask: (given) =>
      ask(given, {
        path: `/bot${given.bot.token}/sendMessage?chat_id=101&text=%E9`,
        method: 'GET',
      }),
    refusal: '400 Bad Request: strings must be encoded in UTF-8',
  },
  {
    source: '[S] HttpServer',
    what: 'more than 50 files',
    method: 'HTTP',
    ask: (given) => ask(given, body(FORM, `${fileParts.join('')}--x--\r\n`)),
    refusal: '413 ',
  },
  {
    source: '[TD] HttpReader.cpp, parse_multipart_form_data',
    what: 'parts that are none',
    method: 'HTTP',
    ask: (given) => ask(given, body(FORM, 'no parts at all')),
    refusal: '400 ',
  },
  {
    source: '[TD] HttpReader.cpp, read_next',
    what: 'an encoding that nobody knows',
    method: 'HTTP',
    ask: (given) =>
      ask(given, {
        headers: { 'content-type': URL_ENCODED, 'content-encoding': 'br' },
        body: 'text=x',
      }),
    refusal: '415 ',
  },
  {
    source: '[TD] HttpReader.cpp, read_next',
    what: 'gzip that is none',
    method: 'HTTP',
    ask: (given) =>
      ask(given, {
        headers: { 'content-type': URL_ENCODED, 'content-encoding': 'gzip' },
        body: 'text=x',
      }),
    refusal: '400 ',
  },
  {
    source: '[S] ClientManager.cpp:78',
    what: 'a token without a number',
    method: 'HTTP',
    ask: (given) => ask(given, { path: '/botabc:def/getMe' }),
    refusal: '421 Misdirected Request: unallowed token specified',
  },
  {
    source: '[S] ClientManager.cpp:82',
    what: 'a token of number zero or less',
    method: 'HTTP',
    ask: (given) => ask(given, { path: '/bot-1:def/getMe' }),
    refusal: '401 Unauthorized: invalid token specified',
  },
  {
    source: '[S] ClientManager.cpp:82',
    what: 'a token of too large a number',
    method: 'HTTP',
    ask: (given) => ask(given, { path: '/bot18014398509481984:def/getMe' }),
    refusal: '401 Unauthorized: invalid token specified',
  },
  {
    source: '[S] ClientManager.cpp:74',
    what: 'a token with a slash in it',
    method: 'HTTP',
    ask: ({ emulator }) => emulator.call('1:a/b', 'getMe'),
    refusal: '401 Unauthorized: invalid token specified',
  },
  {
    source: '[S] HttpConnection.cpp:37',
    what: 'the test environment, which has bots of its own',
    method: 'HTTP',
    ask: (given) => ask(given, { path: `/bot${given.bot.token}/test/getMe` }),
    refusal: '401 Unauthorized',
  },
  {
    source: '[S] HttpConnection.cpp:37',
    what: 'a file that nobody asked for',
    method: 'HTTP',
    ask: (given) => ask(given, { path: `/file/bot${given.bot.token}/documents/file_1.txt` }),
    refusal: '404 Not Found',
  },
  {
    source: '[S] 16291',
    what: 'a file of a bot that is none',
    method: 'HTTP',
    ask: (given) => ask(given, { path: '/file/bot12345:abc/documents/file_1.txt' }),
    refusal: '401 Unauthorized',
  },
];
