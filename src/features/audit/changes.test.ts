import { mkdir } from 'node:fs/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { plantedSecrets } from '#lib/mask/planted.ts';
import { createWorld, type World } from '#test/world.ts';

const TOPIC = { chatId: -5, topicId: 3 };
let world: World;
let requests = 0;

beforeEach(async () => {
  world = await createWorld();
  await world.store.actors.save({ id: 9, name: 'Vera', role: 'viewer' });
  const shop = { name: 'shop', archetype: 'telegram-bot', createdAtMs: 1, createdBy: 7 };
  await world.store.projects.add(shop);
  await mkdir(world.workspace.directory('shop'), { recursive: true });
  await world.git.init(world.workspace.directory('shop'));
  await world.says(7, '/use shop');
});
afterEach(() => world.close());

/** What the record says has been changed, the oldest first. */
async function changes() {
  const lines = await world.store.audit.list({ limit: 100, verdict: 'done' });
  return lines
    .map(({ entry: { command, before, after } }) => ({ command, before, after }))
    .toReversed();
}

const inTopic = (text: string) =>
  world.dispatch({
    id: `update:3:${(requests += 1)}`,
    place: TOPIC,
    chatKind: 'group',
    from: { id: 7, name: 'Alice' },
    kind: 'text',
    text,
  });

it.each([
  [['/role 9 developer'], 'role', { role: 'viewer' }, { role: 'developer' }],
  [
    ['/role 9 releaser shop'],
    'role',
    { role: 'viewer' },
    { role: 'viewer', projectRoles: { shop: 'releaser' } },
  ],
  [['/role 9 none'], 'role', { id: 9, role: 'viewer' }, undefined],
  [['/access public 20'], 'access', { stage: 'beta' }, { stage: 'public', cap: 20 }],
  [['/settings verbosity quiet'], 'settings', { verbosity: 'normal' }, { verbosity: 'quiet' }],
  [['/lang ru'], 'lang', { language: 'auto' }, { language: 'ru' }],
  [['/rich on'], 'rich', { isRich: false }, { isRich: true }],
  [['/budget lift 9 2h'], 'budget', undefined, { scope: 'user:9', by: 'Alice' }],
  [['/budget lift 9 2h', '/budget lift 9 off'], 'budget', { scope: 'user:9' }, undefined],
  [['/invite developer all'], 'invite', undefined, { role: 'developer', createdBy: 7 }],
  [
    ['/remote add https://example.org/shop.git'],
    'remote',
    undefined,
    { url: 'https://example.org/shop.git' },
  ],
] as const)('keeps what %j has changed', async (lines, command, before, after) => {
  for (const line of lines) await world.says(7, line);
  const last = (await changes()).at(-1);
  expect(last).toMatchObject({ command, ...(before && { before }), ...(after && { after }) });
  expect(last?.before === undefined).toBe(before === undefined);
  expect(last?.after === undefined).toBe(after === undefined);
});

it('keeps which invitation was taken back, what a topic was bound to, and what a group hears', async () => {
  await world.says(7, '/invite developer all');
  const [invite] = await world.store.invites.list(Date.now());
  await world.says(7, `/invite revoke ${invite?.id}`);
  await inTopic('/topic shop');
  await inTopic('/topic off');
  await inTopic('/group_answers all');
  expect((await changes()).slice(1)).toMatchObject([
    { command: 'invite', before: { id: invite?.id, role: 'developer' } },
    { command: 'topic', after: { ...TOPIC, project: 'shop' } },
    { command: 'topic', before: { ...TOPIC, project: 'shop' } },
    { command: 'group_answers', before: { answers: 'topics' }, after: { answers: 'all' } },
  ]);
});

it('keeps nothing of what changes nothing, and no secret of what does', async () => {
  const [, token = ''] = plantedSecrets.find(([kind]) => kind === 'GitHub token') ?? [];
  for (const line of ['/role 9', '/access', '/settings', '/role 404 viewer', '/budget lift 9 off'])
    await world.says(7, line);
  expect(await changes()).toEqual([]);
  await world.store.actors.save({ id: 9, name: token, role: 'viewer' });
  await world.says(7, '/role 9 developer');
  expect(JSON.stringify(await world.store.audit.list({ limit: 100 }))).not.toContain(token);
});
