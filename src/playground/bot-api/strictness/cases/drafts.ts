import type { StrictnessCase } from '../case.ts';
import { bytes } from '../payloads.ts';
import { ALICE, GROUP } from '../scene.ts';

const DRAFT = { chat_id: ALICE, draft_id: 1 };

/** Answers that are still being written. */
export const DRAFTS_CASES: readonly StrictnessCase[] = [
  {
    source: '[T] private chats only; seen by bots',
    what: 'a draft in a group',
    method: 'sendMessageDraft',
    payload: { chat_id: GROUP, draft_id: 1, text: 'a' },
    refusal: '400 Bad Request: TEXTDRAFT_PEER_INVALID',
  },
  {
    source: '[T] private chats only; seen by bots',
    what: 'a rich draft in a group',
    method: 'sendRichMessageDraft',
    payload: { chat_id: GROUP, draft_id: 1, rich_message: { markdown: 'a' } },
    refusal: '400 Bad Request: TEXTDRAFT_PEER_INVALID',
  },
  {
    source: '[T] must be non-zero',
    what: 'draft 0',
    method: 'sendMessageDraft',
    payload: { chat_id: ALICE, draft_id: 0, text: 'a' },
    refusal: '400 Bad Request: draft_id must be non-zero (the words are of the emulator)',
    onlyEmulated: "Telegram's words for it are not known",
  },
  {
    source: '[TD] MessageContent.cpp:4758',
    what: 'a draft of 4097 code points',
    method: 'sendMessageDraft',
    payload: { ...DRAFT, text: 'x'.repeat(4097) },
    refusal: '400 Bad Request: message is too long',
  },
  {
    source: '[S] 8277',
    what: 'a draft in a topic that is not there',
    method: 'sendMessageDraft',
    payload: { ...DRAFT, text: 'a', message_thread_id: 4_711 },
    refusal: '400 Bad Request: message thread not found',
  },
  {
    source: '[T] no direct upload',
    what: 'a rich draft with a new file',
    method: 'sendRichMessageDraft',
    payload: {
      ...DRAFT,
      rich_message: {
        html: '<img src="tg://photo?id=a"/>',
        media: [{ id: 'a', media: { type: 'photo', media: 'attach://p' } }],
      },
      p: bytes(1),
    },
    refusal: '400 Bad Request: drafts take no new files (the words are of the emulator)',
    onlyEmulated: "Telegram's words for it are not known",
  },
  {
    source: 'hermes #54275',
    what: 'more drafts than the chat takes',
    method: 'sendMessageDraft',
    payload: async (given) => {
      await given.done('sendMessageDraft', { ...DRAFT, text: 'a' });
      return { ...DRAFT, text: 'ab' };
    },
    refusal: '429 Too Many Requests: retry after 1',
    parameters: { retry_after: 1 },
    limits: { drafts: { perSecond: 1, burst: 1 } },
    onlyEmulated: 'nobody should flood the real service',
  },
];
