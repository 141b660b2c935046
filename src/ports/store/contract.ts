import { assert, asyncProperty, jsonValue } from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Actor } from '#kernel/actor.ts';
import type { Conversation } from '#kernel/conversation.ts';
import type { Project } from '#kernel/project.ts';
import type { Json, Operation, OutboxEntry, Store, StoredButton } from './port.ts';

/** A store under test. `reopen` closes it and opens what it kept. */
export interface StoreUnderTest {
  readonly store: Store;
  reopen(): Promise<Store>;
  /** Lets time pass for it. */
  pass(ms: number): void;
}

const group = -100_200_300_400_500;
const supergroup = -1_002_003_004_005_006;
const alice = 7_654_321_098;

const strange: Json = {
  text: 'Привет 👩‍👩‍👧 \u0000 \u2028 "quoted" \\ \n',
  loneSurrogate: '\ud800',
  nested: [{ deep: [[], {}, [null, [true, false]]] }],
  numbers: [0, -1, 0.1, 1e300, 5e-324, Number.MAX_SAFE_INTEGER],
  'key with spaces and ё': '',
  ['__proto__']: { polluted: true },
};

function entry(key: string, change: Partial<OutboxEntry> = {}): OutboxEntry {
  return {
    key,
    chatId: group,
    method: 'sendMessage',
    payload: { text: key },
    priority: 1,
    ...change,
  };
}

function button(id: string, change: Partial<StoredButton> = {}): StoredButton {
  return { id, command: 'undo', words: ['a b', ''], chatId: group, createdAtMs: 1_000, ...change };
}

function operation(id: string, change: Partial<Operation> = {}): Operation {
  return {
    id,
    kind: 'turn',
    state: 'waiting',
    conversationId: `${group}:0:${alice}`,
    actorId: alice,
    input: strange,
    createdAtMs: 1_000,
    updatedAtMs: 1_000,
    ...change,
  };
}

function ids(rows: readonly { readonly id: unknown }[]): unknown[] {
  return rows.map(({ id }) => id);
}

/** Every store must pass this. A new adapter is done when it does. */
export function storeContract(name: string, make: () => Promise<StoreUnderTest>): void {
  describe(`${name} keeps the store contract`, () => {
    let subject: StoreUnderTest;
    let store: Store;

    beforeEach(async () => {
      subject = await make();
      store = subject.store;
    });

    afterEach(async () => {
      await store.close();
    });

    async function reopen(): Promise<void> {
      store = await subject.reopen();
    }

    describe('inbox', () => {
      it('begins anew for another bot', async () => {
        await store.inbox.take([{ id: 900, body: 'old' }]);
        await store.inbox.reset();
        expect(await store.inbox.offset()).toBe(0);
        expect(await store.inbox.pending()).toEqual([]);
        expect(ids(await store.inbox.take([{ id: 900, body: 'new' }]))).toEqual([900]);
      });

      it('asks for everything before the first update', async () => {
        expect(await store.inbox.offset()).toBe(0);
        expect(await store.inbox.pending()).toEqual([]);
      });

      it('stores a batch in ascending order, whatever the order and the gaps of its ids', async () => {
        const taken = await store.inbox.take([
          { id: 900, body: strange },
          { id: 17, body: null },
          { id: 21, body: 'text' },
        ]);
        expect(taken).toEqual([
          { id: 17, body: null },
          { id: 21, body: 'text' },
          { id: 900, body: strange },
        ]);
        expect(await store.inbox.pending()).toEqual(taken);
        expect(await store.inbox.offset()).toBe(901);
      });

      it('takes an empty batch as nothing', async () => {
        await store.inbox.take([{ id: 5, body: 1 }]);
        expect(await store.inbox.take([])).toEqual([]);
        expect(await store.inbox.offset()).toBe(6);
      });

      it('drops a repeated batch and keeps the body it had first', async () => {
        await store.inbox.take([{ id: 5, body: 'first' }]);
        expect(await store.inbox.take([{ id: 5, body: 'second' }])).toEqual([]);
        expect(await store.inbox.pending()).toEqual([{ id: 5, body: 'first' }]);
      });

      it('takes only what is new of an overlapping batch', async () => {
        await store.inbox.take([
          { id: 1, body: 'a' },
          { id: 2, body: 'b' },
        ]);
        const taken = await store.inbox.take([
          { id: 2, body: 'b' },
          { id: 3, body: 'c' },
        ]);
        expect(ids(taken)).toEqual([3]);
        expect(ids(await store.inbox.pending())).toEqual([1, 2, 3]);
        expect(await store.inbox.offset()).toBe(4);
      });

      it('takes an id once that stands twice in one batch', async () => {
        const taken = await store.inbox.take([
          { id: 8, body: 'once' },
          { id: 8, body: 'twice' },
        ]);
        expect(taken).toEqual([{ id: 8, body: 'once' }]);
      });

      it('never moves the offset back, and still takes a lower id that is new', async () => {
        await store.inbox.take([{ id: 50, body: 'late' }]);
        expect(ids(await store.inbox.take([{ id: 40, body: 'early' }]))).toEqual([40]);
        expect(await store.inbox.offset()).toBe(51);
        expect(ids(await store.inbox.pending())).toEqual([40, 50]);
      });

      it('stores nothing of a batch that it cannot store whole', async () => {
        const broken = undefined as unknown as Json;
        const batch = [
          { id: 1, body: 'good' },
          { id: 2, body: broken },
        ];
        await expect(store.inbox.take(batch)).rejects.toMatchObject({ code: 'store-failed' });
        expect(await store.inbox.pending()).toEqual([]);
        expect(await store.inbox.offset()).toBe(0);
        expect(ids(await store.inbox.take([{ id: 1, body: 'good' }]))).toEqual([1]);
      });

      it('knows a done update as a repeat, also after a restart', async () => {
        await store.inbox.take([
          { id: 1, body: 'a' },
          { id: 2, body: 'b' },
        ]);
        await store.inbox.done(1);
        await store.inbox.done(1);
        expect(ids(await store.inbox.pending())).toEqual([2]);
        await reopen();
        expect(await store.inbox.take([{ id: 1, body: 'a' }])).toEqual([]);
        expect(await store.inbox.pending()).toEqual([{ id: 2, body: 'b' }]);
        expect(await store.inbox.offset()).toBe(3);
      });

      it('takes the end of an update it does not know as nothing', async () => {
        await store.inbox.done(404);
        expect(ids(await store.inbox.take([{ id: 404, body: 1 }]))).toEqual([404]);
      });

      it('keeps batches apart that come at the same time', async () => {
        const batches = await Promise.all([
          store.inbox.take([
            { id: 1, body: 1 },
            { id: 2, body: 2 },
          ]),
          store.inbox.take([
            { id: 2, body: 2 },
            { id: 3, body: 3 },
          ]),
        ]);
        expect(ids(batches[0])).toEqual([1, 2]);
        expect(ids(batches[1])).toEqual([3]);
      });
    });

    describe('outbox', () => {
      it('keeps what it is given and waits with it', async () => {
        const id = (await addOne(entry('k', { payload: strange, priority: 0 }))).id;
        const status = {
          id,
          key: 'k',
          chatId: group,
          method: 'sendMessage',
          priority: 0,
          state: 'waiting',
          attempts: 0,
        };
        expect(await store.outbox.get('k')).toEqual(status);
        expect(await store.outbox.unsent()).toEqual([{ ...status, payload: strange }]);
        expect(await store.outbox.get('other')).toBeUndefined();
      });

      it('gives ascending ids in the order of adding, whatever the priority', async () => {
        await store.outbox.add([entry('a', { priority: 2 }), entry('b', { priority: 0 })]);
        await store.outbox.add([entry('c', { priority: 1 })]);
        const unsent = await store.outbox.unsent();
        expect(unsent.map(({ key }) => key)).toEqual(['a', 'b', 'c']);
        expect(ids(unsent)).toEqual(unsent.map(({ id }) => id).toSorted((a, b) => a - b));
        expect(new Set(ids(unsent)).size).toBe(3);
      });

      it('gives no id twice, also after pruning', async () => {
        const first = await addOne(entry('a'));
        await store.outbox.mark('a', { state: 'sent', messageId: 1 });
        await store.outbox.prune(Number.MAX_SAFE_INTEGER);
        await reopen();
        expect((await addOne(entry('b'))).id).toBeGreaterThan(first.id);
      });

      it('drops entries whose key is known and counts the others', async () => {
        expect(await store.outbox.add([entry('a'), entry('b'), entry('a')])).toBe(2);
        expect(await store.outbox.add([entry('b', { payload: 'new' }), entry('c')])).toBe(1);
        expect(await store.outbox.add([])).toBe(0);
        const b = (await store.outbox.unsent()).find(({ key }) => key === 'b');
        expect(b?.payload).toEqual({ text: 'b' });
        await store.outbox.mark('a', { state: 'sent' });
        expect(await store.outbox.add([entry('a')])).toBe(0);
        expect((await store.outbox.get('a'))?.state).toBe('sent');
      });

      it('adds nothing of entries that it cannot store whole', async () => {
        const broken = entry('bad', { payload: undefined as unknown as Json });
        await expect(store.outbox.add([entry('good'), broken])).rejects.toMatchObject({
          code: 'store-failed',
        });
        expect(await store.outbox.get('good')).toBeUndefined();
      });

      it('counts an attempt each time it is handed to the network', async () => {
        await store.outbox.add([entry('a')]);
        await store.outbox.mark('a', { state: 'sending' });
        expect(await store.outbox.get('a')).toMatchObject({ state: 'sending', attempts: 1 });
        await store.outbox.mark('a', { state: 'waiting' });
        expect(await store.outbox.get('a')).toMatchObject({ state: 'waiting', attempts: 1 });
        await store.outbox.mark('a', { state: 'sending' });
        await store.outbox.mark('a', { state: 'sent', messageId: 77 });
        const sent = await store.outbox.get('a');
        expect(sent).toMatchObject({ state: 'sent', attempts: 2, messageId: 77 });
        expect(sent).not.toHaveProperty('error');
        await store.outbox.mark('a', { state: 'sent' });
        expect((await store.outbox.get('a'))?.messageId).toBe(77);
      });

      it('says why an entry failed, and lets no ended entry begin anew', async () => {
        await store.outbox.add([entry('a')]);
        await store.outbox.mark('a', { state: 'failed', error: 'chat not found' });
        const failed = await store.outbox.get('a');
        expect(failed).toMatchObject({ state: 'failed', error: 'chat not found', attempts: 0 });
        expect(failed).not.toHaveProperty('messageId');
        expect(await store.outbox.unsent()).toEqual([]);
        await store.outbox.mark('a', { state: 'waiting' });
        await store.outbox.mark('a', { state: 'sending' });
        expect(await store.outbox.get('a')).toEqual(failed);
        expect(await store.outbox.unsent()).toEqual([]);
      });

      it('takes a mark on an unknown key as nothing', async () => {
        await store.outbox.mark('gone', { state: 'sent', messageId: 1 });
        expect(await store.outbox.get('gone')).toBeUndefined();
      });

      it('remembers after a restart what waits and what was being sent', async () => {
        await store.outbox.add(['waits', 'flies', 'sent', 'failed'].map((key) => entry(key)));
        await store.outbox.mark('flies', { state: 'sending' });
        await store.outbox.mark('sent', { state: 'sent', messageId: 3 });
        await store.outbox.mark('failed', { state: 'failed', error: 'blocked' });
        await reopen();
        expect(await store.outbox.unsent()).toMatchObject([
          { key: 'waits', state: 'waiting', attempts: 0 },
          { key: 'flies', state: 'sending', attempts: 1 },
        ]);
        expect(await store.outbox.get('sent')).toMatchObject({ state: 'sent', messageId: 3 });
      });

      it('keeps penalties over a restart, the longer of two for a chat', async () => {
        await store.outbox.penalize(group, 9_000.5);
        await store.outbox.penalize(group, 5_000);
        await store.outbox.penalize(alice, 1_000);
        await store.outbox.penalize(alice, 2_000);
        await reopen();
        const penalties = await store.outbox.penalties();
        expect(new Map(penalties)).toEqual(
          new Map([
            [group, 9_000.5],
            [alice, 2_000],
          ]),
        );
      });

      it('forgets what ended before a time, and nothing else', async () => {
        await store.outbox.add([entry('waits'), entry('flies'), entry('sent'), entry('failed')]);
        await store.outbox.mark('flies', { state: 'sending' });
        await store.outbox.mark('sent', { state: 'sent' });
        await store.outbox.mark('failed', { state: 'failed', error: 'x' });
        await store.outbox.penalize(group, 1_000);
        await store.outbox.prune(1_000);
        expect(await store.outbox.get('sent')).toBeDefined();
        expect((await store.outbox.penalties()).size).toBe(1);
        await store.outbox.prune(Number.MAX_SAFE_INTEGER);
        expect(await store.outbox.get('sent')).toBeUndefined();
        expect(await store.outbox.get('failed')).toBeUndefined();
        expect((await store.outbox.penalties()).size).toBe(0);
        expect((await store.outbox.unsent()).map(({ key }) => key)).toEqual(['waits', 'flies']);
      });

      async function addOne(added: OutboxEntry): Promise<{ readonly id: number }> {
        await store.outbox.add([added]);
        return (await store.outbox.get(added.key))!;
      }
    });

    describe('a group that became a supergroup', () => {
      it('takes its entries along, with the chat that unsent payloads name', async () => {
        await store.outbox.add([
          entry('number', { payload: { chat_id: group, text: 'a' } }),
          entry('string', { payload: { chat_id: String(group), text: 'b' } }),
          entry('unnamed', { payload: { text: String(group) } }),
          entry('list', { payload: [group] }),
          entry('elsewhere', { chatId: alice, payload: { chat_id: alice } }),
          entry('sent', { payload: { chat_id: group } }),
        ]);
        await store.outbox.mark('sent', { state: 'sent', messageId: 5 });
        await store.outbox.moveChat(group, supergroup);
        expect(
          (await store.outbox.unsent()).map(({ key, chatId, payload }) => [key, chatId, payload]),
        ).toEqual([
          ['number', supergroup, { chat_id: supergroup, text: 'a' }],
          ['string', supergroup, { chat_id: String(supergroup), text: 'b' }],
          ['unnamed', supergroup, { text: String(group) }],
          ['list', supergroup, [group]],
          ['elsewhere', alice, { chat_id: alice }],
        ]);
        expect((await store.outbox.get('sent'))?.chatId).toBe(supergroup);
      });

      it('takes the longer penalty along', async () => {
        await store.outbox.penalize(group, 9_000);
        await store.outbox.penalize(supergroup, 4_000);
        await store.outbox.moveChat(group, supergroup);
        expect(new Map(await store.outbox.penalties())).toEqual(new Map([[supergroup, 9_000]]));
        await store.outbox.moveChat(supergroup, supergroup);
        expect(new Map(await store.outbox.penalties())).toEqual(new Map([[supergroup, 9_000]]));
      });

      it('takes its buttons along, and nobody else’s', async () => {
        await store.buttons.add([button('here'), button('there', { chatId: alice })]);
        await store.outbox.moveChat(group, supergroup);
        await reopen();
        expect(await store.buttons.get('here')).toEqual(button('here', { chatId: supergroup }));
        expect(await store.buttons.get('there')).toEqual(button('there', { chatId: alice }));
      });
    });

    describe('buttons', () => {
      it('come back as they were, also after a restart', async () => {
        const everyones = button('x'.repeat(64), { words: [] });
        const hers = button('hers', { actorId: alice, words: ['a b', '', 'ё👍'] });
        await store.buttons.add([everyones, hers]);
        await reopen();
        expect(await store.buttons.get(everyones.id)).toEqual(everyones);
        expect(await store.buttons.get('hers')).toEqual(hers);
        expect(await store.buttons.get('none')).toBeUndefined();
      });

      it('keep their meaning when the id is added again', async () => {
        await store.buttons.add([button('a')]);
        await store.buttons.add([button('a', { command: 'deploy' }), button('b')]);
        expect((await store.buttons.get('a'))?.command).toBe('undo');
        expect(await store.buttons.get('b')).toBeDefined();
      });

      it('are forgotten when they are older than a time', async () => {
        await store.buttons.add([button('old'), button('new', { createdAtMs: 1_001 })]);
        await store.buttons.prune(1_001);
        expect(await store.buttons.get('old')).toBeUndefined();
        expect(await store.buttons.get('new')).toBeDefined();
      });
    });

    describe('operations', () => {
      it('come back as they were, also after a restart', async () => {
        const bare = operation('bare');
        const full = operation('full', { project: 'shop', result: strange, state: 'done' });
        expect(await store.operations.add(bare)).toEqual(bare);
        expect(await store.operations.add(full)).toEqual(full);
        await reopen();
        expect(await store.operations.get('bare')).toEqual(bare);
        expect(await store.operations.get('full')).toEqual(full);
        expect(await store.operations.get('none')).toBeUndefined();
      });

      it('are added once: the second time what is stored comes back', async () => {
        await store.operations.add(operation('a'));
        await store.operations.update('a', { state: 'running' }, 2_000);
        const again = await store.operations.add(operation('a', { input: 'other' }));
        expect(again).toEqual(operation('a', { state: 'running', updatedAtMs: 2_000 }));
      });

      it('change their state and keep a result until there is a new one', async () => {
        await store.operations.add(operation('a'));
        await store.operations.add(operation('b'));
        await store.operations.update('a', { state: 'running', result: { half: 1 } }, 2_000);
        await store.operations.update('a', { state: 'failed' }, 3_000);
        expect(await store.operations.get('a')).toEqual(
          operation('a', { state: 'failed', result: { half: 1 }, updatedAtMs: 3_000 }),
        );
        await store.operations.update('a', { state: 'done', result: null }, 4_000);
        expect(await store.operations.get('a')).toEqual(
          operation('a', { state: 'done', result: null, updatedAtMs: 4_000 }),
        );
        expect(await store.operations.get('b')).toEqual(operation('b'));
      });

      it('are unfinished while they wait or run, the oldest first', async () => {
        await store.operations.add(operation('young', { createdAtMs: 3_000 }));
        await store.operations.add(operation('twin', { createdAtMs: 3_000, state: 'running' }));
        await store.operations.add(operation('old', { createdAtMs: 1_000, state: 'running' }));
        await store.operations.add(operation('back', { createdAtMs: 4_000, state: 'undoing' }));
        for (const state of ['done', 'failed', 'canceled'] as const) {
          await store.operations.add(operation(state));
          await store.operations.update(state, { state }, 9_000);
        }
        await reopen();
        expect(ids(await store.operations.unfinished())).toEqual(['old', 'young', 'twin', 'back']);
      });

      it('are recent, the newest first, of all projects or of one', async () => {
        await store.operations.add(operation('1', { createdAtMs: 1, project: 'shop' }));
        await store.operations.add(operation('3', { createdAtMs: 3, project: 'blog' }));
        await store.operations.add(operation('2', { createdAtMs: 2, project: 'shop' }));
        await store.operations.add(operation('4', { createdAtMs: 3 }));
        expect(ids(await store.operations.recent({ limit: 3 }))).toEqual(['4', '3', '2']);
        expect(ids(await store.operations.recent({ project: 'shop', limit: 9 }))).toEqual([
          '2',
          '1',
        ]);
        expect(ids(await store.operations.recent({ project: 'shop', limit: 1 }))).toEqual(['2']);
        expect(await store.operations.recent({ project: 'none', limit: 9 })).toEqual([]);
      });
    });

    describe('steps', () => {
      beforeEach(async () => {
        await store.operations.add(operation('a'));
        await store.operations.add(operation('b'));
      });

      it('come in the order of their first start, each operation with its own', async () => {
        await store.operations.startStep('a', 'write', 10);
        await store.operations.startStep('b', 'write', 11);
        await store.operations.startStep('a', 'commit', 12);
        await store.operations.startStep('a', 'write', 13);
        const steps = await store.operations.steps('a');
        expect(steps.map(({ name }) => name)).toEqual(['write', 'commit']);
        expect(await store.operations.steps('b')).toHaveLength(1);
        expect(await store.operations.steps('none')).toEqual([]);
      });

      it('count attempts, and have no end while they run or after a crash', async () => {
        await store.operations.startStep('a', 'write', 10);
        await reopen();
        expect(await store.operations.steps('a')).toEqual([
          { name: 'write', attempts: 1, startedAtMs: 10 },
        ]);
        await store.operations.startStep('a', 'write', 20);
        expect(await store.operations.steps('a')).toEqual([
          { name: 'write', attempts: 2, startedAtMs: 20 },
        ]);
      });

      it('keep their result, also null and over a restart', async () => {
        await store.operations.startStep('a', 'write', 10);
        await store.operations.startStep('a', 'write', 15);
        await store.operations.endStep('a', 'write', strange, 20);
        await store.operations.startStep('a', 'commit', 21);
        await store.operations.endStep('a', 'commit', null, 22);
        await reopen();
        expect(await store.operations.steps('a')).toEqual([
          { name: 'write', attempts: 2, startedAtMs: 15, endedAtMs: 20, result: strange },
          { name: 'commit', attempts: 1, startedAtMs: 21, endedAtMs: 22, result: null },
        ]);
      });

      it('that start again have neither end nor result', async () => {
        await store.operations.startStep('a', 'write', 10);
        await store.operations.endStep('a', 'write', 'first', 20);
        await store.operations.startStep('a', 'write', 30);
        expect(await store.operations.steps('a')).toEqual([
          { name: 'write', attempts: 2, startedAtMs: 30 },
        ]);
      });

      it('keep a result whose start nobody told', async () => {
        await store.operations.endStep('a', 'write', 'done', 20);
        expect(await store.operations.steps('a')).toMatchObject([
          { name: 'write', endedAtMs: 20, result: 'done' },
        ]);
      });

      it('belong to an operation: a step of none is refused', async () => {
        await expect(store.operations.startStep('none', 'write', 10)).rejects.toMatchObject({
          code: 'store-failed',
        });
      });
    });

    describe('steps with an input', () => {
      it('keep what the first attempt was given, also after a restart', async () => {
        await store.operations.add(operation('a'));
        await store.operations.startStep('a', 'write', 10, { input: strange });
        await store.operations.startStep('a', 'write', 20, { input: 'other' });
        await store.operations.endStep('a', 'write', 1, 30);
        await reopen();
        expect(await store.operations.steps('a')).toEqual([
          {
            name: 'write',
            attempts: 2,
            startedAtMs: 20,
            endedAtMs: 30,
            input: strange,
            result: 1,
          },
        ]);
      });
    });

    describe('signals', () => {
      const signal = (key: string, change: object = {}) => ({
        name: 'go',
        key,
        payload: strange,
        atMs: 5,
        ...change,
      });
      beforeEach(async () => {
        await store.operations.add(operation('a'));
        await store.operations.add(operation('b'));
      });

      it('come in the order of adding, each operation with its own, also after a restart', async () => {
        expect(await store.operations.addSignal('a', signal('2'))).toBe(true);
        expect(await store.operations.addSignal('b', signal('9'))).toBe(true);
        expect(await store.operations.addSignal('a', signal('1', { atMs: 4 }))).toBe(true);
        await reopen();
        expect(await store.operations.signals('a')).toEqual([
          signal('2'),
          signal('1', { atMs: 4 }),
        ]);
        expect(await store.operations.signals('none')).toEqual([]);
      });

      it('of one name and key are one: of two at once the first stays', async () => {
        const both = await Promise.all([
          store.operations.addSignal('a', signal('k', { payload: 'first' })),
          store.operations.addSignal('a', signal('k', { payload: 'second' })),
        ]);
        expect(both).toEqual([true, false]);
        expect(await store.operations.addSignal('a', signal('k', { name: 'stop' }))).toBe(true);
        expect((await store.operations.signals('a')).map(({ payload }) => payload)).toEqual([
          'first',
          strange,
        ]);
      });

      it('belong to an operation: a signal to none is refused', async () => {
        await expect(store.operations.addSignal('none', signal('k'))).rejects.toMatchObject({
          code: 'store-failed',
        });
      });
    });

    describe('the fence of an operation', () => {
      const stale = { code: 'lease-lost' };
      beforeEach(async () => {
        await store.operations.add(operation('a'));
        await store.operations.add(operation('b'));
      });

      it('resolves with what is stored, and with nothing for an unknown id', async () => {
        expect(await store.operations.fence('a', 3)).toEqual(operation('a'));
        expect(await store.operations.fence('none', 3)).toBeUndefined();
      });

      it('refuses every write of an earlier holder, also after a restart, and changes nothing', async () => {
        await store.operations.fence('a', 5);
        await reopen();
        const { operations } = store;
        await expect(operations.fence('a', 4)).rejects.toMatchObject(stale);
        const done = { state: 'done' } as const;
        await expect(operations.update('a', done, 9, 4)).rejects.toMatchObject(stale);
        const token = { token: 4 };
        await expect(operations.startStep('a', 'x', 9, token)).rejects.toMatchObject(stale);
        await expect(operations.endStep('a', 'x', 1, 9, 4)).rejects.toMatchObject(stale);
        expect(await operations.get('a')).toEqual(operation('a'));
        expect(await operations.steps('a')).toEqual([]);
      });

      it('lets its owner and a later one write, and other operations alone', async () => {
        await store.operations.fence('a', 5);
        await store.operations.startStep('a', 'x', 9, { token: 5 });
        await store.operations.endStep('a', 'x', 1, 9, 6);
        await expect(store.operations.update('a', { state: 'done' }, 9, 5)).rejects.toMatchObject(
          stale,
        );
        await store.operations.startStep('b', 'x', 9, { token: 1 });
        expect(await store.operations.steps('b')).toHaveLength(1);
      });
    });

    describe('forgetting operations', () => {
      it('takes old ended ones with everything of theirs, and keeps the newest of each project', async () => {
        for (const [at, project] of [
          [1, 'shop'],
          [2, 'shop'],
          [3, 'shop'],
          [1, 'blog'],
        ] as const) {
          const id = `${project}-${at}`;
          await store.operations.add(operation(id, { project, createdAtMs: at }));
          await store.operations.endStep(id, 'x', 1, at);
          await store.operations.addSignal(id, { name: 'go', key: 'k', payload: 1, atMs: at });
          await store.operations.update(id, { state: 'done' }, at);
        }
        await store.operations.add(operation('none-1', { createdAtMs: 1 }));
        await store.operations.update('none-1', { state: 'failed' }, 1);
        await store.operations.add(operation('none-2', { createdAtMs: 2 }));
        await store.operations.update('none-2', { state: 'canceled' }, 2);

        expect(await store.operations.prune(100, 1)).toBe(3);
        expect(ids(await store.operations.recent({ limit: 9 }))).toEqual([
          'shop-3',
          'none-2',
          'blog-1',
        ]);
        expect(await store.operations.steps('shop-1')).toEqual([]);
        expect(await store.operations.signals('shop-1')).toEqual([]);
        expect(await store.operations.steps('shop-3')).toHaveLength(1);
      });

      it('keeps what has not ended, and what ended later', async () => {
        await store.operations.add(operation('old', { state: 'running', createdAtMs: 1 }));
        await store.operations.add(operation('undoing', { state: 'undoing', createdAtMs: 1 }));
        await store.operations.add(operation('late', { createdAtMs: 1 }));
        await store.operations.update('late', { state: 'done' }, 50);
        expect(await store.operations.prune(50, 0)).toBe(0);
        expect(await store.operations.prune(51, 0)).toBe(1);
        expect(ids(await store.operations.unfinished())).toEqual(['old', 'undoing']);
      });
    });

    describe('leases', () => {
      it('go to one of two who ask at the same time', async () => {
        const both = await Promise.all([
          store.leases.acquire('job', 'one', 1_000),
          store.leases.acquire('job', 'two', 1_000),
        ]);
        expect(both[0]).toEqual({ token: expect.any(Number) });
        expect(both[1]).toBeUndefined();
        expect(await store.leases.acquire('other', 'two', 1_000)).toBeDefined();
      });

      it('have tokens that only grow: renewed, released, expired, of whatever name', async () => {
        const tokens: number[] = [];
        const take = async (name: string, holder: string) => {
          const lease = await store.leases.acquire(name, holder, 1_000);
          tokens.push(lease?.token ?? NaN);
          return lease?.token ?? NaN;
        };
        await store.leases.release('job', await take('job', 'one'));
        await take('job', 'two');
        await take('job', 'two');
        await take('other', 'one');
        subject.pass(1_000);
        await take('job', 'one');
        expect(tokens).toEqual(tokens.toSorted((left, right) => left - right));
        expect(new Set(tokens).size).toBe(5);
      });

      it('are taken over when they have expired, and do not come back after that', async () => {
        const first = await store.leases.acquire('job', 'one', 1_000);
        subject.pass(600);
        expect(await store.leases.renew('job', first!.token, 1_000)).toBe(true);
        subject.pass(600);
        expect(await store.leases.acquire('job', 'two', 1_000)).toBeUndefined();
        subject.pass(400);
        const second = await store.leases.acquire('job', 'two', 1_000);
        expect(second!.token).toBeGreaterThan(first!.token);
        expect(await store.leases.renew('job', first!.token, 1_000)).toBe(false);
        await store.leases.release('job', first!.token);
        expect(await store.leases.acquire('job', 'one', 1_000)).toBeUndefined();
      });

      it('give their holder a new token that ends the old one', async () => {
        const first = await store.leases.acquire('job', 'one', 1_000);
        const again = await store.leases.acquire('job', 'one', 1_000);
        expect(await store.leases.renew('job', first!.token, 1_000)).toBe(false);
        expect(await store.leases.renew('job', again!.token, 1_000)).toBe(true);
      });
    });

    describe('actors', () => {
      it('are saved, changed and listed by id, also after a restart', async () => {
        const bob: Actor = { id: 5, name: 'Bob 👷', role: 'viewer' };
        const owner: Actor = { id: alice, name: '', role: 'owner' };
        await store.actors.save(owner);
        await store.actors.save(bob);
        await store.actors.save({ ...bob, role: 'developer' });
        await reopen();
        expect(await store.actors.get(alice)).toEqual(owner);
        expect(await store.actors.get(404)).toBeUndefined();
        expect(await store.actors.list()).toEqual([{ ...bob, role: 'developer' }, owner]);
      });
    });

    describe('conversations', () => {
      it('are saved, changed and counted, also after a restart', async () => {
        const bare: Conversation = { id: '1:0:1', chatId: 1, actorId: 1, language: 'en' };
        const full: Conversation = {
          id: `${group}:9:${alice}`,
          chatId: group,
          topicId: 9,
          actorId: alice,
          language: 'ru',
          project: 'shop',
        };
        expect(await store.conversations.count()).toBe(0);
        await store.conversations.save({ ...bare, project: 'left' });
        await store.conversations.save(bare);
        await store.conversations.save(full);
        await reopen();
        expect(await store.conversations.get(bare.id)).toEqual(bare);
        expect(await store.conversations.get(full.id)).toEqual(full);
        expect(await store.conversations.get('none')).toBeUndefined();
        expect(await store.conversations.count()).toBe(2);
      });
    });

    describe('projects', () => {
      const shop: Project = { name: 'shop', archetype: 'api', createdAtMs: 1, createdBy: alice };

      it('keep the first of a name', async () => {
        expect(await store.projects.add(shop)).toBe(true);
        expect(await store.projects.add({ ...shop, archetype: 'bot', createdBy: 1 })).toBe(false);
        expect(await store.projects.get('shop')).toEqual(shop);
      });

      it('go to one of two who ask at the same time', async () => {
        const added = await Promise.all([store.projects.add(shop), store.projects.add(shop)]);
        expect(added.filter(Boolean)).toHaveLength(1);
      });

      it('are listed by name and can be removed, also after a restart', async () => {
        const blog: Project = { ...shop, name: 'blog' };
        await store.projects.add(shop);
        await store.projects.add(blog);
        await store.projects.add({ ...shop, name: 'gone' });
        await store.projects.remove('gone');
        await store.projects.remove('never-was');
        await reopen();
        expect(await store.projects.list()).toEqual([blog, shop]);
        expect(await store.projects.get('gone')).toBeUndefined();
        expect(await store.projects.add({ ...shop, name: 'gone' })).toBe(true);
      });

      it('take their allowances with them', async () => {
        await store.projects.add(shop);
        await store.allowances.add({ project: 'shop', command: 'rm', actorId: 1, atMs: 1 });
        await store.allowances.add({ project: 'blog', command: 'ls', actorId: 1, atMs: 1 });
        await store.projects.remove('shop');
        await store.projects.add(shop);
        expect(await store.allowances.list('shop')).toEqual([]);
        expect(await store.allowances.list('blog')).toHaveLength(1);
      });
    });

    describe('allowances', () => {
      it('are exact, per project, in the order of adding, also after a restart', async () => {
        const commands = ['npm test', 'npm  test', 'NPM test', "echo 'ё\n'", '\ud800', '\ufffd'];
        for (const [index, command] of commands.entries()) {
          await store.allowances.add({ project: 'shop', command, actorId: alice, atMs: index });
        }
        await store.allowances.add({ project: 'shop', command: 'npm test', actorId: 1, atMs: 99 });
        await reopen();
        expect(await store.allowances.list('shop')).toEqual(
          commands.map((command, atMs) => ({ project: 'shop', command, actorId: alice, atMs })),
        );
        expect(await store.allowances.list('blog')).toEqual([]);
      });

      it('say whether there was one to take back', async () => {
        await store.allowances.add({ project: 'shop', command: 'npm test', actorId: 1, atMs: 1 });
        expect(await store.allowances.remove('shop', 'npm')).toBe(false);
        expect(await store.allowances.remove('blog', 'npm test')).toBe(false);
        expect(await store.allowances.remove('shop', 'npm test')).toBe(true);
        expect(await store.allowances.remove('shop', 'npm test')).toBe(false);
        expect(await store.allowances.list('shop')).toEqual([]);
      });
    });

    describe('settings', () => {
      it('keep the last value, also null, also after a restart', async () => {
        expect(await store.settings.get('a')).toBeUndefined();
        await store.settings.set('a', 1);
        await store.settings.set('a', strange);
        await store.settings.set('nothing', null);
        await reopen();
        expect(await store.settings.get('a')).toEqual(strange);
        expect(await store.settings.get('nothing')).toBeNull();
      });

      it('give back equal whatever JSON can hold', async () => {
        await assert(
          asyncProperty(jsonValue({ stringUnit: 'binary', maxDepth: 3 }), async (value) => {
            await store.settings.set('any', value as Json);
            expect(await store.settings.get('any')).toEqual(JSON.parse(JSON.stringify(value)));
          }),
          { numRuns: 50 },
        );
      });

      it('hold a megabyte', async () => {
        const large = 'ж'.repeat(500_000);
        await store.settings.set('large', large);
        await reopen();
        expect(await store.settings.get('large')).toBe(large);
      });
    });

    describe('as a whole', () => {
      it('is usable while it is open, and says so', async () => {
        await expect(store.probe()).resolves.toBeUndefined();
        await expect(store.probe()).resolves.toBeUndefined();
      });

      it('refuses everything once it is closed, and can be closed twice', async () => {
        await store.close();
        await store.close();
        const closed = { code: 'store-failed', detail: 'the store is closed' };
        await expect(store.probe()).rejects.toMatchObject(closed);
        await expect(store.inbox.offset()).rejects.toMatchObject(closed);
        await expect(store.outbox.add([entry('a')])).rejects.toMatchObject(closed);
      });
    });
  });
}
