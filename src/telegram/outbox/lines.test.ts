import { expect, it } from 'vitest';
import type { OutboxEntry } from '#ports/store/port.ts';
import { TELEGRAM_LIMITS } from '../limits.ts';
import { createJob, createLine, enqueue } from './line.ts';
import { createLines } from './lines.ts';

it('forgets lines of chats that need nothing, and keeps what anything depends on', () => {
  const nowMs = 1_700_000_000_000;
  const lines = createLines(
    (chatId) => createLine(chatId, TELEGRAM_LIMITS),
    { now: () => nowMs },
    10,
  );
  const entry: OutboxEntry = {
    key: 'a',
    chatId: 1,
    method: 'x',
    payload: { body: {} },
    priority: 0,
  };
  enqueue(lines.of(1).queue, createJob(entry, false, nowMs));
  lines.of(2).progress.set('a', { key: 'a', chatId: 2, render: async () => undefined });
  lines.of(3).isBusy = true;
  lines.of(4).budget.spend(nowMs);
  lines.of(5).block.extend(nowMs, 1);
  lines.of(6).progressBlock.extend(nowMs, 1);
  for (let chatId = 7; chatId <= 11; chatId += 1) lines.of(chatId);

  expect([...lines.all()].map(({ chatId }) => chatId)).toEqual([1, 2, 3, 4, 5, 6, 11]);
  expect(lines.of(4).budget.fullAtMs()).toBeGreaterThan(nowMs);
  expect(lines.find(7)).toBeUndefined();
});
