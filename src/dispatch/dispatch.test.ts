import { expect, it } from 'vitest';
import type { Command } from '#kernel/command.ts';
import { Fault } from '#kernel/fault.ts';
import { NoRoom } from '#kernel/no-room.ts';
import { memoryChat } from '#ports/chat/memory.ts';
import { sha256 } from '#lib/digest.ts';
import { memoryStore } from '#ports/store/memory.ts';
import { CLAIM_TTL_MS, createAuthorizer } from './authorize.ts';
import { createDispatch } from './dispatch.ts';
import { createLimiter } from './limit.ts';
import { createReception } from './reception.ts';
import type { AuditEntry } from '#ports/audit/port.ts';
import type { Request } from './request.ts';

const alice = { id: 7, name: 'Alice' };
const mallory = { id: 666, name: 'Mallory' };

function setUp(ownerIds: readonly number[] = [alice.id], burst = 3, stop?: Command['run']) {
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
    { ...command('code', 'developer'), concerns: 'current' as const },
    command('run_pipeline', 'viewer'),
    command('stop', 'developer', stop),
    command('deploy', 'owner'),
    { ...command('use', 'viewer'), concerns: 'named' as const },
    { ...command('diff', 'viewer'), concerns: 'current' as const },
    { ...command('merge', 'releaser'), concerns: 'current' as const },
    { ...command('cancel', 'developer'), concerns: 'operation' as const },
    { ...command('link', 'viewer'), concerns: 'bot' as const, privateOnly: true as const },
    command('break', 'viewer', async () => {
      throw new Error('/secret/path is gone');
    }),
    command('fault', 'viewer', async () => {
      throw new Fault('git-failed', '/secret/path');
    }),
    command('full', 'viewer', async () => {
      throw new NoRoom({ whose: 'project', count: 20, limit: 20, project: 'shop' });
    }),
  ];
  const now = () => clock.ms;
  const chat = memoryChat();
  const records: AuditEntry[] = [];
  const logged: object[] = [];
  const sayIn = (language: string) => (key: string, values?: object) =>
    `${language} ${key}${values ? ` ${JSON.stringify(values)}` : ''}`;
  const authorizer = createAuthorizer({ store, ownerIds, now, randomCode: () => 'CODE' });
  const dispatch = createDispatch({
    store,
    commands: new Map(commands.map((each) => [each.name, each])),
    authorizer,
    limit: createLimiter(now, { burst, perMinute: 60 }),
    reception: createReception({ store, chat, ownerIds, sayIn, now }),
    sayIn,
    log: (_, details) => void logged.push(details),
    audit: { record: async (entry) => void records.push(entry) },
    now,
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
  return { store, clock, ran, authorizer, says, taps, dispatch, chat, records, logged };
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
  expect((await says(alice, '/start')).card).toBeUndefined();
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

it('makes an owner by the link also of somebody known, and only while there is none', async () => {
  const { says, authorizer, store } = setUp([], 50);
  await store.actors.save({ ...dora, role: 'viewer', confined: true });
  await authorizer.openClaim();
  expect((await says(dora, '/start CODE')).card?.text).toBe('did start');
  expect(await store.actors.get(dora.id)).toEqual({ ...dora, role: 'owner' });

  const other = setUp([], 50);
  await other.authorizer.openClaim();
  await other.store.actors.save({ ...alice, role: 'owner' });
  expect((await other.says(mallory, '/start CODE')).card?.text).toContain('link-gone');
  expect(await other.store.actors.get(mallory.id)).toBeUndefined();
});

it('makes one owner of two who open the link at once', async () => {
  const { says, authorizer, store } = setUp([], 50);
  await authorizer.openClaim();
  await Promise.all([says(alice, '/start CODE'), says(mallory, '/start CODE')]);
  expect(await store.actors.list()).toHaveLength(1);
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

it('tells what broke from what went well', async () => {
  const { says, logged } = setUp();
  expect(await says(alice, '/break')).toMatchObject({ isFailed: true });
  expect(logged).toContainEqual(expect.objectContaining({ command: 'break', verdict: 'failed' }));
  logged.length = 0;
  expect(await says(alice, '/start')).not.toHaveProperty('isFailed');
  expect(logged).not.toContainEqual(expect.objectContaining({ verdict: 'failed' }));
});

it('answers an unknown command and keeps the language of the first contact', async () => {
  const { says } = setUp();
  const reply = await says({ ...alice, languageCode: 'ru-RU' }, '/nonsense');
  expect(reply.card?.text).toContain('ru dispatch-unknown-command');
  expect((await says(alice, '/etc/hosts is wrong')).card?.text).toContain(
    'ru dispatch-not-a-command',
  );
});

const dora = { id: 12, name: 'Dora' };
const invitation = (change: object = {}) => ({
  id: 'i1',
  codeHash: sha256('secret'),
  role: 'developer' as const,
  createdBy: alice.id,
  createdAtMs: 0,
  expiresAtMs: 60_000,
  ...change,
});

it('lets one person in by an invitation, once, and tells the owners', async () => {
  const { says, store, chat, ran, records } = setUp([alice.id], 50);
  await says(alice, '/start');
  await store.invites.add(invitation({ project: 'shop' }));
  expect((await says(dora, '/start inv_wrong')).card?.text).toContain('link-gone');
  expect((await says(dora, '/start inv_secret', 'group')).card).toBeUndefined();
  expect((await says(dora, '/start inv_secret')).card?.text).toContain('joined-project');
  expect(await store.actors.get(dora.id)).toEqual({
    ...dora,
    role: 'viewer',
    confined: true,
    projectRoles: { shop: 'developer' },
  });
  expect(chat.messages.map(({ card }) => card.text)).toEqual([expect.stringContaining('Dora')]);
  expect((await says(mallory, '/start inv_secret')).card?.text).toContain('link-gone');
  await says(dora, 'write code');
  expect(ran).toEqual(['Alice: start ', 'Dora: code write code']);
  expect(JSON.stringify(records)).not.toContain('secret');
  expect(records.at(-1)).toMatchObject({ command: 'code', verdict: 'allowed', project: 'shop' });
});

it('does not use an invitation up that gives nothing new, such as for who made it', async () => {
  const { says, store } = setUp([alice.id], 50);
  await store.invites.add(invitation());
  await store.actors.save({ ...mallory, role: 'developer' });
  expect((await says(alice, '/start inv_secret')).card?.text).toBe('did start');
  expect((await says(mallory, '/start inv_secret')).card?.text).toBe('did start');
  expect(await store.invites.list(0)).toHaveLength(1);
});

it('lets nobody in by an expired or revoked invitation, nor beyond the places of the beta', async () => {
  const { says, store, clock } = setUp([alice.id], 50);
  await store.settings.set('access', { stage: 'beta', cap: 1 });
  await store.invites.add(invitation());
  await store.actors.save({ ...mallory, role: 'viewer' });
  expect((await says(dora, '/start inv_secret')).card?.text).toContain('stranger-full');
  await store.settings.set('access', { stage: 'beta', cap: 2 });
  const codeHash = sha256('other');
  await store.invites.add(invitation({ id: 'i2', codeHash, expiresAtMs: 90 * 60_000 }));
  clock.ms = 60_000;
  expect((await says(dora, '/start inv_secret')).card?.text).toContain('link-gone');
  await store.invites.revoke('i2');
  clock.ms += 10 * 60_000;
  expect((await says(dora, '/start inv_other')).card?.text).toContain('link-gone');
  expect(await store.actors.get(dora.id)).toBeUndefined();
});

it('finishes a join that a crash cut off, and only that', async () => {
  const { dispatch, store } = setUp([alice.id], 50);
  await store.invites.add(invitation());
  await store.invites.use(sha256('secret'), 'update:again', 0);
  const join = (id: string) =>
    dispatch({
      id,
      kind: 'text',
      text: '/start inv_secret',
      from: dora,
      chatKind: 'private',
      place: { chatId: dora.id },
    });
  expect((await join('update:other')).card?.text).toContain('link-gone');
  expect((await join('update:again')).card?.text).toContain('joined');
});

it('takes the role of the project that a request is about', async () => {
  const { says, taps, store, ran } = setUp([alice.id], 50);
  await store.actors.save({
    ...dora,
    role: 'viewer',
    projectRoles: { shop: 'releaser' },
    confined: true,
  });
  const text = async (line: string) => (await says(dora, line)).card;
  expect((await text('/merge'))?.buttons?.flat()).toMatchObject([{ label: 'shop' }]);
  expect((await text('/use blog'))?.text).toContain('project');
  expect((await text('/use shop'))?.text).toBe('did use');
  const conversation = await store.conversations.get('12:0:12');
  await store.conversations.save({ ...conversation!, project: 'blog' });
  expect((await says(dora, '/diff')).conversation.project).toBeUndefined();
  const operation = { kind: 'turn', state: 'running', conversationId: '', actorId: 7 } as const;
  const times = { input: null, createdAtMs: 0, updatedAtMs: 0 };
  await store.operations.add({ id: 'a', project: 'shop', ...operation, ...times });
  await store.operations.add({ id: 'b', project: 'blog', ...operation, ...times });
  const button = { command: 'cancel', chatId: dora.id, createdAtMs: 0 };
  await store.buttons.add([
    { id: 'in-shop', ...button, words: ['a'] },
    { id: 'in-blog', ...button, words: ['b'] },
  ]);
  // Of which project the operation is, is none of hers either.
  expect((await taps(dora, 'in-blog')).toast).toBe('en dispatch-no-operation');
  expect((await taps(dora, 'in-shop')).card?.text).toBe('did cancel');
  expect(ran).toEqual(['Dora: use shop', 'Dora: diff ', 'Dora: cancel a']);
});

it('names a project that somebody may not see only to who wrote its name, not to who taps', async () => {
  const { says, taps, store } = setUp([alice.id], 50);
  await store.actors.save({ ...dora, role: 'viewer', confined: true });
  const button = { id: 'b', command: 'use', words: ['blog'], chatId: dora.id, createdAtMs: 0 };
  await store.buttons.add([button]);
  expect((await says(dora, '/use blog')).card?.text).toContain('blog');
  expect((await taps(dora, 'b')).toast).toBe('en dispatch-no-operation');
});

it('closes what does not say what it touches to those who were let into single projects', async () => {
  const { says, store } = setUp([alice.id], 50);
  await store.actors.save({ ...dora, role: 'viewer', confined: true });
  expect((await says(dora, '/run_pipeline')).card?.text).toContain('confined');
});

it('refuses an old button at once when the role is gone', async () => {
  const { says, taps, store } = setUp([alice.id], 50);
  await store.actors.save({ ...mallory, role: 'developer' });
  await says(mallory, 'x');
  const button = { id: 'b', command: 'code', words: ['y'], chatId: mallory.id, createdAtMs: 0 };
  await store.buttons.add([button]);
  await store.actors.remove(mallory.id);
  expect((await taps(mallory, 'b')).card?.text).toContain('stranger');
  expect((await taps(mallory, 'b')).toast).toBeUndefined();
});

it('serves owners alone in alpha, and says so once', async () => {
  const { says, store, ran } = setUp([alice.id], 50);
  await store.actors.save({ ...mallory, role: 'releaser' });
  await store.settings.set('access', { stage: 'alpha', cap: 10 });
  expect((await says(mallory, 'work')).card?.text).toContain('dispatch-closed');
  expect((await says(mallory, 'work')).card).toBeUndefined();
  await store.settings.set('access', { stage: 'nonsense' });
  await says(mallory, 'work');
  await says(alice, 'work');
  expect(ran).toEqual(['Alice: code work']);
});

it('offers strangers to ask where the bot is public, asks owners once, and forgets a no', async () => {
  const { says, taps, store, chat, clock } = setUp([alice.id], 50);
  await says(alice, '/start');
  await store.buttons.add([
    { id: 'ask', command: 'ask_access', words: [], chatId: mallory.id, createdAtMs: 0 },
  ]);
  expect((await taps(mallory, 'ask')).card?.text).toContain('stranger');
  await store.settings.set('access', { stage: 'public', cap: 10 });
  expect((await says(dora, 'hi')).card?.buttons?.flat()[0]?.command).toBe('ask_access');
  expect((await taps(mallory, 'ask')).toast).toContain('access-asked');
  expect((await taps(mallory, 'ask')).toast).toContain('access-asked');
  expect(chat.messages).toHaveLength(1);
  expect(chat.messages[0]?.card.buttons?.flat().map(({ words }) => words)).toEqual([
    ['666', 'viewer', '0'],
    ['666', 'developer', '0'],
    ['666', 'refuse', '0'],
  ]);
  await store.settings.set('access-requests', [
    { ...mallory, language: 'en', askedAtMs: 0, isRefused: true },
  ]);
  clock.ms += 60_000;
  expect((await taps(mallory, 'ask')).toast).toContain('access-refused');
  clock.ms += 7 * 24 * 60 * 60_000;
  expect((await taps(mallory, 'ask')).toast).toContain('access-asked');
});

it('takes the rights of the person in a group, and of nobody who hides behind it', async () => {
  const { says, dispatch, store, ran } = setUp([alice.id], 50);
  await store.actors.save({ ...mallory, role: 'viewer' });
  expect((await says(mallory, 'code it', 'group')).card?.text).toContain('developer');
  expect((await says(alice, '/link', 'group')).card?.text).toContain('private');
  const asGroup = () =>
    dispatch({
      id: 'g',
      kind: 'text',
      text: '/start',
      from: { id: alice.id, name: 'Group' },
      onBehalfOf: 'group',
      chatKind: 'group',
      place: { chatId: -100 },
    });
  expect((await asGroup()).card?.text).toContain('dispatch-as-group');
  expect((await asGroup()).card).toBeUndefined();
  expect(ran).toEqual([]);
});

it('limits a whole group, and tells each who writes once', () => {
  const limit = createLimiter(() => 0, { burst: 9, perMinute: 1 }, { burst: 2, perMinute: 1 });
  const kinds = [1, 2, 3, 4, 3].map((id) => limit(id, -100));
  expect(kinds.map(({ kind }) => kind)).toEqual(['pass', 'pass', 'wait', 'wait', 'wait']);
  expect(kinds[2]).toMatchObject({ told: false });
  expect(kinds[3]).toMatchObject({ told: false });
  expect(kinds[4]).toMatchObject({ told: true });
  expect(limit(1).kind).toBe('pass');
  expect(limit(1, -200).kind).toBe('pass');
});

it('refuses a text that is too long, before it costs anything', async () => {
  const { says, ran } = setUp([alice.id], 50);
  expect((await says(alice, 'x'.repeat(50_001))).card?.text).toContain('too-long');
  expect(ran).toEqual([]);
});

it('records who was refused what, and never free text', async () => {
  const { says, store, records } = setUp([alice.id], 50);
  await store.actors.save({ ...mallory, role: 'viewer' });
  await says(mallory, '/deploy production');
  await says(alice, 'my password is hunter2');
  expect(records).toMatchObject([
    { command: 'deploy', verdict: 'refused', words: 'production', actor: mallory },
    { command: 'code', verdict: 'allowed', actor: alice },
  ]);
  expect(JSON.stringify(records)).not.toContain('hunter2');
});

const bob = { id: 13, name: 'Bob' };

it('lets in by an invitation only while its maker could still make it', async () => {
  const { says, store } = setUp([alice.id], 50);
  const makers = [
    { maker: bob, role: 'owner' as const, projectRoles: {} },
    { maker: mallory, role: 'viewer' as const, projectRoles: { shop: 'owner' as const } },
  ];
  for (const { maker, role, projectRoles } of makers) {
    const project = role === 'owner' ? {} : { project: 'shop' };
    const link = (id: string) =>
      store.invites.add(
        invitation({ id, codeHash: sha256(id), role: 'owner', createdBy: maker.id, ...project }),
      );
    await store.actors.save({ ...maker, role, projectRoles });
    await link(`first-${maker.id}`);
    await link(`second-${maker.id}`);
    await store.actors.remove(maker.id);
    expect((await says(maker, `/start inv_first-${maker.id}`)).card?.text).toContain('link-gone');
    expect(await store.actors.get(maker.id)).toBeUndefined();
    await store.actors.save({ ...maker, role, projectRoles });
    expect((await says(dora, `/start inv_first-${maker.id}`)).card?.text).toContain('joined');
    await store.actors.remove(dora.id);
  }
  await store.invites.add(invitation({ id: 'left', codeHash: sha256('left'), createdBy: 99 }));
  expect((await says(dora, '/start inv_left')).card?.text).toContain('link-gone');
  await store.invites.add(invitation({ id: 'shell', codeHash: sha256('shell'), createdBy: 0 }));
  expect((await says(dora, '/start inv_shell')).card?.text).toContain('joined');
});

it('gives nothing by an invitation that was taken before its maker was removed', async () => {
  const { dispatch, store } = setUp([alice.id], 50);
  await store.invites.add(invitation({ createdBy: bob.id }));
  await store.invites.use(sha256('secret'), 'update:again', 0);
  const base = { from: dora, chatKind: 'private', place: { chatId: dora.id } } as const;
  const text = '/start inv_secret';
  const reply = await dispatch({ id: 'update:again', kind: 'text', text, ...base });
  expect(reply.card?.text).toContain('link-gone');
  expect(await store.actors.get(dora.id)).toBeUndefined();
});

it('keeps what two links give that are opened at once', async () => {
  const { says, store } = setUp([alice.id], 50);
  for (const project of ['shop', 'blog', 'wiki']) {
    await store.invites.add(invitation({ id: project, codeHash: sha256(project), project }));
  }
  await Promise.all(['shop', 'blog', 'wiki'].map((code) => says(dora, `/start inv_${code}`)));
  expect((await store.actors.get(dora.id))?.projectRoles).toEqual({
    shop: 'developer',
    blog: 'developer',
    wiki: 'developer',
  });
});

it('counts no place for an owner by OWNER_IDS who was let in before', async () => {
  const { says, store } = setUp([alice.id], 50);
  await store.settings.set('access', { stage: 'beta', cap: 1 });
  await store.actors.save({ ...alice, role: 'developer' });
  await store.invites.add(invitation());
  expect((await says(dora, '/start inv_secret')).card?.text).toContain('joined');
});

it('counts the owner of a project among the places of the beta', async () => {
  const { says, store } = setUp([alice.id], 50);
  await store.settings.set('access', { stage: 'beta', cap: 0 });
  await store.invites.add(invitation({ role: 'owner', project: 'shop' }));
  expect((await says(dora, '/start inv_secret')).card?.text).toContain('stranger-full');
  await store.invites.add(invitation({ id: 'i2', codeHash: sha256('all'), role: 'owner' }));
  expect((await says(dora, '/start inv_all')).card?.text).toContain('joined');
});

it('takes a link that was passed on by forwarding for text', async () => {
  const { dispatch, store, ran } = setUp([alice.id], 50);
  await store.invites.add(invitation());
  await store.actors.save({ ...dora, role: 'developer', confined: true });
  const base = { from: dora, chatKind: 'private', place: { chatId: dora.id } } as const;
  const text = '/start inv_secret';
  await dispatch({ id: 'update:f', kind: 'text', text, isForwarded: true, ...base });
  expect(ran).toEqual(['Dora: code /start inv_secret']);
  expect(await store.invites.list(0)).toHaveLength(1);
});

const isTap = (what: string) => what.endsWith('tap');

it.each(['/nope', '/start inv_x', '/a/b', 'sticker', 'tap', 'foreign tap'])(
  'limits %s like anything else, told once',
  async (what) => {
    const { says, taps, dispatch, store, records } = setUp();
    await store.actors.save({ ...dora, role: 'viewer' });
    const button = { command: 'stop', words: [], chatId: dora.id, createdAtMs: 0 };
    await store.buttons.add([{ id: 'of-alice', ...button, actorId: alice.id }]);
    const base = { from: dora, chatKind: 'private', place: { chatId: dora.id } } as const;
    const send = (id: string) => {
      if (what === 'sticker') return dispatch({ id, kind: 'other', what, ...base });
      if (what === 'tap') return taps(dora, 'gone');
      return what === 'foreign tap' ? taps(dora, 'of-alice') : says(dora, what);
    };
    const answers: (string | undefined)[] = [];
    for (let count = 0; count < 20; count += 1) {
      const { card, toast } = await send(`${what} ${count}`);
      answers.push(card?.text ?? toast);
    }
    // Who taps sees each time that it was heard: that takes no room in the chat.
    expect(answers.filter((answer) => answer !== undefined)).toHaveLength(isTap(what) ? 20 : 4);
    expect(answers[3]?.replaceAll('\\', '')).toContain('dispatch-too-much');
    expect(records.filter(({ verdict }) => verdict === 'limited')).toHaveLength(1);
  },
);

it('always lets a tap stop, however much came before', async () => {
  const { says, taps, store } = setUp();
  const button = { command: 'stop', words: [], chatId: alice.id, createdAtMs: 0 };
  await store.buttons.add([{ id: 'stop', ...button }]);
  for (let count = 0; count < 9; count += 1) await says(alice, '/nope');
  expect((await taps(alice, 'stop')).card?.text).toBe('did stop');
});

it('leaves most of what Telegram allows in a group to the others there', () => {
  const limit = createLimiter(() => 0);
  const flood = Array.from({ length: 100 }, () => limit(1, -100));

  expect(flood.filter(({ kind }) => kind === 'pass')).toHaveLength(6);
  expect(limit(2, -100).kind).toBe('pass');
  expect(limit(1, -200).kind).toBe('pass');
  expect(limit(1).kind).toBe('pass');
});

it('divides what comes back in a group among those who ask there', () => {
  let clockMs = 0;
  const limit = createLimiter(() => clockMs);
  const passedIn = (seconds: number, others: readonly number[]) => {
    let passed = 0;
    for (let second = 0; second < seconds; second += 1) {
      for (const id of others) if (second % 20 === 0) limit(id, -100);
      if (limit(1, -100).kind === 'pass') passed += 1;
      clockMs += 1_000;
    }
    return passed;
  };

  expect(passedIn(60, [])).toBe(6 + 11);
  clockMs += 600_000;
  expect(passedIn(60, [2, 3])).toBe(6 + 3);
});

it('tells a flood that goes on once, and a new one after a pause again', () => {
  let clockMs = 0;
  const limit = createLimiter(() => clockMs);
  const flood = (seconds: number, person: (count: number) => number) => {
    const told: number[] = [];
    for (let count = 0; count < seconds * 10; count += 1) {
      const verdict = limit(person(count), -100);
      if (verdict.kind === 'wait' && !verdict.told) told.push(clockMs);
      clockMs += 100;
    }
    return told.length;
  };
  expect(flood(60, () => 1)).toBe(1);
  clockMs += 5_000;
  expect(flood(10, () => 1)).toBe(0);
  clockMs += 30_000;
  expect(flood(60, () => 1)).toBe(1);
  clockMs += 120_000;
  // Eight people share the group: each is told that it is theirs that is too much, or all of it.
  expect(flood(60, (count) => 10 + (count % 8))).toBeLessThanOrEqual(2 * 8);
});

const expectation = { command: 'run_pipeline', words: ['of-turn-1'], untilMs: 60_000 };

it('takes the text that a button asked for once, and the same again after a crash', async () => {
  const { dispatch, store, ran, clock } = setUp([alice.id], 50);
  await store.settings.set('expects:7:0:7', expectation);
  const base = { from: alice, chatKind: 'private', place: { chatId: alice.id } } as const;
  const says = (id: string, text: string) => dispatch({ id, kind: 'text', text, ...base });
  await says('update:1', 'too slow');
  clock.ms = 70_000;
  await says('update:1', 'too slow');
  await says('update:2', 'now build');
  expect(ran).toEqual([
    'Alice: run_pipeline too slow',
    'Alice: run_pipeline too slow',
    'Alice: code now build',
  ]);
});

it('does not use up what was asked for by a text that is too much', async () => {
  const { says, store, ran, clock } = setUp();
  for (const text of ['/nope', '/nope', '/nope']) await says(alice, text);
  await store.settings.set('expects:7:0:7', expectation);
  expect((await says(alice, 'too slow')).card?.text).toContain('seconds');
  clock.ms += 3_000;
  await says(alice, 'too slow');
  expect(ran).toEqual(['Alice: run_pipeline too slow']);
});

it('tells a stranger anew when the answer is another one', async () => {
  const { says, store } = setUp([alice.id], 50);
  expect((await says(mallory, 'hi')).card?.text).toBe('en dispatch-stranger');
  expect((await says(mallory, 'hi')).card).toBeUndefined();
  await store.settings.set('access', { stage: 'public', cap: 10 });
  expect((await says(mallory, 'hi')).card?.text).toBe('en dispatch-stranger-public');
  expect((await says(mallory, 'hi')).card).toBeUndefined();
});

it('answers a stranger who tries link after link once in ten minutes', async () => {
  const { says, clock } = setUp([alice.id], 50);
  let answers = 0;
  for (let at = 0; at < 400; at += 1) {
    clock.ms += 1_500;
    if ((await says(mallory, `/start inv_${at}`)).card) answers += 1;
  }
  expect(answers).toBe(1);
  clock.ms += 60_000;
  expect((await says(mallory, '/start inv_late')).card?.text).toContain('link-gone');
});

it('takes only an invitation for one: any other word of a stranger is no link', async () => {
  const { says } = setUp([alice.id], 50);
  expect((await says(mallory, '/start ref')).card?.text).toBe('en dispatch-stranger');
  expect((await says(mallory, '/start ref')).card).toBeUndefined();
});

it('counts only those who wait for an answer among who asks to be let in', async () => {
  const { says, taps, store, clock } = setUp([alice.id], 50);
  await says(alice, '/start');
  await store.settings.set('access', { stage: 'public', cap: 10 });
  const asked = Array.from({ length: 60 }, (_, at) => ({ id: 1_000 + at, name: 'x' }));
  const keep = (isRefused: boolean) =>
    store.settings.set(
      'access-requests',
      asked.map((each) => ({ ...each, language: 'en', askedAtMs: 0, isRefused })),
    );
  const button = { command: 'ask_access', words: [], chatId: mallory.id, createdAtMs: 0 };
  await store.buttons.add([{ id: 'ask', ...button }]);
  await keep(false);
  clock.ms = 24 * 60 * 60_000 - 1;
  expect((await taps(mallory, 'ask')).toast).toContain('queue-full');
  // What nobody answered for a day makes room, so that nobody can close the door for long.
  clock.ms += 1;
  expect((await taps(mallory, 'ask')).toast).toContain('access-asked');
  expect(await store.settings.get('access-requests')).toMatchObject([{ id: mallory.id }]);
  await keep(true);
  expect((await taps(mallory, 'ask')).toast).toContain('access-asked');
});

it('records who became the owner by the one-time link', async () => {
  const { says, authorizer, records } = setUp([]);
  await authorizer.openClaim();
  await says(alice, '/start CODE');
  expect(records).toMatchObject([
    { command: 'claim', verdict: 'allowed', actor: alice },
    { command: 'start', verdict: 'allowed' },
  ]);
  expect(new Set(records.map(({ key }) => key)).size).toBe(2);
  expect(JSON.stringify(records)).not.toContain('CODE');
});

it('answers in words also when nothing can be read from the store', async () => {
  const { says, store } = setUp();
  const broken = async () => {
    throw new Fault('store-failed', '/secret/path');
  };
  Object.assign(store.conversations, { get: broken });
  const reply = await says({ ...alice, languageCode: 'ru' }, 'work');
  expect(reply.card?.text).toContain('ru fault');
  expect(reply.card?.text).not.toContain('secret');
});

it('stays silent on talk that is not for us, and keeps nothing of it', async () => {
  const { dispatch, store, ran, records } = setUp();
  const talk = {
    kind: 'text',
    text: 'lovely day',
    chatKind: 'group',
    place: { chatId: -100 },
    isTalk: true,
  } as const;
  expect(await dispatch({ ...talk, id: 'a', from: alice })).not.toHaveProperty('card');
  const picture = { ...talk, id: 'b', kind: 'other', what: 'photo', from: alice } as const;
  await store.groups.save({ chatId: -100, title: 'Team', answers: 'all' });
  expect(await dispatch(picture)).not.toHaveProperty('card');
  expect([ran, records]).toEqual([[], []]);
  await dispatch({ ...talk, id: 'c', from: alice });
  expect(ran).toEqual(['Alice: code lovely day']);
});

it('takes no word of another bot and no forwarded line for a command', async () => {
  const { dispatch, ran } = setUp();
  const base = { from: alice, chatKind: 'private', place: { chatId: 7 } } as const;
  const viaBot = await dispatch({ ...base, id: 'a', kind: 'other', what: 'via_bot' });
  expect(viaBot.card?.text.replaceAll('\\', '')).toBe('en dispatch-via-bot');
  const forwarded = { ...base, kind: 'text', isForwarded: true } as const;
  await dispatch({ ...forwarded, id: 'b', text: '/deploy production' });
  expect(ran).toEqual(['Alice: code /deploy production']);
});

it('stops in a flood what there is to stop, and says nothing of the others', async () => {
  const { says, store, records, ran } = setUp([alice.id], 3, async () => ({
    toast: 'nothing runs',
    isIdle: true,
  }));
  await store.actors.save({ ...mallory, role: 'viewer' });
  for (const from of [alice, mallory]) {
    records.length = 0;
    const answers = await Promise.all(
      Array.from({ length: 50 }, async () => (await says(from, '/stop')).card?.text),
    );
    expect(answers.filter((answer) => answer !== undefined)).toHaveLength(4);
    expect(records).toHaveLength(4);
    expect(records.at(-1)).toMatchObject({ verdict: 'limited' });
  }
  expect(ran).toEqual([]);
});

it('says and counts nothing when people who may not ask talk with one another', async () => {
  const { dispatch, says, store, records } = setUp([alice.id], 3);
  await store.groups.save({ chatId: -100, title: 'Team', answers: 'all' });
  const place = { chatId: -100 };
  for (let count = 0; count < 200; count += 1) {
    const from = { id: 100 + (count % 12), name: 'Viewer' };
    await store.actors.save({ ...from, role: 'viewer' });
    const talk = { kind: 'text', text: 'lovely day', chatKind: 'group', isTalk: true } as const;
    expect(await dispatch({ ...talk, id: `talk:${count}`, place, from })).not.toHaveProperty(
      'card',
    );
  }
  expect(records).toEqual([]);
  expect((await says(alice, 'work', 'group')).card?.text).toBe('did code');
});

it('counts what was sent over hours for when it was sent, however late it is read', () => {
  const limit = createLimiter(() => 100 * 60_000);
  const sent = Array.from({ length: 10 }, (_, count) => limit(1, -100, count * 60_000).kind);
  expect(sent).toEqual(Array.from({ length: 10 }, () => 'pass'));

  const atOnce = Array.from({ length: 10 }, () => limit(2, -100, 0).kind);
  expect(atOnce.filter((kind) => kind === 'pass')).toHaveLength(6);
  // Nor does an older message, or one of a clock that is ahead, bring anything back.
  expect(limit(2, -100, -60_000).kind).toBe('wait');
  for (let count = 0; count < 10; count += 1) limit(3, -100, Infinity);
  expect(limit(3, -100, 200 * 60_000).kind).toBe('wait');
});

it('says in words that there is no room for more, and that nothing broke', async () => {
  const { says, records } = setUp();
  const reply = await says(alice, '/full');
  expect(reply.card?.text).toContain('dispatch-too-many-project');
  expect(reply.card?.text).toContain('shop');
  expect(reply).not.toHaveProperty('isFailed');
  expect(records).toMatchObject([{ command: 'full', verdict: 'allowed' }]);
});
