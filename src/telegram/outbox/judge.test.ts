import { expect, it } from 'vitest';
import type { Outcome } from '../api.ts';
import { createBlock, createBudget } from './budget.ts';
import { toCall } from './call.ts';
import { toEntry, type Envelope } from './envelope.ts';
import { judge } from './judge.ts';
import { createJob, enqueue } from './line.ts';

const entities = [{ type: 'bold', offset: 0, length: 1 }];
function job(envelope: Partial<Envelope> = {}, priority = 1, key = 'k') {
  const body = { text: 'hi', entities, message_thread_id: 9 };
  const method = envelope.edits === undefined ? 'sendMessage' : 'editMessageText';
  const whole = { body, mark: '(again)', topicLost: '(here)', ...envelope };
  return createJob(toEntry({ key, chatId: 1, method, priority }, whole), false, 0);
}
const refused = (code: number, description: string): Outcome => ({
  kind: 'refused',
  code,
  description,
});

it('tries once without entities when Telegram refuses them', () => {
  const one = job();
  const outcome = refused(400, "Bad Request: can't parse MessageEntity: Entity begins after");
  expect(judge(one, outcome)).toMatchObject({ kind: 'change', change: 'plain' });
  one.isPlain = true;
  expect(toCall(one, undefined).body).not.toHaveProperty('entities');
  expect(judge(one, outcome)).toMatchObject({ kind: 'failed', isQuiet: false });
});

it('tries once without the topic and says so', () => {
  const one = job();
  const outcome = refused(400, 'Bad Request: message thread not found');
  expect(judge(one, outcome)).toMatchObject({ kind: 'change', change: 'topic-lost' });
  one.isTopicLost = true;
  expect(toCall(one, undefined).body).toEqual({ chat_id: 1, text: 'hi\n\n(here)', entities });
  expect(judge(one, outcome).kind).toBe('failed');
});

it('takes an unchanged message for sent and a missing one quietly', () => {
  expect(judge(job(), refused(400, 'Bad Request: message is not modified: …'), 5)).toEqual({
    kind: 'sent',
    messageId: 5,
  });
  expect(judge(job(), refused(400, 'Bad Request: message to edit not found'))).toMatchObject({
    kind: 'failed',
    isQuiet: true,
  });
});

it('keeps everything while the token is refused', () => {
  expect(judge(job(), refused(401, 'Unauthorized')).kind).toBe('locked-out');
  expect(judge(job(), refused(404, 'Not Found')).kind).toBe('locked-out');
});

it('gives up a message that breaks the server for hours', () => {
  const one = job();
  const outcome: Outcome = { kind: 'broken', reason: '500 Internal', mayBeDone: true };
  expect(judge(one, outcome).kind).toBe('retry');
  one.lostAnswers = 600;
  expect(judge(one, outcome).kind).toBe('failed');
});

it('marks a message that may be there, a document in its caption, an edit never', () => {
  const sent = job();
  sent.mayBeDone = true;
  expect(toCall(sent, undefined).body['text']).toBe('hi\n\n(again)');
  const file = { name: 'a', base64: Buffer.from('abc').toString('base64') };
  const document = job({ body: {}, file });
  document.mayBeDone = true;
  const call = toCall(document, undefined);
  expect(call.body).toEqual({ chat_id: 1, caption: '(again)' });
  expect(Buffer.from(call.upload!.bytes).toString()).toBe('abc');
  const edit = job({ edits: 'x', instead: { disable_notification: true } });
  edit.mayBeDone = true;
  expect(toCall(edit, 5)).toMatchObject({ method: 'editMessageText', body: { message_id: 5 } });
  expect(toCall(edit, 5).body['text']).toBe('hi');
  edit.isInstead = true;
  const instead = toCall(edit, undefined);
  expect(instead).toMatchObject({ method: 'sendMessage', body: { disable_notification: true } });
  expect(instead.body).not.toHaveProperty('message_id');
});

it('keeps equals in the order of adding', () => {
  const queue: ReturnType<typeof job>[] = [];
  for (const [key, priority] of [
    ['a', 2],
    ['b', 1],
    ['c', 0],
    ['d', 1],
    ['e', 0],
  ] as const)
    enqueue(queue, job({}, priority, key));
  expect(queue.map(({ entry }) => entry.key).join('')).toBe('cebda');
});

it('gives a burst, then one each interval, and keeps a reserve', () => {
  const budget = createBudget({ burst: 3, refillMs: 1_000 });
  for (let at = 0; at < 3; at += 1) {
    expect(budget.waitMs(50_000, 0)).toBe(0);
    budget.spend(50_000);
  }
  expect(budget.waitMs(50_000, 0)).toBe(1_000);
  expect(budget.waitMs(51_000, 0)).toBe(0);
  expect(budget.waitMs(51_000, 1)).toBe(1_000);
  expect(budget.waitMs(60_000, 1)).toBe(0);
});

it('sends word instead of a file that breaks the line each time', () => {
  const file = { name: 'a', base64: 'YWJj' };
  const body = { message_thread_id: 9, disable_notification: true };
  const one = job({ body, file, fileLost: 'a: failed' });
  const reset: Outcome = { kind: 'broken', reason: 'ECONNRESET', mayBeDone: true };
  expect(judge(one, reset).kind).toBe('retry');
  one.lostAnswers = 9;
  one.mayBeDone = true;
  expect(judge(one, { ...reset, mayBeDone: false }).kind).toBe('retry');
  expect(judge(one, reset)).toMatchObject({ kind: 'change', change: 'file-lost' });
  one.isFileLost = true;
  expect(toCall(one, undefined)).toEqual({
    method: 'sendMessage',
    body: { chat_id: 1, ...body, text: 'a: failed' },
    timeoutMs: 30_000,
  });
  expect(judge(one, reset).kind).toBe('retry');
});

it('sends word of a lost file to the chat itself when the topic is gone too', () => {
  const file = { name: 'a', base64: 'YWJj' };
  const body = { message_thread_id: 9 };
  const one = job({ body, file, fileLost: 'a: failed', topicLost: '(no topic)' });
  one.isFileLost = true;
  const gone: Outcome = { kind: 'refused', code: 400, description: 'message thread not found' };
  expect(judge(one, gone)).toMatchObject({ kind: 'change', change: 'topic-lost' });
  one.isTopicLost = true;
  expect(toCall(one, undefined).body).toEqual({ chat_id: 1, text: 'a: failed\n\n(no topic)' });
  expect(judge(one, gone).kind).toBe('failed');
});

it('is not silenced by a clock that steps back', () => {
  const budget = createBudget({ burst: 3, refillMs: 1_000 });
  budget.spend(9_000_000);
  expect(budget.waitMs(5_000, 0)).toBe(1_000);
  expect(budget.waitMs(6_000, 0)).toBe(0);
  const block = createBlock();
  block.extend(9_000_000, 30_000);
  block.extend(9_000_000, 10_000);
  expect(block.waitMs(9_010_000)).toBe(20_000);
  expect(block.waitMs(5_000)).toBe(30_000);
  expect(block.waitMs(35_000)).toBe(0);
});

it('gives nothing of a drained budget, nor more than that of another', () => {
  const rate = { burst: 3, refillMs: 1_000 };
  const [drained, fresh] = [createBudget(rate), createBudget(rate)];
  drained.drain(50_000);
  fresh.lowerTo(drained);
  expect(drained.waitMs(50_000, 0)).toBe(1_000);
  expect(fresh.waitMs(50_000, 0)).toBe(1_000);
});
