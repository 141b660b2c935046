import { afterEach, beforeEach, expect, it } from 'vitest';
import { createWorld, type World } from '#test/world.ts';
import { invitePicture } from './invite-picture.ts';
import { inviteCommand } from './invite.command.ts';

let world: World;
beforeEach(async () => (world = await createWorld()));
afterEach(() => world.close());

it('answers with the link and the picture of the same link, and keeps neither', async () => {
  const { card } = await world.says(7, '/invite developer all 2h');
  const [link = ''] = /https:\S+/u.exec(card?.text ?? '') ?? [];
  expect(link).toMatch(/^https:\/\/t\.me\/forge_bot\?start=inv_[0-9a-f]{32}$/u);
  expect(card?.file).toMatchObject({ name: 'invitation.png', kind: 'photo' });
  const picture = Buffer.from(card?.file?.content as Uint8Array);
  expect(picture.equals(await invitePicture(link))).toBe(true);
  expect(picture.equals(await invitePicture(`${link}0`))).toBe(false);
  expect([picture.readUInt32BE(16), picture.readUInt32BE(20)]).toEqual([480, 480]);
  const kept = JSON.stringify([
    await world.store.invites.list(0),
    await world.store.audit.after(0, 100),
  ]);
  expect(kept).not.toContain(link.split('inv_')[1]);
});

it('gives no picture of what is no link yet', async () => {
  const command = inviteCommand({
    store: world.store,
    ownerIds: [7],
    botName: () => undefined,
    now: () => 0,
  });
  const call = {
    actor: { id: 7, name: 'Alice', role: 'owner' },
    say: (key: string, values?: object) => JSON.stringify([key, values]),
  };
  const input = { words: ['viewer', 'all'], text: 'viewer all' };
  const card = await command.run(input, call as Parameters<typeof command.run>[1]);
  expect(card).toMatchObject({ text: expect.stringContaining('/start inv_') });
  expect(card).not.toHaveProperty('file');
});

it('is for private chats alone, as whoever sees the picture is let in', async () => {
  const { dispatch, store } = world;
  const from = { id: 7, name: 'Alice' };
  const request = { id: 'update:1:g', place: { chatId: -5 }, chatKind: 'group', from } as const;
  const reply = await dispatch({ ...request, kind: 'text', text: '/invite viewer all' });
  expect(JSON.stringify(reply)).not.toContain('inv_');
  expect(reply.card?.file).toBeUndefined();
  expect(await store.invites.list(0)).toEqual([]);
});

it('takes the current project of who owns that one alone, and shows them nothing of others', async () => {
  const { store } = world;
  for (const name of ['shop', 'blog']) {
    await store.projects.add({ name, archetype: 'x', createdAtMs: 1, createdBy: 7 });
  }
  const projectRoles = { shop: 'owner', blog: 'developer' } as const;
  await store.actors.save({ id: 11, name: 'Vera', role: 'viewer', confined: true, projectRoles });
  await world.says(7, '/invite developer blog');
  await world.says(7, '/invite developer all');
  const kept = async () => (await store.invites.list(0)).slice(2).map(({ project }) => project);

  await world.says(11, '/use shop');
  const { card } = await world.says(11, '/invite');
  expect(card?.text).toContain('No invitation is open');
  for (const line of ['/invite viewer', '/invite viewer 2h']) await world.says(11, line);
  expect(await kept()).toEqual(['shop', 'shop']);

  await world.says(11, '/invite viewer all');
  await world.says(11, '/use blog');
  for (const line of ['/invite', '/invite viewer']) {
    expect(JSON.stringify(await world.says(11, line))).toContain('owner');
  }
  expect(await kept()).toEqual(['shop', 'shop']);
});

it('asks for the role of the project in which it was asked, whatever is the current one by then', async () => {
  const { store } = world;
  for (const name of ['shop', 'blog'])
    await store.projects.add({ name, archetype: 'x', createdAtMs: 1, createdBy: 7 });
  const projectRoles = { shop: 'owner', blog: 'owner' } as const;
  await store.actors.save({ id: 11, name: 'Vera', role: 'viewer', confined: true, projectRoles });
  await world.says(11, '/use shop');
  const asked = await world.says(11, '/invite');
  const mistyped = await world.says(11, '/invite boss');
  await world.says(11, '/use blog');
  await world.taps(11, 'viewer', asked);
  await world.taps(11, 'viewer', mistyped);
  await world.taps(11, 'viewer', await world.says(11, '/invite boss shop'));
  const invites = await store.invites.list(0);
  expect(invites.map(({ project }) => project)).toEqual(['shop', 'shop', 'shop']);
});
