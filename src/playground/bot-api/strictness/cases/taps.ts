import type { Update } from '@grammyjs/types';
import type { Payload, StrictnessCase } from '../case.ts';
import { button } from '../payloads.ts';
import type { Scene } from '../scene.ts';

const TOO_OLD =
  '400 Bad Request: query is too old and response timeout expired or query ID is invalid';

/** Alice taps a button; the result answers her. */
async function tapped({ sent, alice, done }: Scene): Promise<Payload> {
  await sent({ reply_markup: button('Go', { callback_data: 'x' }) });
  // Nobody answers in some cases, and then this fails long after the case is over.
  alice.taps('Go').catch(() => undefined);
  const updates = await done<Update[]>('getUpdates', { offset: -1 });
  return { callback_query_id: updates[0]?.callback_query?.id };
}

/** Answers to taps. */
export const TAPS_CASES: readonly StrictnessCase[] = [
  {
    source: '[S] 147',
    what: 'answer to no tap',
    method: 'answerCallbackQuery',
    payload: { callback_query_id: 'nope' },
    refusal: TOO_OLD,
  },
  {
    source: '[T] 0-200',
    what: 'toast too long',
    method: 'answerCallbackQuery',
    payload: { callback_query_id: 'x', text: 'x'.repeat(201) },
    refusal: '400 Bad Request: MESSAGE_TOO_LONG',
  },
  {
    source: 'server',
    what: 'answer that opens an address',
    method: 'answerCallbackQuery',
    payload: { callback_query_id: 'x', url: 'https://example.org' },
    refusal: '400 Bad Request: URL_INVALID',
  },
  {
    source: '[S] 147',
    what: 'the second answer to a tap',
    method: 'answerCallbackQuery',
    payload: async (given) => {
      const answer = await tapped(given);
      await given.done('answerCallbackQuery', answer);
      return answer;
    },
    refusal: TOO_OLD,
  },
  {
    source: '[S] 147',
    what: 'an answer after 16 seconds',
    method: 'answerCallbackQuery',
    payload: async (given) => {
      const answer = await tapped(given);
      given.clock.ms += 16_000;
      return answer;
    },
    refusal: TOO_OLD,
  },
];
