import { expect, it } from 'vitest';
import type { Operations } from '#operations/operations.ts';
import type { Operation } from '#ports/store/port.ts';
import { dueBackup } from './daily.ts';

const HOUR_MS = 60 * 60 * 1_000;
const START_MS = Date.UTC(2026, 10, 22, 12);

function scene(newestAgeMs: number | undefined) {
  const started: Operation[] = [];
  const clock = { nowMs: START_MS };
  const newest = newestAgeMs === undefined ? [] : [START_MS - newestAgeMs];
  const operations = {
    start: async (operation: Operation) => {
      const createdAtMs = clock.nowMs;
      const stored = { ...operation, state: 'failed', createdAtMs, updatedAtMs: createdAtMs };
      started.push(stored as Operation);
    },
  } as unknown as Pick<Operations, 'start'>;
  const conversation = { id: '7:0:7', chatId: 7, actorId: 7, language: 'en' } as const;
  const unfinished: Operation[] = [];
  return {
    started,
    unfinished,
    newest,
    clock,
    due: () =>
      dueBackup({
        backups: {
          list: async () =>
            newest.map((createdAtMs) => ({ id: 'x', createdAtMs, sizeBytes: 1, files: 1 })),
        },
        operations,
        store: {
          actors: { list: async () => [] } as never,
          conversations: {
            get: async (id: string) => (id === '7:0:7' ? conversation : undefined),
          } as never,
          operations: {
            get: async (id) => started.find((each) => each.id === id),
            unfinished: async () => unfinished,
          },
        },
        ownerIds: [6, 7],
        now: () => clock.nowMs,
        log: () => undefined,
      }),
  };
}

it('makes the first backup at once, told in the chat of an owner it has spoken with', async () => {
  const { started, due } = scene(undefined);
  await due();
  expect(started).toMatchObject([{ id: 'backup-daily-2026-11-22T12', conversationId: '7:0:7' }]);
});

it('makes the next one a day later, not before', async () => {
  const early = scene(23 * HOUR_MS);
  await early.due();
  const late = scene(25 * HOUR_MS);
  await late.due();
  expect([early.started.length, late.started.length]).toEqual([0, 1]);
});

it('makes one although another is dated in the future, by a clock that was wrong', async () => {
  const wrong = scene(-400 * 24 * HOUR_MS);
  await wrong.due();
  const right = scene(-400 * 24 * HOUR_MS);
  right.newest.push(START_MS - HOUR_MS);
  await right.due();
  expect([wrong.started.length, right.started.length]).toEqual([1, 0]);
});

it('starts none while one is being made', async () => {
  const { started, unfinished, due } = scene(undefined);
  unfinished.push({ kind: 'backup' } as Operation);
  await due();
  expect(started).toEqual([]);
});

it('tries again after 1, 3, 6 and then 24 hours, and tells once a day that it fails', async () => {
  const { started, clock, due } = scene(undefined);
  for (; clock.nowMs < START_MS + 60 * HOUR_MS; clock.nowMs += HOUR_MS / 2) await due();

  const hours = started.map(({ createdAtMs }) => (createdAtMs - START_MS) / HOUR_MS);
  expect(hours).toEqual([0, 1, 4, 10, 34, 58]);
  expect(started.map(({ input }) => (input as { tell: boolean }).tell)).toEqual([
    true,
    false,
    false,
    false,
    true,
    true,
  ]);
});

it('begins anew after a backup that was made', async () => {
  const { started, newest, clock, due } = scene(undefined);
  await due();
  newest.push(START_MS + 1);
  clock.nowMs = START_MS + 24 * HOUR_MS + 1;
  await due();
  expect(started.map(({ input }) => (input as { attempt: number }).attempt)).toEqual([1, 1]);
});
