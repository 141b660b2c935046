import { expect, it } from 'vitest';
import type { Operations } from '#operations/operations.ts';
import { dueBackup } from './daily.ts';

const HOUR_MS = 60 * 60 * 1_000;

function scene(newestAtMs: number | undefined) {
  const started: { id: string; conversationId: string }[] = [];
  const operations = {
    start: async (operation: { id: string; conversationId: string }) =>
      void started.push(operation),
  } as unknown as Pick<Operations, 'start'>;
  const nowMs = Date.UTC(2026, 10, 22, 12);
  const conversation = { id: '7:0:7', chatId: 7, actorId: 7, language: 'en' } as const;
  return {
    started,
    due: () =>
      dueBackup({
        backups: {
          list: async () =>
            newestAtMs === undefined
              ? []
              : [{ id: 'x', createdAtMs: nowMs - newestAtMs, sizeBytes: 1, files: 1 }],
        },
        operations,
        store: {
          actors: { list: async () => [] } as never,
          conversations: {
            get: async (id: string) => (id === '7:0:7' ? conversation : undefined),
          } as never,
        },
        ownerIds: [6, 7],
        now: () => nowMs,
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
