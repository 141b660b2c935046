import { expect, it } from 'vitest';
import type { Actor } from '#kernel/actor.ts';
import { memoryChat } from '#ports/chat/memory.ts';
import { memoryStore } from '#ports/store/memory.ts';
import {
  CONVERSATION,
  LEASE_MS,
  startProcess,
  testOperation,
  virtualClock,
} from '#test/processes.ts';
import type { ApprovalRequest } from './approval.ts';
import { createApprovals } from './approvals.ts';
import type { OperationRun } from './kind.ts';

const HOUR_MS = 60 * 60_000;
const olga: Actor = { id: 1, name: 'Olga', role: 'owner' };
const rita: Actor = { id: 2, name: 'Rita', role: 'releaser' };
const dan: Actor = { id: 3, name: 'Dan', role: 'developer' };
/** Asked for the operation. */
const asker: Actor = { id: 7, name: 'Alice', role: 'owner' };

async function setUp(change: Partial<ApprovalRequest> = {}) {
  const clock = virtualClock(Date.UTC(2026, 10, 22, 11));
  const shared = memoryStore(clock.now);
  await shared.conversations.save(CONVERSATION);
  const chat = memoryChat();
  const ran: string[] = [];
  const boot = async (more: Partial<ApprovalRequest> = {}) => {
    const process = startProcess({
      shared,
      clock,
      chat,
      kind: {
        async run(run: OperationRun) {
          const outcome = await run.approval({
            id: 'live',
            title: 'Make it live',
            bound: { sha: 'abc1234', environment: 'production' },
            mayDecide: { role: 'releaser', notRequester: true },
            untilMs: run.operation.createdAtMs + HOUR_MS,
            ...change,
            ...more,
          });
          ran.push(outcome.kind);
          return { state: 'done', result: { ...outcome } as never };
        },
      },
    });
    await process.operations.resume();
    const { operations, store } = process;
    const approvals = createApprovals({ operations, store, now: clock.now, after: clock.after });
    const decide = (decision: 'approve' | 'deny', actor: Actor) =>
      approvals.decide('a', 'live', decision, actor);
    return { ...process, approvals, decide };
  };
  const first = await boot();
  await first.operations.start(testOperation('a'));
  await clock.advance(0);
  const card = (key = 'a:approval:live') => chat.messages.find((each) => each.key === key);
  return { clock, shared, chat, boot, first, ran, card };
}

it('shows what is approved, to what it is bound, who decides and until when', async () => {
  const { card } = await setUp({ details: '3 commits' });
  const { text, buttons, ring } = card()!.card;
  expect(text).toContain('Make it live');
  expect(text).toContain('3 commits');
  expect(text).toContain('sha: abc1234');
  expect(text).toContain('environment: production');
  expect(text).toContain('approval-who-other releaser');
  expect(text).toContain('2026-11-22 12:00 UTC');
  expect(ring).not.toBe(false);
  expect(buttons?.[0]).toEqual([
    expect.objectContaining({ command: 'decide', words: ['a', 'live', 'approve'], who: 'role' }),
    expect.objectContaining({ command: 'decide', words: ['a', 'live', 'deny'], who: 'role' }),
  ]);
});

it('is approved by one who may, and says by whom and when', async () => {
  const { first, card, ran, clock, shared } = await setUp();
  expect(await first.decide('approve', rita)).toMatchObject({
    kind: 'ended',
    outcome: { kind: 'approved', by: { id: 2, name: 'Rita' } },
  });
  await clock.advance(0);
  expect(ran).toEqual(['approved']);
  expect(card()).toMatchObject({ closed: true });
  expect(card()!.card.text).toContain('approval-approved Rita 2026-11-22 11:00 UTC');
  expect(card()!.card.buttons).toBeUndefined();
  expect((await shared.operations.get('a'))?.result).toMatchObject({ by: { name: 'Rita' } });
});

it('is decided once with two taps at once, and the second is told by whom', async () => {
  const { first, ran, clock } = await setUp();
  const taps = await Promise.all([first.decide('deny', rita), first.decide('approve', olga)]);
  expect(taps).toEqual([
    { kind: 'ended', outcome: expect.objectContaining({ kind: 'denied' }) },
    {
      kind: 'decided-before',
      decision: expect.objectContaining({ decision: 'deny', by: { id: 2, name: 'Rita' } }),
    },
  ]);
  await clock.advance(0);
  expect(ran).toEqual(['denied']);
  expect(await first.decide('approve', olga)).toMatchObject({ kind: 'decided-before' });
});

it('lets nobody decide without the role, off the list, or who asked for it', async () => {
  const { first, card } = await setUp({
    mayDecide: { role: 'releaser', actorIds: [2, 7], notRequester: true },
  });
  expect(await first.decide('approve', dan)).toMatchObject({ kind: 'not-yours' });
  expect(await first.decide('approve', olga)).toMatchObject({ kind: 'not-yours' });
  expect(await first.decide('approve', asker)).toMatchObject({
    kind: 'not-yours',
    isRequester: true,
  });
  expect(card()!.closed).toBe(false);
  expect(await first.approvals.pending(olga)).toEqual([]);
  expect(await first.approvals.pending(rita)).toHaveLength(1);
  expect(await first.decide('deny', rita)).toMatchObject({ kind: 'ended' });
  expect(await first.approvals.pending(rita)).toEqual([]);
});

it('does not approve what has moved meanwhile, and tells why', async () => {
  const { first, card, ran, clock } = await setUp({
    stillValid: async () => 'main is at def5678 now',
  });
  expect(await first.decide('approve', rita)).toMatchObject({
    kind: 'ended',
    outcome: { kind: 'outdated', reason: 'main is at def5678 now' },
  });
  await clock.advance(0);
  expect(ran).toEqual(['outdated']);
  expect(card()!.card.text).toContain('approval-outdated-by Rita main is at def5678 now');
});

it('does not approve after a restart what is bound to something else', async () => {
  const { first, boot, clock, ran } = await setUp();
  first.crash();
  await boot({ bound: { sha: 'def5678', environment: 'production' } });
  await clock.advance(2 * LEASE_MS);
  expect(ran).toEqual(['outdated']);
});

it('reminds once before the end, also over a restart, and then expires', async () => {
  const { first, boot, clock, card, chat, ran } = await setUp({ remindBeforeMs: HOUR_MS / 4 });
  await clock.advance(HOUR_MS / 2);
  expect(card('a:approval:live:reminder')).toBeUndefined();
  await clock.advance(HOUR_MS / 4);
  expect(card('a:approval:live:reminder')!.card.text).toContain('approval-reminder 15');
  first.crash();
  const second = await boot();
  await clock.advance(2 * LEASE_MS);
  expect(chat.messages).toHaveLength(2);
  await clock.advance(HOUR_MS / 4);
  expect(ran).toEqual(['expired']);
  for (const message of chat.messages) {
    expect(message).toMatchObject({ closed: true });
    expect(message.card.text).toContain('approval-expired');
  }
  expect(await second.decide('approve', rita)).toEqual({ kind: 'gone' });
});

it('does not remind of what has only just been asked', async () => {
  const { chat } = await setUp({ remindBeforeMs: 2 * HOUR_MS });
  expect(chat.messages).toHaveLength(1);
});

it('counts a decision that was stored when the bot was killed', async () => {
  const { first, boot, clock, ran, shared } = await setUp();
  // The signal is stored, and nobody hears of it.
  first.crashAfter(4, true);
  void first.decide('approve', rita);
  await clock.advance(0);
  expect(await shared.operations.signals('a')).toHaveLength(1);
  expect(ran).toEqual([]);
  const second = await boot();
  expect(await second.approvals.pending(olga)).toEqual([]);
  expect(await second.decide('deny', olga)).toMatchObject({
    kind: 'decided-before',
    decision: { decision: 'approve', by: { name: 'Rita' } },
  });
  await clock.advance(2 * LEASE_MS);
  expect(ran).toEqual(['approved']);
});

it('says that a decision is kept when its operation does not answer in time', async () => {
  const { first, clock } = await setUp({ stillValid: () => new Promise(() => undefined) });
  const tap = first.decide('approve', rita);
  await clock.advance(5_000);
  expect(await tap).toEqual({ kind: 'kept' });
});

it('ends visibly when the operation is canceled, by whom, and counts no decision after', async () => {
  const { first, clock, card, ran, shared } = await setUp();
  await first.operations.cancel('a', 'Alice');
  await clock.advance(0);
  expect(card()).toMatchObject({ closed: true });
  expect(card()!.card.text).toContain('approval-canceled-by Alice 2026-11-22 11:00 UTC');
  expect(await first.decide('approve', rita)).toEqual({ kind: 'gone' });
  expect(ran).toEqual([]);
  expect(await shared.operations.get('a')).toMatchObject({ state: 'canceled' });
});

it('answers a tap on what never was', async () => {
  const { first } = await setUp();
  expect(await first.approvals.decide('none', 'live', 'approve', rita)).toEqual({ kind: 'gone' });
  expect(await first.approvals.decide('a', 'none', 'approve', rita)).toEqual({ kind: 'gone' });
});
