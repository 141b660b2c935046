import type { StrictnessCase } from '../case.ts';
import { posted, toAlice } from '../payloads.ts';
import { ALICE } from '../scene.ts';

/** Requests as such: tokens, methods, types of parameters, bodies. */
export const REQUESTS_CASES: readonly StrictnessCase[] = [
  {
    source: '[S] 12664',
    what: 'unknown method',
    method: 'sendPigeon',
    payload: {},
    refusal: '404 Not Found: method not found',
  },
  {
    source: 'emulator',
    what: 'a method it cannot do',
    method: 'sendGame',
    payload: { chat_id: ALICE },
    refusal: '400 Bad Request: method sendGame is not supported by this emulator',
    stricterThanTelegram: 'not built',
  },
  {
    source: 'emulator',
    what: 'a number as text',
    method: 'sendMessage',
    payload: toAlice({ text: 5 }),
    refusal: '400 Bad Request: parameter "text" must be a String (the emulator is strict here)',
    stricterThanTelegram: 'Telegram reads a wrong type as 0 or as nothing',
  },
  {
    source: 'emulator',
    what: 'a word as flag',
    method: 'sendMessage',
    payload: toAlice({ disable_notification: 'maybe' }),
    refusal:
      '400 Bad Request: parameter "disable_notification" must be a Boolean (the emulator is strict here)',
    stricterThanTelegram: 'Telegram reads a wrong type as 0 or as nothing',
  },
  {
    source: '[S] ClientManager.cpp:74',
    what: 'token without colon',
    method: 'getMe',
    ask: ({ emulator }) => emulator.call('abc', 'getMe'),
    refusal: '401 Unauthorized: invalid token specified',
  },
  {
    source: '[S] ClientManager.cpp:74',
    what: 'token that begins with 0',
    method: 'getMe',
    ask: ({ emulator }) => emulator.call('0:abc', 'getMe'),
    refusal: '401 Unauthorized: invalid token specified',
  },
  {
    source: '[S] ClientManager.cpp:74',
    what: 'token of 81 characters',
    method: 'getMe',
    ask: ({ emulator }) => emulator.call(`1:${'x'.repeat(79)}`, 'getMe'),
    refusal: '401 Unauthorized: invalid token specified',
  },
  {
    source: '[S] 16291',
    what: 'token that nobody made',
    method: 'getMe',
    ask: ({ emulator }) => emulator.call('12345:abc', 'getMe'),
    refusal: '401 Unauthorized',
  },
  {
    source: 'emulator',
    what: 'a fraction as chat',
    method: 'sendMessage',
    payload: { chat_id: 1.5, text: 'hi' },
    refusal:
      '400 Bad Request: parameter "chat_id" must be an Integer or a String (the emulator is strict here)',
    stricterThanTelegram: 'Telegram reads a wrong type as 0 or as nothing',
  },
  {
    source: 'emulator',
    what: 'a number as file',
    method: 'sendDocument',
    payload: { chat_id: ALICE, document: 5 },
    refusal:
      '400 Bad Request: parameter "document" must be a file or a String (the emulator is strict here)',
    stricterThanTelegram: 'Telegram reads a wrong type as 0 or as nothing',
  },
  {
    source: '[S] get_input_file',
    what: 'an upload that is not there',
    method: 'sendDocument',
    payload: { chat_id: ALICE, document: 'attach://a' },
    refusal: '400 Bad Request: there is no document in the request',
  },
  {
    source: 'emulator',
    what: 'a list as object',
    method: 'sendMessage',
    payload: toAlice({ suggested_post_parameters: 5 }),
    refusal:
      '400 Bad Request: parameter "suggested_post_parameters" must be an Object (the emulator is strict here)',
    stricterThanTelegram: 'Telegram reads a wrong type as 0 or as nothing',
  },
  {
    source: 'emulator',
    what: 'an object as list',
    method: 'sendMessage',
    payload: toAlice({ entities: {} }),
    refusal: '400 Bad Request: parameter "entities" must be an Array (the emulator is strict here)',
    stricterThanTelegram: 'Telegram reads a wrong type as 0 or as nothing',
  },
  {
    source: '[S] 9753',
    what: 'an object that is no JSON',
    method: 'sendMessage',
    payload: toAlice({ reply_parameters: '{' }),
    refusal: "400 Bad Request: can't parse reply parameters JSON object",
  },
  {
    source: '[TD] HttpReader.cpp',
    what: 'a body of an unknown kind',
    method: 'sendMessage',
    ask: (given) => posted(given, 'sendMessage', 'text/plain', 'hi'),
    refusal: '400 Bad Request: message text is empty',
  },
  {
    source: '[TD] HttpReader.cpp',
    what: 'JSON cut off',
    method: 'sendMessage',
    ask: (given) => posted(given, 'sendMessage', 'application/json', '{"chat_id":'),
    refusal: '400 Bad Request: message text is empty',
  },
  {
    source: '[TD] HttpReader.cpp',
    what: 'JSON that is a list',
    method: 'sendMessage',
    ask: (given) => posted(given, 'sendMessage', 'application/json', '[]'),
    refusal: '400 Bad Request: message text is empty',
  },
  {
    source: 'nginx before [S]',
    what: 'a body of 61 MiB',
    method: 'sendDocument',
    ask: (given) =>
      posted(given, 'sendDocument', 'application/json', new Uint8Array(61 * 1024 * 1024)),
    refusal: '413 Request Entity Too Large',
    onlyEmulated: 'would send 61 MiB',
  },
  {
    source: 'emulator',
    what: 'a planted 502',
    method: 'sendMessage',
    ask: ({ emulator, call }) => {
      emulator.faults.add({ kind: 'status', status: 502, times: 1 });
      return call('getMe');
    },
    refusal: '502 Bad Gateway',
    onlyEmulated: 'a fault',
  },
  {
    source: 'Query.cpp:109',
    what: 'a planted 429',
    method: 'sendMessage',
    ask: ({ emulator, call }) => {
      emulator.faults.add({ kind: 'status', status: 429, retryAfter: 7, times: 1 });
      return call('getMe');
    },
    refusal: '429 Too Many Requests: retry after 7',
    parameters: { retry_after: 7 },
    onlyEmulated: 'a fault',
  },
];
