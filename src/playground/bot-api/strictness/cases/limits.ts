import type { StrictnessCase } from '../case.ts';
import { toAlice } from '../payloads.ts';
import { GROUP } from '../scene.ts';

/** How much a chat takes at once. */
export const LIMITS_CASES: readonly StrictnessCase[] = [
  {
    source: 'Bot FAQ',
    what: 'the fourth message of a second',
    method: 'sendMessage',
    payload: async ({ sent }) => {
      for (const text of ['1', '2', '3']) await sent({ text });
      return toAlice({});
    },
    refusal: '429 Too Many Requests: retry after 1',
    parameters: { retry_after: 1 },
    limits: {},
    onlyEmulated: 'would fall under real limits',
  },
  {
    source: 'Bot FAQ',
    what: 'the 21st message of a minute in a group',
    method: 'sendMessage',
    payload: async ({ sent }) => {
      for (let n = 0; n < 20; n += 1) await sent({ chat_id: GROUP });
      return { chat_id: GROUP, text: 'hi' };
    },
    refusal: '429 Too Many Requests: retry after 3',
    parameters: { retry_after: 3 },
    limits: {},
    onlyEmulated: 'would fall under real limits',
  },
  {
    source: 'levlam, tdlib/td #2592',
    what: 'an edit beyond the limit of sends',
    method: 'editMessageText',
    payload: async ({ sent }) => {
      const message_id = await sent({});
      await sent({});
      await sent({});
      return toAlice({ message_id, text: 'new' });
    },
    refusal: '429 Too Many Requests: retry after 1',
    parameters: { retry_after: 1 },
    limits: {},
    onlyEmulated: 'would fall under real limits',
  },
  {
    source: '[issue] lettabot #433',
    what: 'a message while it should wait',
    method: 'sendMessage',
    payload: async ({ sent, call }) => {
      for (const text of ['1', '2', '3']) await sent({ text });
      await call('sendMessage', toAlice({}));
      return toAlice({});
    },
    refusal: '429 Too Many Requests: retry after 2',
    parameters: { retry_after: 2 },
    limits: { penalty: { factor: 2, maxSeconds: 60 } },
    onlyEmulated: 'would fall under real limits',
  },
];
