import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Actor } from '#kernel/actor.ts';
import { memoryChat } from '#ports/chat/memory.ts';
import { memoryStore } from '#ports/store/memory.ts';
import { createWorld, type World } from '#test/world.ts';
import { toTtlMs } from './invite.ts';
import { createPeople } from './people.ts';

const alice: Actor = { id: 1, name: 'Alice', role: 'owner' };
const bob: Actor = { id: 2, name: 'Bob', role: 'owner' };
const vera: Actor = { id: 3, name: 'Vera', role: 'viewer', confined: true };

async function setUp(actors: readonly Actor[]) {
  const store = memoryStore();
  for (const actor of actors) await store.actors.save(actor);
  const chat = memoryChat();
  const canceled: string[] = [];
  const operations = {
    async cancel(id: string) {
      if (id.startsWith('switching')) return 'goes-on' as const;
      canceled.push(id);
      return 'canceled' as const;
    },
  };
  const sayIn = () => (key: string) => key;
  const people = createPeople({ store, operations, chat, ownerIds: [], sayIn });
  const set = (id: number, role: Actor['role'] | 'none', project?: string) =>
    people.setRole({ id, role, by: alice, requestId: 'r', ...(project && { project }) });
  return { store, people, set, canceled };
}

it('never loses the last owner, also when two are taken away at once', async () => {
  const { store, set } = await setUp([alice, bob]);
  const outcomes = await Promise.all([set(1, 'none'), set(2, 'viewer')]);
  expect(outcomes.map(({ kind }) => kind)).toEqual(['done', 'last-owner']);
  expect(await store.actors.list()).toEqual([bob]);
});

it('lets somebody go whose only project is taken away, and widens with a role for all', async () => {
  const { store, set } = await setUp([alice, { ...vera, projectRoles: { shop: 'developer' } }]);
  expect(await set(3, 'releaser', 'shop')).toMatchObject({ kind: 'done' });
  expect(await set(3, 'none', 'blog')).toMatchObject({ kind: 'not-there' });
  expect(await set(3, 'none', 'shop')).toMatchObject({ kind: 'done' });
  expect(await store.actors.get(3)).toBeUndefined();
  await store.actors.save(vera);
  await set(3, 'developer');
  expect(await store.actors.get(3)).toEqual({ id: 3, name: 'Vera', role: 'developer' });
  expect(await set(3, 'viewer', 'shop')).toMatchObject({ kind: 'higher-anyway' });
});

it('stops only what the new role does not allow, what waits first', async () => {
  const { store, set, canceled } = await setUp([
    alice,
    { ...vera, projectRoles: { shop: 'developer', blog: 'developer' } },
  ]);
  const more = { kind: 'turn', conversationId: '', input: null, createdAtMs: 0, updatedAtMs: 0 };
  const add = (id: string, actorId: number, project: string) =>
    store.operations.add({ id, actorId, project, state: 'running', ...more });
  await add('shop-1', 3, 'shop');
  await add('shop-2', 3, 'shop');
  await add('blog-1', 3, 'blog');
  await add('shop-3', 1, 'shop');
  await add('daily', 0, 'shop');
  await add('switching', 3, 'shop');
  const stopped = { count: 2, goesOnIn: ['shop'] };
  expect(await set(3, 'viewer', 'shop')).toMatchObject({ stopped });
  expect(canceled).toEqual(['shop-2', 'shop-1']);
});

it('keeps no role in a project that is not above the one outside', async () => {
  const bea: Actor = { id: 4, name: 'Bea', role: 'developer', projectRoles: { shop: 'owner' } };
  const { store, set } = await setUp([alice, bea]);
  expect(await set(4, 'releaser', 'shop')).toMatchObject({ kind: 'done' });
  expect((await store.actors.get(4))?.projectRoles).toEqual({ shop: 'releaser' });
  expect(await set(4, 'viewer', 'shop')).toMatchObject({ kind: 'done' });
  expect(await store.actors.get(4)).toEqual({ id: 4, name: 'Bea', role: 'developer' });
});

it('finds people by id, or by a name that only one has', async () => {
  const { people } = await setUp([alice, bob, { ...vera, name: 'bob' }]);
  expect(await people.find('ALICE')).toEqual(alice);
  expect(await people.find('2')).toEqual(bob);
  expect(await people.find('Bob')).toBeUndefined();
});

it('never takes a word of digits for a name', async () => {
  const { people } = await setUp([alice, { ...vera, name: '12345' }]);
  expect(await people.find('12345')).toBeUndefined();
  expect(await people.find('3')).toMatchObject({ id: 3 });
});

it('takes times from a minute to 30 days', () => {
  expect(['30m', '24h', '7d'].map(toTtlMs)).toEqual([1_800_000, 86_400_000, 604_800_000]);
  expect(['0h', '31d', '1y', 'shop', '99999d', '-1h', '1.5h'].map(toTtlMs)).toEqual(
    Array.from({ length: 7 }),
  );
});

const SOON = { timeout: 5_000 };

describe('in the whole bot', () => {
  let world: World;
  beforeEach(async () => {
    world = await createWorld();
    register(world);
    for (const name of ['shop', 'blog']) {
      await world.store.projects.add({ name, archetype: 'x', createdAtMs: 1, createdBy: 7 });
    }
    await world.says(7, '/start');
  });
  afterEach(() => world.close());

  const register = ({ operations }: World) =>
    operations.register('long', {
      title: 'Lasts until it is stopped.',
      steps: { waiting: 'Waits.' },
      async run(run) {
        await run.waitFor('end', { as: 'waiting' });
        return { state: 'done' };
      },
    });
  const begin = (actorId: number, id = `long-${actorId}`) =>
    world.operations.start({
      id,
      kind: 'long',
      conversationId: `${actorId}:0:${actorId}`,
      actorId,
      input: null,
    });
  const stateOf = async (id: string) => (await world.store.operations.get(id))?.state;
  const textOf = ({ card, toast }: Awaited<ReturnType<World['says']>>) =>
    (card?.text ?? toast ?? '').replaceAll('\\', '');
  const developer = (id: number): Actor => ({ id, name: `Person ${id}`, role: 'developer' });
  const again = (id: string, text: string) =>
    world.dispatch({
      id,
      kind: 'text',
      text,
      from: { id: 7, name: 'Alice' },
      chatKind: 'private',
      place: { chatId: 7 },
    });

  it('finishes a removal that a crash cut off, when the request comes again', async () => {
    await world.store.actors.save({ id: 12, name: 'Olga', role: 'owner' });
    await world.says(12, '/start');
    await world.store.actors.save(developer(11));
    await begin(11);
    await expect.poll(() => stateOf('long-11'), SOON).toBe('running');
    const whole = { ...world.store.operations };
    const crash = async () => {
      throw new Error('the crash comes here');
    };
    Object.assign(world.store.operations, { unfinished: crash });
    await again('update:removal', '/role 11 none');
    Object.assign(world.store.operations, whole);
    expect(await world.store.actors.get(11)).toBeUndefined();
    expect(await world.store.operations.get('long-11')).toMatchObject({ state: 'running' });
    const reply = await again('update:removal', '/role 11 none');
    expect(textOf(reply)).toContain('Person 11 is removed. One task was stopped.');
    await expect.poll(() => stateOf('long-11'), SOON).toBe('canceled');
    const told = world.messages.map(({ card }) => card.text).join();
    expect(told).toContain('Alice removed Person 11');
    expect(textOf(await world.says(7, '/role 11 none'))).toContain('I know nobody called 11');
  });

  it('resumes nothing of who may not have it any more', async () => {
    await world.store.actors.save(developer(11));
    await world.store.actors.save(developer(12));
    // As of an owner by OWNER_IDS, who was never stored and stands there no more.
    for (const actorId of [11, 12]) await begin(actorId);
    await world.store.operations.add({
      ...(await world.store.operations.get('long-11'))!,
      id: 'long-99',
      actorId: 99,
      state: 'running',
    });
    await expect.poll(() => stateOf('long-12'), SOON).toBe('running');
    await world.operations.shutdown();
    await world.store.actors.remove(11);
    world = world.restart();
    register(world);
    expect(await world.settle()).toMatchObject({ count: 2 });
    await world.operations.resume();
    await expect.poll(() => stateOf('long-11'), SOON).toBe('canceled');
    await expect.poll(() => stateOf('long-99'), SOON).toBe('canceled');
    expect(await world.store.operations.get('long-12')).toMatchObject({ state: 'running' });
  });

  it('runs nothing that a request in flight starts after its person was removed', async () => {
    await world.store.actors.save(developer(11));
    await world.says(7, '/role 11 none');
    await begin(11);
    await expect.poll(() => stateOf('long-11'), SOON).toBe('canceled');
    await world.store.actors.save(developer(12));
    await world.says(7, '/access alpha');
    await begin(12);
    await expect.poll(() => stateOf('long-12'), SOON).toBe('canceled');
    await begin(7);
    await expect.poll(() => stateOf('long-7'), SOON).toBe('running');
  });

  it('leaves nothing running, whenever the removal comes', async () => {
    for (let at = 0; at < 20; at += 1) {
      const id = 200 + at;
      await world.store.actors.save(developer(id));
      const removal = async () => {
        for (let wait = 0; wait < at; wait += 1) await Promise.resolve();
        return world.says(7, `/role ${id} none`);
      };
      await Promise.all([begin(id), removal()]);
      await expect.poll(() => stateOf(`long-${id}`), SOON).toBe('canceled');
    }
  });

  const linkFor = async (line: string) =>
    /start=(inv_\w+)/u.exec(textOf(await world.says(7, line)))?.[1] ?? '';

  it('brings nobody back with the old role who opens a link while being removed', async () => {
    const cameBack: number[] = [];
    for (let at = 0; at < 20; at += 1) {
      const id = 100 + at;
      await world.store.actors.save(developer(id));
      const link = await linkFor('/invite releaser shop');
      const opening = async () => {
        for (let wait = 0; wait < at; wait += 1) await Promise.resolve();
        return world.says(id, `/start ${link}`);
      };
      await Promise.all([world.says(7, `/role ${id} none`), opening()]);
      const now = await world.store.actors.get(id);
      if (now && !now.confined) cameBack.push(id);
    }
    expect(cameBack).toEqual([]);
  });

  it('keeps an invitation that is opened while an owner changes a role', async () => {
    await world.store.actors.save({ ...developer(11), role: 'viewer' });
    const link = await linkFor('/invite releaser shop');
    await Promise.all([world.says(11, `/start ${link}`), world.says(7, '/role 11 developer blog')]);
    expect((await world.store.actors.get(11))?.projectRoles).toEqual({
      shop: 'releaser',
      blog: 'developer',
    });
  });

  it('lets the owner of a project take back their own invitation, and no other', async () => {
    await world.store.actors.save({ ...developer(11), projectRoles: { shop: 'owner' } });
    const { card } = await world.says(11, '/invite developer shop');
    const [button] = card?.buttons?.flat() ?? [];
    const other = await world.says(7, '/invite developer blog');
    const [foreign] = other.card?.buttons?.flat() ?? [];
    const id = foreign?.words[1];
    expect(textOf(await world.says(11, `/invite revoke ${id} shop`))).toContain('not open');
    expect(textOf(await world.says(11, `/invite revoke ${id} blog`))).toContain('role owner');
    expect(textOf(await world.says(11, `/invite revoke ${id}`))).toContain('role owner');
    const line = ['/invite', ...(button?.words ?? [])].join(' ');
    expect(textOf(await world.says(11, line))).toContain('Taken back');
    expect(textOf(await world.says(7, `/invite revoke ${id}`))).toContain('Taken back');
    expect(await world.store.invites.list(0)).toEqual([]);
  });

  it('lists no invitation of who may not invite any more, and says when none lets anybody in', async () => {
    await world.store.actors.save({ id: 12, name: 'Olga', role: 'owner' });
    await world.says(12, '/invite viewer all');
    expect(textOf(await world.says(7, '/invite'))).toContain('One open invitation');
    await world.says(7, '/role 12 none');
    expect(textOf(await world.says(7, '/invite'))).toContain('No invitation is open');
    expect(textOf(await world.says(7, '/invite viewer all'))).not.toContain('alpha');
    await world.says(7, '/access alpha');
    expect(textOf(await world.says(7, '/invite viewer all'))).toContain('this lets nobody in');
    expect(textOf(await world.says(7, '/invite'))).toContain('this lets nobody in');
  });

  const yan = { id: 80, name: 'Yan', language: 'en', askedAtMs: 5 };

  it('raises somebody who came in meanwhile to what the owner tapped', async () => {
    await world.store.settings.set('access-requests', [yan]);
    await world.store.actors.save({ id: 80, name: 'Yan', role: 'viewer', confined: true });
    expect(textOf(await world.says(7, '/admit 80 developer 5'))).toContain(
      'Yan is in as developer',
    );
    expect(await world.store.actors.get(80)).toEqual({ id: 80, name: 'Yan', role: 'developer' });
  });

  it('ends a decision that a crash cut off, as it was decided', async () => {
    await world.store.settings.set('access-requests', [yan]);
    const whole = { ...world.store.actors };
    let crashes = 0;
    const crash = async () => {
      crashes += 1;
      throw new Error('the crash comes here');
    };
    Object.assign(world.store.actors, { list: crash });
    await again('update:admit', '/admit 80 developer 5');
    Object.assign(world.store.actors, whole);
    expect(crashes).toBe(1);
    expect(textOf(await world.says(7, '/admit 80 refuse 5'))).toContain('decided this already');
    const told = () => world.messages.map(({ card }) => card.text).join();
    expect(told()).toContain('You are in, as **developer**');
    expect(told()).not.toContain('said no');
    expect(textOf(await again('update:admit', '/admit 80 developer 5'))).toContain('already');
    expect(await world.store.settings.get('access-requests')).toEqual([]);
  });

  it('shows those who ask in /users, with the buttons that decide', async () => {
    await world.store.settings.set('access-requests', [{ ...yan, id: 79, isRefused: true }, yan]);
    const { card } = await world.says(7, '/users');
    expect(card?.text).toContain('One person asks to be let in');
    const decide = card?.buttons?.flat().filter(({ command }) => command === 'admit');
    expect(decide?.map(({ label, words }) => [label, ...words])).toEqual([
      ['1 ✅ Viewer', '80', 'viewer', '5'],
      ['1 ✅ Developer', '80', 'developer', '5'],
      ['1 ❌ Refuse', '80', 'refuse', '5'],
    ]);
  });

  it('says which role counts after a change, not which was asked for', async () => {
    await world.store.actors.save({ ...developer(11), projectRoles: { shop: 'owner' } });
    expect(textOf(await world.says(7, '/role 11 viewer shop'))).toBe(
      'Person 11 is developer in shop now.',
    );
    await world.store.actors.save({ ...developer(11), projectRoles: { shop: 'owner' } });
    expect(textOf(await world.says(7, '/role 11 none shop'))).toBe(
      'Person 11 is developer in shop now.',
    );
  });

  it('lets people stop their own whatever project is the current one, and nothing else', async () => {
    const role = { role: 'viewer', projectRoles: { shop: 'developer' } } as const;
    await world.store.actors.save({ ...developer(11), ...role });
    await world.store.actors.save({ ...developer(12), role: 'viewer', confined: true });
    await world.says(11, '/use blog');
    await world.operations.start({
      id: 'long-update-11',
      kind: 'long',
      conversationId: '11:0:11',
      actorId: 11,
      project: 'shop',
      input: null,
    });
    // Of what somebody may not see they learn not even that it runs.
    expect(textOf(await world.says(12, '/stop long-update-11'))).toBe('Nothing runs here.');
    await world.store.actors.save({ ...developer(12), role: 'viewer' });
    expect(textOf(await world.says(12, '/stop long-update-11'))).toContain(
      'Only the one who asked',
    );
    expect(textOf(await world.says(11, '/stop'))).toBe('Stopping.');
    await expect.poll(() => stateOf('long-update-11'), SOON).toBe('canceled');
  });

  it('says that it is too late to stop what goes live, and does not call it stopped', async () => {
    world.operations.register('switch', {
      title: 'Goes to its end once it has started.',
      steps: { start: 'Starts.', waiting: 'Waits.' },
      canStop: ({ noted }) => noted('start') === undefined,
      async run(run) {
        await run.note('start', null);
        await run.waitFor('end', { as: 'waiting' });
        return { state: 'done' };
      },
    });
    await world.store.actors.save(developer(11));
    await world.operations.start({
      id: 'switch-update-1',
      kind: 'switch',
      conversationId: '11:0:11',
      actorId: 11,
      project: 'shop',
      input: null,
    });
    const noted = async () => (await world.store.operations.steps('switch-update-1'))[0]?.endedAtMs;
    await expect.poll(noted, SOON).toBeDefined();
    const late = 'Too late to stop what goes live in shop: it goes on to its end.';
    expect(textOf(await world.says(11, '/stop'))).toBe(late);
    expect(textOf(await world.says(7, '/role 11 none'))).toBe(`Person 11 is removed. ${late}`);
    expect(textOf(await world.says(7, '/access alpha'))).toContain(late);
    await world.operations.signal('switch-update-1', 'end', null);
    await expect.poll(() => stateOf('switch-update-1'), SOON).toBe('done');
  });

  it('lets an owner end what fills a project, from /status', async () => {
    for (const id of [11, 12]) await world.store.actors.save(developer(id));
    await begin(11, 'long-update-1');
    await begin(12, 'long-update-2');
    const commands = async (id: number) =>
      (await world.says(id, '/status')).card?.buttons
        ?.flat()
        .filter(({ command }) => command === 'stop')
        .map(({ words }) => words[0]) ?? [];
    expect(await commands(12)).toEqual(['long-update-2']);
    expect(await commands(7)).toEqual(['long-update-1', 'long-update-2']);
    expect(textOf(await world.says(7, '/stop long-update-1'))).toContain('Stopping');
    await expect.poll(() => stateOf('long-update-1'), SOON).toBe('canceled');
  });

  it.each(['all', 'total', 'none', 'off'])('calls no project %s', async (name) => {
    await world.says(7, `/new telegram-bot ${name}`);
    expect(world.messages.at(-1)?.card.text).toContain('cannot be a name');
    expect(await world.store.operations.unfinished()).toEqual([]);
  });
});
