import { afterEach, expect, it, vi } from 'vitest';
import { conversationId, type Place, sessionKey } from '#kernel/conversation.ts';
import {
  asksOf,
  ATTACKS,
  belongings,
  BOUND,
  does,
  ELSEWHERE,
  fill,
  furnish,
  keyboardOf,
  PEOPLE,
  says,
  setUp,
  SHARED,
  SOON,
} from './isolation.ts';
import type { World } from './world.ts';

let world: World;
afterEach(() => world.close());

it('knows for every command how somebody could reach with it for what is another’s', async () => {
  world = await setUp();
  expect(Object.keys(ATTACKS).toSorted()).toEqual([...world.commands.keys()].toSorted());
});

it('gives every person, project and place a session and cards of their own', async () => {
  world = await setUp();
  const both = { orchard: 'developer', quarry: 'developer' } as const;
  for (const { id, name } of PEOPLE)
    await world.store.actors.save({ id, name, role: 'viewer', confined: true, projectRoles: both });
  const ran = new Map<string, string[]>();
  world.gateway.script(async ({ sessionKey: key, text }) => {
    ran.set(key, [...(ran.get(key) ?? []), text]);
    return `done ${text}`;
  });
  const expected = new Map<string, string[]>();
  for (const person of PEOPLE) {
    for (const place of [{ chatId: person.id }, SHARED, ELSEWHERE]) {
      for (const { project } of PEOPLE) {
        const task = `${person.name} ${project} ${place.chatId}`;
        await says(world, person, place, `/use ${project}`);
        await says(world, person, place, task);
        const id = conversationId(place, person.id);
        const base = { id, ...place, actorId: person.id, language: 'en' } as const;
        expected.set(sessionKey(base, project), [task]);
        await vi.waitFor(() => {
          const final = world.messages.find(({ card }) => card.text.includes(`done ${task}`));
          expect(final?.conversationId).toBe(id);
        }, SOON);
      }
    }
  }
  const wrapped = [...ran].map(([key, texts]) => [key, texts.length]);
  expect(new Map(wrapped as [string, number][])).toEqual(
    new Map([...expected].map(([key]) => [key, 1])),
  );
  for (const [key, [task = '']] of expected) expect(ran.get(key)?.[0]).toContain(task);
}, 60_000);

it('lets a colleague in the same project and topic neither decide, answer, stop nor write for another', async () => {
  world = await setUp();
  const [ann, bob] = PEOPLE;
  const things = await furnish(world, ann);
  const projectRoles = { orchard: 'developer', quarry: 'owner' } as const;
  await world.store.actors.save({
    id: bob.id,
    name: 'Bob',
    role: 'viewer',
    confined: true,
    projectRoles,
  });
  await says(world, bob, SHARED, '/use orchard');
  // The buttons of what Ann was shown, but those for everybody whose role allows them.
  const cards = world.messages.filter((each) => each.conversationId.endsWith(`:${ann.id}`));
  const shown = cards.map(({ card }) => card);
  for (const line of ['/status', '/session list', '/branch', '/files', '/settings'])
    shown.push((await says(world, ann, SHARED, line)).card ?? { text: '' });
  const buttons = shown.flatMap((card) => card.buttons ?? []).flat();
  const hers = buttons.filter(({ who }) => who !== 'role');
  const before = await belongings(world, ann);
  const own = { turn: 'none', project: 'orchard' };
  const lines = [
    ...(ATTACKS['approve'] ?? []),
    ...(ATTACKS['answer'] ?? []),
    ...(ATTACKS['stop'] ?? []),
    ...(ATTACKS['interrupt'] ?? []),
    ...(ATTACKS['decide'] ?? []),
    ...(ATTACKS['deploy_confirm'] ?? []),
    ...(ATTACKS['file_put'] ?? []),
    ...(ATTACKS['new_step'] ?? []),
    '/logs_of {project} stop {follow}',
    '/session_do {project} resume 2',
    '/comment {turn}',
    '/comment cancel',
  ].map((line) => fill(line, things, own));
  for (const place of [{ chatId: bob.id }, SHARED, BOUND.orchard]) {
    for (const line of lines) {
      await says(world, bob, place, line);
      expect({ line, belongings: await belongings(world, ann) }).toEqual({
        line,
        belongings: before,
      });
    }
  }
  expect(hers.length).toBeGreaterThan(8);
  for (const [buttonId, label] of await keyboardOf(world, ann, 'hers', hers)) {
    await does(world, bob, SHARED, { buttonId });
    expect({ label, belongings: await belongings(world, ann) }).toEqual({
      label,
      belongings: before,
    });
  }
  const sessions = await says(world, bob, SHARED, '/session list');
  expect(JSON.stringify(sessions.card)).toContain('orchard');
  expect(JSON.stringify(sessions.card)).not.toMatch(/orchard\W*session/u);
  // What Ann is expected to write.
  const expected = `expects:${conversationId(SHARED, ann.id)}`;
  const waits = await world.store.settings.get(expected);
  const votes = await world.store.feedback.list({ limit: 100 });
  await says(world, bob, SHARED, 'Red');
  expect(await asksOf(world, 'orchard')).toHaveLength(2);
  expect(waits).toMatchObject({ command: 'comment' });
  expect(await world.store.settings.get(expected)).toEqual(waits);
  expect(await world.store.feedback.list({ limit: 100 })).toEqual(votes);
}, 60_000);

it('keeps all of it for the one it belongs to', async () => {
  world = await setUp();
  const [ann] = PEOPLE;
  const things = await furnish(world, ann);
  const home = { chatId: ann.id };
  const reads = async (place: Place, line: string) => {
    const { card, toast } = await says(world, ann, place, line);
    return JSON.stringify([card, toast]).replaceAll('\\', '');
  };
  expect(await reads(SHARED, '/approvals')).toContain('orchard-command');
  expect(await reads(SHARED, '/approvals')).toContain('orchard-two-gate');
  expect(await reads(SHARED, '/approvals')).toContain('orchard-allowed');
  expect(await reads(home, '/secret list')).toContain('ORCHARD_KEY');
  expect(await reads(home, '/projects')).toContain('orchard');
  expect(await reads(SHARED, '/status')).toContain('running');
  expect(await reads(SHARED, '/session list')).toContain('orchard-session');
  expect(await reads(SHARED, '/branch')).toContain('orchard-branch');
  expect(await reads(SHARED, '/project')).toContain('orchard-commit');
  await says(world, ann, SHARED, fill('/answer {turn} {question} 0 Red', things, things));
  expect(await asksOf(world, 'orchard')).toHaveLength(1);
  await says(world, ann, SHARED, fill('/approve {turn} {ask} once', things, things));
  expect(await asksOf(world, 'orchard')).toHaveLength(0);
  expect(await reads(SHARED, fill('/stop {queued}', things, things))).toContain('Stopping');
}, 60_000);
