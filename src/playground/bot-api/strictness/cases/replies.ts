import type { Payload, StrictnessCase } from '../case.ts';
import { toAlice } from '../payloads.ts';
import { FORUM, GROUP, type Scene } from '../scene.ts';

/** Replies with quotes, link previews, effects. */
export const REPLIES_CASES: readonly StrictnessCase[] = [
  {
    source: 'server',
    what: 'a quote that is not there',
    method: 'sendMessage',
    payload: quoting('good-bye'),
    refusal: '400 Bad Request: QUOTE_TEXT_INVALID',
  },
  {
    source: '[T] ReplyParameters.quote',
    what: 'a quote without its formats',
    method: 'sendMessage',
    payload: quoting('bold'),
    refusal: '400 Bad Request: QUOTE_TEXT_INVALID',
  },
  {
    source: '[T] ReplyParameters.quote',
    what: 'a quote that is too long',
    method: 'sendMessage',
    payload: async ({ sent }) => {
      const message_id = await sent({ text: 'x'.repeat(1_100) });
      return toAlice({ reply_parameters: { message_id, quote: 'x'.repeat(1_025) } });
    },
    refusal: '400 Bad Request: QUOTE_TEXT_INVALID',
  },
  {
    source: '[S] get_reply_parameters',
    what: 'a quote that is a number',
    method: 'sendMessage',
    payload: toAlice({ reply_parameters: { message_id: 1, quote: 5 } }),
    refusal: '400 Bad Request: field "quote" must be of type String',
  },
  {
    source: '[S] get_reply_parameters',
    what: 'a reply to a word',
    method: 'sendMessage',
    payload: toAlice({ reply_parameters: { message_id: 'one' } }),
    refusal: '400 Bad Request: field "message_id" must be of type Number',
  },
  {
    source: '[S] get_reply_parameters',
    what: 'a reply that is a list',
    method: 'sendMessage',
    payload: toAlice({ reply_parameters: [1] }),
    refusal: '400 Bad Request: object expected as reply parameters',
  },
  {
    source: 'emulator',
    what: 'a reply to another chat',
    method: 'sendMessage',
    payload: ({ carolsMessage }) =>
      toAlice({ reply_parameters: { message_id: carolsMessage, chat_id: GROUP } }),
    refusal: '400 Bad Request: replies to another chat are not supported by this emulator',
    stricterThanTelegram: 'Telegram replies across chats',
  },
  {
    source: '[S] get_link_preview_options',
    what: 'a link preview that is a list',
    method: 'sendMessage',
    payload: toAlice({ link_preview_options: [] }),
    refusal: '400 Bad Request: object expected as link preview options',
  },
  {
    source: '[S] get_link_preview_options',
    what: 'a link preview with a word for a flag',
    method: 'sendMessage',
    payload: toAlice({ link_preview_options: { is_disabled: 'yes' } }),
    refusal: '400 Bad Request: field "is_disabled" must be of type Boolean',
  },
  {
    source: '[S] get_link_preview_options',
    what: 'a link preview of a number',
    method: 'sendMessage',
    payload: toAlice({ link_preview_options: { url: 5 } }),
    refusal: '400 Bad Request: field "url" must be of type String',
  },
  {
    source: '[TD] process_message_send_options',
    what: 'an effect in a group',
    method: 'sendMessage',
    payload: { chat_id: FORUM, text: 'hi', message_effect_id: '5104841245755180586' },
    refusal: "400 Bad Request: can't use message effects in the chat",
  },
];

function quoting(quote: string) {
  return async ({ sent }: Scene): Promise<Payload> => {
    const message_id = await sent({ text: 'plain <b>bold</b>', parse_mode: 'HTML' });
    return toAlice({ reply_parameters: { message_id, quote } });
  };
}
