import type { ApiResponse, Message } from '@grammyjs/types';
import * as fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import type { Button } from '#kernel/card.ts';
import { conversationId, type Conversation } from '#kernel/conversation.ts';
import { virtualClock } from '#playground/bot-api/clock.ts';
import { createEmulator } from '#playground/bot-api/emulator.ts';
import { memoryStore } from '#ports/store/memory.ts';
import type { BotApi, Outcome } from './api.ts';
import { createChat } from './chat.ts';
import { createDrafts } from './drafts.ts';
import { createKeyboards } from './keyboards.ts';
import { TELEGRAM_LIMITS } from './limits.ts';
import { createOutbox } from './outbox/outbox.ts';
import { createRichChats } from './rich-chats.ts';

const GONE = {
  kind: 'status',
  status: 404,
  description: 'Not Found: method not found',
} as const;
const DAY_MS = 24 * 60 * 60_000;
const GROUP = -1_001_000_000_001;
const stop: Button = { label: 'Stop', command: 'stop', words: ['op-1'] };
const TABLE = '| a | b |\n|---|---|\n| 1 | 2 |';
/** Three messages with entities, one rich one. */
const LONG = Array.from({ length: 50 }, (_, at) => `Part${at} ${'word '.repeat(40)}`).join('\n\n');

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});

/** The chat over a Telegram with the limits of the real one; no time passes but by `pass`. */
async function world(limits: NonNullable<Parameters<typeof createEmulator>[0]>['limits'] = {}) {
  const clock = virtualClock(1_700_000_000_000);
  const emulator = createEmulator({ clock, limits });
  cleanups.push(() => emulator.close());
  const bot = emulator.bot({ username: 'forge_bot' });
  const vera = emulator.person({ id: 11, name: 'Vera' }).chat(bot);
  vera.says('hi');
  const store = memoryStore(() => clock.now());
  cleanups.push(() => store.close());
  const api: BotApi = {
    async call(method, body, { upload } = {}) {
      const file = upload && { [upload.field]: { ...upload, contentType: 'text/plain' } };
      const answer = emulator.call(bot.token, method, { ...body, ...file });
      return answer.then(toOutcome, () => ({ kind: 'broken', reason: 'lost', mayBeDone: true }));
    },
  };
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const now = () => clock.now();
  /** A process; what one before it may have spent it does not know. */
  const begin = async ({ isFirst } = { isFirst: false }) => {
    const rich = createRichChats({ settings: store.settings, now });
    const limits = TELEGRAM_LIMITS;
    const outbox = createOutbox({ store: store.outbox, api, limits, clock, log, rich });
    const commands = new Set(['stop']);
    const drafts = createDrafts({ outbox, rich, clock, commands });
    const keyboards = createKeyboards({ buttons: store.buttons, now });
    const sayIn = () => (key: string) => key;
    const chat = createChat({
      store: store.outbox,
      outbox,
      keyboards,
      sayIn,
      rich,
      drafts,
      commands,
    });
    await outbox.start(isFirst ? undefined : clock.now());
    return { chat, drafts, outbox, rich };
  };
  const pass = async (ms: number): Promise<void> => {
    for (let left = ms; left > 0; left -= 100) {
      await clock.advance(Math.min(100, left));
      for (let turn = 0; turn < 6; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    }
  };
  const calls = (...methods: string[]) =>
    emulator.calls.filter(({ method }) => methods.length === 0 || methods.includes(method));
  const first = await begin({ isFirst: true });
  return { clock, emulator, bot, vera, store, begin, pass, calls, ...first };
}

function toOutcome(answer: ApiResponse<unknown>): Outcome {
  if (answer.ok) return { kind: 'ok', result: answer.result };
  const { error_code: code, description, parameters } = answer;
  if (code === 429) return { kind: 'flood', retryAfterMs: (parameters?.retry_after ?? 1) * 1_000 };
  if (code >= 500) return { kind: 'broken', reason: description, mayBeDone: true };
  const movedTo = parameters?.migrate_to_chat_id;
  return { kind: 'refused', code, description, ...(movedTo !== undefined && { movedTo }) };
}

function at(chatId = 11, topicId?: number): Conversation {
  const place = topicId === undefined ? { chatId } : { chatId, topicId };
  return { ...place, id: conversationId(place, 11), actorId: 11, language: 'en' };
}

const SENDS = ['sendMessage', 'sendRichMessage', 'sendDocument'];
const methods = (calls: readonly { readonly method: string }[]) =>
  calls.map(({ method }) => method);
const blocksOf = (message: { readonly message: Partial<Message> } | undefined) =>
  message?.message.rich_message?.blocks;

describe('a rich message', () => {
  it('goes nowhere until somebody asks for it, and then after a restart too', async () => {
    const { chat, begin, pass, calls } = await world();
    await chat.post(at(), 'one', { text: TABLE });
    await pass(1_500);
    await chat.setRich(11, true);
    await chat.post(at(), 'two', { text: TABLE });
    await pass(1_500);
    const second = await begin();
    expect(await second.chat.isRich(11)).toBe(true);
    await second.chat.post(at(), 'three', { text: TABLE });
    await pass(1_500);
    await second.chat.setRich(11, false);
    await second.chat.post(at(), 'four', { text: TABLE });
    await pass(1_500);
    expect(methods(calls(...SENDS))).toEqual([
      'sendMessage',
      'sendRichMessage',
      'sendRichMessage',
      'sendMessage',
    ]);
  });

  it('has its buttons, its sound and its topic, and its end', async () => {
    const { emulator, bot, chat, pass, calls } = await world();
    const forum = emulator.group({ id: GROUP, title: 'Team', forum: true });
    forum.add(bot);
    const topic = forum.opensTopic('shop');
    const olga = emulator.person({ id: 13, name: 'Olga' }).in(forum, topic);
    await chat.setRich(GROUP, true);
    await chat.post(at(GROUP, topic), 'one', { text: TABLE, ring: false, buttons: [[stop]] });
    await pass(1_000);
    const shown = olga.lastMessage();
    expect(blocksOf(shown)).toMatchObject([{ type: 'table' }]);
    expect(shown?.buttons).toEqual([['Stop']]);
    expect(shown?.message_thread_id).toBe(topic);
    expect(calls('sendRichMessage')[0]?.payload).toMatchObject({ disable_notification: true });

    await chat.close(at(GROUP, topic), 'one', { text: '## Over' });
    await pass(4_000);
    expect(blocksOf(olga.lastMessage())).toMatchObject([{ type: 'heading', text: 'Over' }]);
    expect(olga.lastMessage()?.buttons).toEqual([]);
    expect(calls('editMessageText')[0]?.payload).toHaveProperty('rich_message');
    expect(emulator.warnings).toEqual([]);
  });

  it('holds what would be several messages, and then its file', async () => {
    const { chat, vera, pass, calls } = await world();
    await chat.setRich(11, true);
    const file = { name: 'a.diff', content: '+1' };
    await chat.post(at(), 'one', { text: LONG, file });
    await pass(5_000);
    expect(methods(calls(...SENDS))).toEqual(['sendRichMessage', 'sendDocument']);
    expect(vera.lastMessage()?.document?.file_name).toBe('a.diff');
  });

  it('goes as parts or a file where it is too much', async () => {
    const { chat, pass, calls } = await world();
    await chat.setRich(11, true);
    await chat.post(at(), 'blocks', { text: 'a\n\n'.repeat(600) });
    await chat.post(at(), 'code', { text: `\`\`\`\n${'x\n'.repeat(61)}\`\`\`` });
    await pass(5_000);
    expect(methods(calls(...SENDS))).not.toContain('sendRichMessage');
  });

  it('says that it may be there twice when the answer got lost', async () => {
    const { chat, emulator, vera, pass } = await world();
    await chat.setRich(11, true);
    emulator.faults.add({ kind: 'drop-after', method: 'sendRichMessage', times: 1 });
    await chat.post(at(), 'one', { text: '# Done' });
    await pass(5_000);
    expect(vera.messages().slice(-2).map(blocksOf)).toMatchObject([
      [{ type: 'heading' }],
      [{ type: 'heading' }, { type: 'paragraph', text: 'telegram-maybe-duplicate' }],
    ]);
  });

  it('goes to the chat itself when the topic is gone', async () => {
    const { emulator, bot, chat, pass } = await world();
    const forum = emulator.group({ id: GROUP, title: 'Team', forum: true });
    forum.add(bot);
    const topic = forum.opensTopic('shop');
    forum.deletesTopic(topic);
    await chat.setRich(GROUP, true);
    await chat.post(at(GROUP, topic), 'one', { text: 'hello' });
    await pass(8_000);
    const shown = emulator.person({ id: 13, name: 'Olga' }).in(forum).lastMessage();
    expect(blocksOf(shown)).toMatchObject([{ text: 'hello' }, { text: 'telegram-topic-lost' }]);
  });

  it('goes as the end of a card whose message never went out', async () => {
    const { chat, emulator, vera, pass, calls } = await world();
    await chat.setRich(11, true);
    emulator.faults.add({ kind: 'status', status: 429, retryAfter: 3, times: 1 });
    await chat.post(at(), 'ask', { text: 'sure?' });
    await pass(500);
    await chat.close(at(), 'ask', { text: '**yes**' });
    await pass(5_000);
    expect(blocksOf(vera.lastMessage())).toMatchObject([{ text: { type: 'bold', text: 'yes' } }]);
    expect(calls('editMessageText', 'sendMessage')).toEqual([]);
  });
});

describe('a chat that takes no rich messages', () => {
  it.each([
    [404, 'Not Found: method not found'],
    [400, 'Bad Request: rich message must be non-empty'],
    [400, "Bad Request: can't parse rich message: no such block"],
    [400, 'Bad Request: message text is empty'],
    [400, 'Bad Request: RICH_MESSAGE_URL_INVALID'],
  ])('gets the same as plain text at once, and for a day: %i %s', async (status, description) => {
    const { chat, emulator, vera, clock, pass, calls } = await world();
    await chat.setRich(11, true);
    emulator.faults.add({ kind: 'status', status, description, method: 'sendRichMessage' });
    await chat.post(at(), 'one', { text: '**one**', buttons: [[stop]] });
    await chat.post(at(), 'two', { text: 'two' });
    await pass(3_000);
    expect(methods(calls(...SENDS))).toEqual(['sendRichMessage', 'sendMessage', 'sendMessage']);
    expect(
      vera
        .messages()
        .slice(1)
        .map(({ text }) => text),
    ).toEqual(['one', 'two']);
    expect(vera.lastCard()?.buttons).toEqual([['Stop']]);
    await chat.close(at(), 'one', { text: 'over' });
    await pass(3_000);
    expect(calls('editMessageText')[0]?.payload).toMatchObject({ text: 'over' });

    emulator.faults.clear();
    await clock.advance(DAY_MS);
    await chat.post(at(), 'three', { text: 'three' });
    await pass(1_000);
    expect(methods(calls(...SENDS)).at(-1)).toBe('sendRichMessage');
  });

  it('is asked again when somebody switches it on again', async () => {
    const { chat, rich, pass, calls } = await world();
    await chat.setRich(11, true);
    await rich.refused(11);
    await chat.setRich(11, true);
    await chat.post(at(), 'one', { text: 'one' });
    await pass(1_000);
    expect(methods(calls(...SENDS))).toEqual(['sendRichMessage']);
  });

  it('gets a long answer whole, in order, once, and its end on the last part', async () => {
    const { chat, emulator, vera, pass, calls } = await world();
    await chat.setRich(11, true);
    emulator.faults.add({ ...GONE, method: 'sendRichMessage' });
    await chat.post(at(), 'one', {
      text: LONG,
      buttons: [[stop]],
      file: { name: 'f', content: 'x' },
    });
    await pass(10_000);
    expect(methods(calls(...SENDS))).toEqual([
      'sendRichMessage',
      'sendMessage',
      'sendMessage',
      'sendMessage',
      'sendDocument',
    ]);
    const parts = vera.messages().slice(1, 4);
    const words = parts.map(({ text }) => text.replace(/^\(\d\/3\)\n/u, '')).join('\n\n');
    expect(words.match(/Part\d+/gu)).toEqual(LONG.match(/Part\d+/gu));
    expect(parts.map(({ buttons }) => buttons.length)).toEqual([0, 0, 1]);
    await chat.close(at(), 'one', { text: 'over' });
    await pass(3_000);
    expect(vera.messages()[3]?.text).toBe('over');
    expect(vera.messages()).toHaveLength(5);
  });

  it('shows no part of an answer that was ended while its rich message was refused', async () => {
    const { chat, emulator, store, vera, pass, calls } = await world();
    await chat.setRich(11, true);
    emulator.faults.add({ kind: 'delay', ms: 2_000, method: 'sendRichMessage', times: 1 });
    emulator.faults.add({ ...GONE, method: 'sendRichMessage' });
    await chat.post(at(), 'one', { text: LONG, buttons: [[stop]] });
    await pass(1_000);
    await chat.close(at(), 'one', { text: 'over' });
    await pass(20_000);
    expect(methods(calls(...SENDS))).toEqual(['sendRichMessage', 'sendMessage']);
    expect(vera.messages().slice(1)).toMatchObject([{ text: 'over', buttons: [] }]);
    expect(await store.outbox.unsent()).toEqual([]);
  });

  it('gets no rich message any more once a part of the plain one is stored', async () => {
    const { chat, emulator, store, begin, outbox, vera, pass, calls } = await world();
    await chat.setRich(11, true);
    emulator.faults.add({ ...GONE, method: 'sendRichMessage' });
    emulator.faults.add({ kind: 'drop-before', method: 'sendMessage' });
    await chat.post(at(), 'one', { text: LONG });
    await pass(300);
    await outbox.stop(0);
    emulator.faults.clear();
    // As if the day were over: what was begun is ended as it was begun.
    await store.settings.set('telegram-rich-refused-until-ms:11', null);
    await begin();
    await pass(20_000);
    expect(methods(calls('sendRichMessage'))).toHaveLength(1);
    expect(vera.messages().flatMap(({ text }) => text.match(/Part\d+/gu) ?? [])).toEqual(
      LONG.match(/Part\d+/gu),
    );
  });

  it('is left in peace while Telegram asks to wait', async () => {
    const { chat, emulator, pass, calls } = await world();
    await chat.setRich(11, true);
    const rule = { method: 'sendRichMessage', kind: 'status', times: 1 } as const;
    emulator.faults.add({ ...rule, status: 429, retryAfter: 5 });
    emulator.faults.add({ ...rule, status: 400, description: 'Bad Request: rich' });
    await chat.post(at(), 'one', { text: 'one' });
    await pass(4_900);
    expect(methods(calls(...SENDS))).toEqual(['sendRichMessage']);
    await pass(2_000);
    expect(methods(calls(...SENDS))).toEqual(['sendRichMessage', 'sendRichMessage', 'sendMessage']);
  });

  it('hears of a chat that is gone as before', async () => {
    const { chat, store, vera, rich, pass, calls } = await world();
    await chat.setRich(11, true);
    vera.blocks();
    await chat.post(at(), 'one', { text: 'one' });
    await pass(1_000);
    expect(methods(calls(...SENDS))).toEqual(['sendRichMessage']);
    expect(await store.outbox.get('one#1')).toMatchObject({ state: 'failed' });
    expect(await rich.works(11)).toBe(true);
  });

  it('keeps its switch when the group moves', async () => {
    const { chat, emulator, bot, pass } = await world();
    const group = emulator.group({ id: -5, title: 'Team' });
    group.add(bot);
    await chat.setRich(-5, true);
    group.migratesTo(GROUP);
    await chat.post(at(-5), 'one', { text: 'one' });
    await pass(5_000);
    expect(await chat.isRich(GROUP)).toBe(true);
  });
});

const fault = fc.record({
  method: fc.constantFrom('sendRichMessage', 'sendMessage', 'editMessageText'),
  what: fc.constantFrom(
    { kind: 'status', status: 429, retryAfter: 7 } as const,
    { kind: 'status', status: 400, description: 'Bad Request: RICH_MESSAGE_EMPTY' } as const,
    { kind: 'status', status: 404, description: GONE.description } as const,
    { kind: 'status', status: 502 } as const,
    { kind: 'drop-before' } as const,
    { kind: 'drop-after' } as const,
  ),
});
const step = fc.record({
  do: fc.constantFrom('post', 'long', 'close', 'restart', 'wait', 'off', 'on'),
  fault: fc.option(fault),
  waitMs: fc.nat({ max: 4_000 }),
});

it('loses nothing, doubles nothing unmarked and breaks no penalty, whatever Telegram refuses', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 14 }), async (steps) => {
      const here = await world();
      let { chat, outbox } = here;
      const posted = new Map<string, string[]>();
      await chat.setRich(11, true);
      for (const [number, { do: act, fault, waitMs }] of steps.entries()) {
        // What no plain message gets is lost by right; a rich one must come all the same.
        const isFair = fault?.method === 'sendRichMessage' || !/4\d\d/u.test(statusOf(fault?.what));
        if (fault && isFair)
          here.emulator.faults.add({ ...fault.what, method: fault.method, times: 1 });
        const key = `k${number}`;
        if (act === 'post' || act === 'long') {
          const words = Array.from(
            { length: act === 'long' ? 30 : 1 },
            (_, part) => `${key}x${part}.`,
          );
          const source = words.map((word) => `${word} ${'text '.repeat(act === 'long' ? 60 : 1)}`);
          posted.set(key, words);
          await chat.post(at(), key, { text: source.join('\n\n') });
        } else if (act === 'close') {
          const [last] = [...posted.keys()].slice(-1);
          if (last === undefined) continue;
          // Its last part shows the end; the others stay.
          posted.delete(last);
          await chat.close(at(), last, { text: '## Over' });
        } else if (act === 'restart') {
          await outbox.stop(0);
          ({ chat, outbox } = await here.begin());
        } else if (act === 'on' || act === 'off') await chat.setRich(11, act === 'on');
        await here.pass(waitMs);
      }
      here.emulator.faults.clear();
      await here.pass(180_000);
      const shown = here.vera.messages().slice(1);
      for (const words of posted.values())
        for (const word of words) {
          const holders = shown.filter(({ text }) => text.includes(word));
          expect(holders.length, `${word} is lost`).toBeGreaterThan(0);
          const unmarked = holders.filter(({ text }) => !text.includes('maybe-duplicate'));
          expect(unmarked.length, `${word} is there twice`).toBeLessThanOrEqual(1);
        }
      let freeAtMs = 0;
      for (const { at, error } of here.calls()) {
        expect(at, 'inside a penalty').toBeGreaterThanOrEqual(freeAtMs);
        const seconds = /retry after (\d+)/u.exec(error?.description ?? '')?.[1] ?? 0;
        freeAtMs = Math.max(freeAtMs, at + Number(seconds) * 1_000);
      }
      expect(outbox.waiting()).toBe(0);
    }),
    { numRuns: 40, seed: Number(process.env['SEED'] ?? 20_261_122) },
  );
}, 120_000);

function statusOf(what: object | undefined): string {
  return what && 'status' in what && what.status !== 429 ? String(what.status) : '';
}

describe('an answer that is being written', () => {
  it('shows as one draft that grows, and ends with the message', async () => {
    const { chat, emulator, vera, pass, calls } = await world();
    await chat.setRich(11, true);
    await chat.show(at(), 'turn', { text: 'working', buttons: [[stop]] });
    for (let word = 1; word <= 100; word += 1) {
      await chat.write(at(), 'turn', `# Title\n\n${'word '.repeat(word)}`);
      await pass(100);
    }
    const drafts = calls('sendRichMessageDraft');
    expect(drafts.length).toBeGreaterThan(5);
    const gaps = drafts.slice(1).map(({ at }, index) => at - (drafts[index]?.at ?? 0));
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(1_000);
    expect(new Set(drafts.map(({ payload }) => payload['draft_id']))).toHaveProperty('size', 1);
    expect(vera.draft()).toMatchObject({
      canStop: true,
      rich: { blocks: [{ type: 'heading' }, {}] },
    });
    await chat.close(at(), 'turn', { text: 'ended' });
    await chat.post(at(), 'final', { text: 'all of it' });
    await pass(3_000);
    expect(vera.draft()).toBeUndefined();
    await chat.write(at(), 'turn', 'too late');
    await pass(60_000);
    expect(vera.draft()).toBeUndefined();
    expect(calls().filter(({ ok }) => !ok)).toEqual([]);
    expect(emulator.warnings).toEqual([]);
  });

  it('keeps to the limits of a Telegram that counts drafts as messages', async () => {
    const { chat, pass, calls } = await world({ drafts: 'shared' });
    await chat.setRich(11, true);
    for (let step = 1; step <= 200; step += 1) {
      await chat.show(at(), 'turn', { text: `step ${step}` });
      await chat.write(at(), 'turn', 'word '.repeat(step));
      if (step % 40 === 0) await chat.post(at(), `${step}`, { text: `${step}` });
      await pass(100);
    }
    expect(calls().filter(({ error }) => error?.code === 429)).toEqual([]);
    // Neither starves the other.
    expect(calls('editMessageText').length).toBeGreaterThan(3);
    expect(calls('sendRichMessageDraft').length).toBeGreaterThan(3);
  });

  it('stays while the agent is silent, for as long as its card is open', async () => {
    const { chat, vera, pass, calls } = await world();
    await chat.setRich(11, true);
    await chat.write(at(), 'turn', 'so far');
    for (let minute = 0; minute < 3; minute += 1) {
      await pass(60_000);
      expect(vera.draft()?.text).toBe('so far');
    }
    expect(calls('sendRichMessageDraft').length).toBeLessThan(12);
  });

  it('shows neither in groups nor where nobody asked for it', async () => {
    const { chat, pass, calls } = await world();
    await chat.setRich(GROUP, true);
    await chat.write(at(GROUP), 'turn', 'text');
    await chat.write(at(), 'other', 'text');
    await pass(2_000);
    expect(calls('sendRichMessageDraft', 'sendMessageDraft')).toEqual([]);
  });

  it('freezes on a 429, without anything in its place, while what matters goes on', async () => {
    const { chat, emulator, pass, calls } = await world();
    await chat.setRich(11, true);
    await chat.show(at(), 'turn', { text: 'working' });
    await pass(2_000);
    const rule = { kind: 'status', status: 429, retryAfter: 30, times: 1 } as const;
    emulator.faults.add({ ...rule, method: 'sendRichMessageDraft' });
    await chat.write(at(), 'turn', 'a');
    await pass(1_000);
    const before = calls().length;
    await chat.write(at(), 'turn', 'a b');
    await chat.show(at(), 'turn', { text: 'still working' });
    await pass(25_000);
    expect(calls()).toHaveLength(before);
    await chat.post(at(), 'ask', { text: 'sure?' });
    await pass(500);
    expect(methods(calls()).slice(before)).toEqual(['sendRichMessage']);
    await pass(8_000);
    expect(methods(calls()).slice(before + 1)).toContain('sendRichMessageDraft');
  });

  it('goes as plain text where rich drafts are refused, and not at all where drafts are', async () => {
    const { chat, emulator, vera, pass, calls } = await world();
    await chat.setRich(11, true);
    emulator.faults.add({ ...GONE, method: 'sendRichMessageDraft' });
    await chat.write(at(), 'turn', '**a** @vera');
    await pass(4_000);
    expect(vera.draft()).toMatchObject({
      text: 'a @vera',
      entities: [{ type: 'bold' }, { type: 'code' }],
    });
    emulator.faults.add({ ...GONE, method: 'sendMessageDraft' });
    await chat.write(at(), 'turn', '**a** b');
    await pass(4_000);
    const before = calls().length;
    await chat.write(at(), 'turn', '**a** b c');
    await pass(60_000);
    expect(calls()).toHaveLength(before);
  });

  it.each([
    [403, 'Forbidden: bot was blocked by the user'],
    [400, 'Bad Request: message thread not found'],
  ])(
    'ends alone where Telegram refuses the chat or the topic: %s %s',
    async (status, description) => {
      const { chat, rich, emulator, vera, pass, calls } = await world();
      await chat.setRich(11, true);
      const rule = { kind: 'status', status, description, times: 1 } as const;
      emulator.faults.add({ ...rule, method: 'sendRichMessageDraft' });
      await chat.write(at(), 'turn', 'a');
      await pass(2_000);
      await chat.write(at(), 'turn', 'a b');
      await pass(30_000);
      expect(methods(calls())).toEqual(['sendRichMessageDraft']);
      expect(await rich.works(11)).toBe(true);
      await chat.write(at(), 'next turn', 'c');
      await pass(2_000);
      expect(vera.draft()).toMatchObject({ text: 'c', rich: {} });
    },
  );

  it('is drawn the more seldom the longer it is, its newest text each time', async () => {
    const { chat, vera, pass, calls } = await world();
    await chat.setRich(11, true);
    const long = 'word '.repeat(5_000);
    for (let step = 1; step <= 100; step += 1) {
      await chat.write(at(), 'turn', `${long} step${step}`);
      await pass(100);
    }
    expect(calls('sendRichMessageDraft').length).toBeLessThanOrEqual(5);
    await pass(4_000);
    expect(vera.draft()?.text).toContain('step100');
  });

  it('shows nothing more once it was stopped', async () => {
    const { chat, drafts, vera, pass, calls } = await world();
    await chat.setRich(11, true);
    await chat.write(at(), 'turn', 'a');
    await pass(1_000);
    const draftId = vera.draft()?.draftId ?? 0;
    vera.stopsDraft();
    drafts.stopped({ chatId: 11 }, draftId);
    const before = calls().length;
    await chat.write(at(), 'turn', 'a b');
    await pass(60_000);
    expect(calls()).toHaveLength(before);
    await chat.write(at(), 'next turn', 'c');
    await pass(2_000);
    expect(vera.draft()?.text).toBe('c');
  });

  it('shows the end of an answer that is longer than a message', async () => {
    const { chat, vera, pass, calls } = await world();
    await chat.setRich(11, true);
    await chat.write(at(), 'turn', `${'a '.repeat(21_000)} the end`);
    await pass(2_000);
    expect(methods(calls())).toEqual(['sendMessageDraft']);
    expect(vera.draft()?.text).toMatch(/the end$/u);
  });

  it('goes into its topic', async () => {
    const { chat, vera, emulator, bot, pass, calls } = await world();
    await chat.setRich(11, true);
    await chat.write(at(11, 7), 'turn', 'a');
    await pass(1_000);
    expect(calls('sendRichMessageDraft')[0]?.payload).toMatchObject({ message_thread_id: 7 });
    expect([vera.chatId, emulator.pollsOf(bot)]).toEqual([11, 0]);
  });
});
