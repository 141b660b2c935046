import { expect, it } from 'vitest';
import type { Command } from '#kernel/command.ts';
import { Fault } from '#kernel/fault.ts';
import { memoryStore } from '#ports/store/memory.ts';
import { CLAIM_TTL_MS, createAuthorizer } from './authorize.ts';
import { createDispatch } from './dispatch.ts';
import { createLimiter } from './limit.ts';
import type { Request } from './request.ts';

const alice = { id: 7, name: 'Alice' };
const mallory = { id: 666, name: 'Mallory' };

function setUp(ownerIds: readonly number[] = [alice.id]) {
  const store = memoryStore();
  const clock = { ms: 0 };
  const ran: string[] = [];
  const command = (name: string, role: Command['role'], run?: Command['run']): Command => ({
    name,
    role,
    listed: true,
    run:
      run ??
      (async ({ text }, { actor }) => {
        ran.push(`${actor.name}: ${name} ${text}`);
        return { text: `did ${name}` };
      }),
  });
  const commands = [
    command('start', 'viewer'),
    command('code', 'developer'),
    command('run_pipeline', 'viewer'),
    command('stop', 'developer'),
    command('deploy', 'owner'),
    command('break', 'viewer', async () => {
      throw new Error('/secret/path is gone');
    }),
    command('fault', 'viewer', async () => {
      throw new Fault('git-failed', '/secret/path');
    }),
  ];
  const now = () => clock.ms;
  const authorizer = createAuthorizer({ store, ownerIds, now, randomCode: () => 'CODE' });
  const dispatch = createDispatch({
    store,
    commands: new Map(commands.map((each) => [each.name, each])),
    authorizer,
    limit: createLimiter(now, { burst: 3, perMinute: 60 }),
    sayIn: (language) => (key, values) =>
      `${language} ${key}${values ? ` ${JSON.stringify(values)}` : ''}`,
    log: () => undefined,
  });
  let count = 0;
  const says = (from: Request['from'], text: string, chatKind: Request['chatKind'] = 'private') =>
    dispatch({
      id: `update:${++count}`,
      kind: 'text',
      text,
      from,
      chatKind,
      place: { chatId: chatKind === 'private' ? from.id : -100 },
    });
  const taps = (from: Request['from'], buttonId: string, chatId = from.id) =>
    dispatch({
      id: `tap:${++count}`,
      kind: 'tap',
      buttonId,
      from,
      chatKind: 'private',
      place: { chatId },
    });
  return { store, clock, ran, authorizer, says, taps, dispatch };
}

it('sends free text to the agent and commands to their own', async () => {
  const { says, ran } = setUp();
  await says(alice, 'add a command\nwith two lines');
  await says(alice, '/Run-Pipeline@my_bot  1 2');
  expect(ran).toEqual(['Alice: code add a command\nwith two lines', 'Alice: run_pipeline 1 2']);
});

it('gives a stranger nothing but one plain refusal', async () => {
  const { says, ran, store } = setUp();
  const reply = await says(mallory, '/code rm -rf /');
  expect(reply.card?.text).toContain('stranger');
  expect(ran).toEqual([]);
  expect(await store.conversations.count()).toBe(0);
  expect((await says(mallory, '/start', 'group')).card).toBeUndefined();
});

it('makes the first to open the one-time link the owner, once and for ten minutes', async () => {
  const { says, authorizer, clock } = setUp([]);
  expect((await says(alice, '/start')).card?.text).toContain('stranger');
  expect(await authorizer.openClaim()).toBe('CODE');
  expect((await says(mallory, '/start WRONG')).card?.text).toContain('stranger');
  expect((await says(mallory, '/start CODE', 'group')).card).toBeUndefined();
  expect((await says(alice, '/start CODE')).card?.text).toBe('did start');
  expect((await says(mallory, '/start CODE')).card?.text).toContain('stranger');
  expect(await authorizer.openClaim()).toBeUndefined();

  const late = setUp([]);
  await late.authorizer.openClaim();
  late.clock.ms += CLAIM_TTL_MS;
  expect((await late.says(alice, '/start CODE')).card?.text).toContain('stranger');
  expect(clock.ms).toBe(0);
});

it('takes OWNER_IDS as they are now: who left them is a stranger', async () => {
  const { says, store } = setUp();
  await says(alice, '/start');
  expect(await store.actors.list()).toEqual([]);
});

it('refuses what the role does not allow, and says which role it needs', async () => {
  const { says, store, ran } = setUp();
  await store.actors.save({ ...mallory, role: 'viewer' });
  expect((await says(mallory, '/deploy')).card?.text).toContain('owner');
  expect((await says(mallory, 'write code')).card?.text).toContain('developer');
  expect(ran).toEqual([]);
});

it('limits one person, tells it once, and always lets them stop', async () => {
  const { says, clock, ran } = setUp();
  for (const text of ['1', '2', '3']) await says(alice, text);
  expect((await says(alice, '4')).card?.text).toContain('too');
  expect((await says(alice, '5')).card).toBeUndefined();
  expect((await says(alice, '/stop')).card?.text).toBe('did stop');
  clock.ms += 1_000;
  expect((await says(alice, '6')).card?.text).toBe('did code');
  expect(ran).not.toContain('Alice: code 4');
});

it('runs a button for whom it was made, with the rights of the one who taps', async () => {
  const { taps, store, ran } = setUp();
  await store.actors.save({ ...mallory, role: 'developer' });
  const button = { command: 'code', words: ['hello'], chatId: alice.id, createdAtMs: 0 };
  await store.buttons.add([
    { id: 'own', ...button, actorId: alice.id },
    { id: 'any', ...button, command: 'deploy' },
  ]);
  expect((await taps(mallory, 'own', alice.id)).toast).toContain('dispatch-not-yours');
  expect((await taps(mallory, 'any', alice.id)).toast).toContain('dispatch-forbidden');
  expect((await taps(alice, 'own', 99)).toast).toContain('dispatch-stale');
  expect((await taps(alice, 'gone')).toast).toContain('dispatch-stale');
  expect(ran).toEqual([]);
  expect((await taps(alice, 'own')).card?.text).toBe('did code');
});

it('turns what broke into words without a path or a stack', async () => {
  const { says } = setUp();
  expect((await says(alice, '/break')).card?.text).toContain('fault');
  expect((await says(alice, '/break')).card?.text).not.toContain('secret');
  expect((await says(alice, '/fault')).card?.text).toContain('git');
});

it('answers an unknown command and keeps the language of the first contact', async () => {
  const { says } = setUp();
  const reply = await says({ ...alice, languageCode: 'ru-RU' }, '/nonsense');
  expect(reply.card?.text).toContain('ru dispatch-unknown-command');
  expect((await says(alice, '/etc/hosts is wrong')).card?.text).toContain('dispatch-not-a-command');
});
