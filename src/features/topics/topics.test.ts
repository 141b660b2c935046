import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Reply, Request } from '#dispatch/request.ts';
import type { Actor } from '#kernel/actor.ts';
import type { Place } from '#kernel/conversation.ts';
import { createWorld, type World } from '#test/world.ts';

const OWNER = 7;
const DEV = 50;
const GUEST = 60;
const GROUP = -1_000_000_000_100;
const TOPIC: Place = { chatId: GROUP, topicId: 5 };
const OTHER_TOPIC: Place = { chatId: GROUP, topicId: 6 };

let world: World;
let requests = 0;

beforeEach(async () => {
  world = await createWorld();
  for (const name of ['shop', 'blog'])
    await world.store.projects.add({ name, archetype: 'x', createdAtMs: 1, createdBy: OWNER });
  await world.workspace.create('shop', 'telegram-bot');
  await world.git.init(world.workspace.directory('shop'));
  const role = 'developer';
  await save({
    id: DEV,
    name: 'Dev',
    role: 'viewer',
    confined: true,
    projectRoles: { shop: role },
  });
  await save({
    id: GUEST,
    name: 'Guest',
    role: 'viewer',
    confined: true,
    projectRoles: { blog: role },
  });
});
afterEach(() => world.close());

const save = (actor: Actor) => world.store.actors.save(actor);

/** What somebody writes in a group; `talk` is said to nobody in particular. */
function says(
  actorId: number,
  place: Place,
  text: string,
  more: Pick<Request, 'isTalk' | 'isForwarded' | 'onBehalfOf'> = {},
): Promise<Reply> {
  return world.dispatch({
    id: `update:2:${(requests += 1)}`,
    place,
    chatKind: place.chatId < 0 ? 'group' : 'private',
    from: { id: actorId, name: `Person ${actorId}` },
    ...more,
    kind: 'text',
    text,
  });
}
const talks = (actorId: number, place: Place, text: string) =>
  says(actorId, place, text, { isTalk: true });
const textOf = ({ card, toast }: Reply) => (card?.text ?? toast ?? '').replaceAll('\\', '');
const shown = (start: string) =>
  world.messages.filter(({ key }) => key.startsWith(start)).map(({ card }) => card);
const turns = async () =>
  (await world.store.operations.recent({ limit: 50 }))
    .filter(({ kind }) => kind === 'turn')
    .map(({ project, conversationId }) => ({ project, conversationId }))
    .toReversed();

describe('a bound topic', () => {
  it('makes everybody’s free text and commands concern its project, each in their own conversation', async () => {
    const reply = await says(DEV, TOPIC, '/topic shop');
    expect(textOf(reply)).toContain('bound to **shop**');
    await talks(DEV, TOPIC, 'add a page');
    await talks(OWNER, TOPIC, 'and another');
    expect(await turns()).toEqual([
      { project: 'shop', conversationId: `${GROUP}:5:${DEV}` },
      { project: 'shop', conversationId: `${GROUP}:5:${OWNER}` },
    ]);
    expect(textOf(await says(OWNER, TOPIC, '/status'))).toContain(
      '📌 This place is bound to **shop**',
    );
    expect(textOf(await says(OWNER, TOPIC, '/projects'))).toMatch(/shop.*📌 1 topic.*here/u);
  });

  it('leaves the project that a person chose there as it was, for when it ends', async () => {
    await says(OWNER, TOPIC, '/use blog');
    await says(OWNER, TOPIC, '/topic shop');
    expect(textOf(await says(OWNER, TOPIC, '/start'))).toContain('shop');
    expect(await world.store.conversations.get(`${GROUP}:5:${OWNER}`)).toMatchObject({
      project: 'blog',
    });
    expect(textOf(await says(OWNER, TOPIC, '/topic off'))).toContain('no project any more');
    expect(textOf(await says(OWNER, TOPIC, '/start'))).toContain('blog');
    expect(textOf(await says(OWNER, TOPIC, '/topic off'))).toContain('bound to no project');
  });

  it('gives nobody a right that they do not have in its project, and tells them no name', async () => {
    await says(OWNER, TOPIC, '/topic shop');
    const asked = await says(GUEST, TOPIC, 'do it');
    expect(textOf(asked)).toContain('bound to a project in which you have no role');
    for (const line of ['/status', '/topic', '/use blog', '/start', '/group', '/projects'])
      expect(textOf(await says(GUEST, TOPIC, line))).not.toContain('shop');
    expect(shown('group:').at(-1)?.text).not.toContain('shop');
    await says(GUEST, TOPIC, '/topic off');
    await says(GUEST, TOPIC, '/topic blog');
    expect(await world.store.topics.get(TOPIC)).toMatchObject({ project: 'shop' });
    expect(await turns()).toEqual([]);
  });

  it('stays silent to the talk of those who may not work in it, and answers when they ask', async () => {
    await says(OWNER, TOPIC, '/topic shop');
    expect(await talks(GUEST, TOPIC, 'lovely day')).not.toHaveProperty('card');
    expect(await talks(999, TOPIC, 'who are you')).not.toHaveProperty('card');
    expect(await turns()).toEqual([]);
  });

  it('lists in it nothing of other projects: others read along', async () => {
    await world.store.operations.add({
      id: 'turn-x',
      kind: 'turn',
      state: 'waiting',
      conversationId: `${OWNER}:0:${OWNER}`,
      actorId: OWNER,
      project: 'blog',
      input: { text: 'x', actorName: 'Alice' },
      createdAtMs: 1,
      updatedAtMs: 1,
    });
    expect(textOf(await says(OWNER, TOPIC, '/status'))).toContain('blog');
    await says(OWNER, TOPIC, '/topic shop');
    for (const line of ['/status', '/projects'])
      expect(textOf(await says(OWNER, TOPIC, line))).not.toContain('blog');
  });

  it('says with /use that it is bound and how to end that; another project does not take it over', async () => {
    await says(OWNER, TOPIC, '/topic shop');
    expect(textOf(await says(OWNER, TOPIC, '/use blog'))).toMatch(
      /bound to \*\*shop\*\*.*\/topic off/u,
    );
    expect(textOf(await says(OWNER, TOPIC, '/topic blog'))).toContain('end this first');
    expect(textOf(await says(OWNER, TOPIC, '/topic shop'))).toContain('already');
    expect(textOf(await says(OWNER, OTHER_TOPIC, '/use blog'))).toContain('blog');
    const whole = { chatId: GROUP };
    expect(textOf(await says(OWNER, whole, '/start'))).toContain('No project chosen');
  });

  it('offers the projects that one may bind, and nothing in a private chat without topics', async () => {
    const reply = await says(OWNER, TOPIC, '/topic');
    expect(reply.card?.buttons?.flat().map(({ label }) => label)).toEqual(['blog', 'shop']);
    expect(textOf(await says(OWNER, TOPIC, '/topic nosuch'))).toContain('no project nosuch');
    expect(textOf(await says(OWNER, { chatId: OWNER }, '/topic shop'))).toContain('/use');
    const mine = { chatId: OWNER, topicId: 9 };
    expect(textOf(await says(OWNER, mine, '/topic shop'))).toContain('bound to **shop**');
    await says(OWNER, mine, 'write');
    expect((await turns()).map(({ project }) => project)).toEqual(['shop']);
  });

  it('ends with the topic and with its project, and goes where its group goes', async () => {
    await says(OWNER, TOPIC, '/topic shop');
    await says(OWNER, OTHER_TOPIC, '/topic blog');
    await world.onRoom({ kind: 'moved', chatId: GROUP, toChatId: -1_000_000_000_999 });
    await world.onRoom({ kind: 'moved', chatId: GROUP, toChatId: -1_000_000_000_999 });
    const moved = { chatId: -1_000_000_000_999, topicId: 5 };
    expect(textOf(await says(OWNER, moved, '/start'))).toContain('shop');
    await world.onRoom({ kind: 'topic-lost', place: moved });
    await world.store.projects.remove('blog');
    expect(await world.store.topics.list()).toEqual([]);
  });

  it('is kept when it is closed and opened again, not when it stays closed', async () => {
    await says(OWNER, TOPIC, '/topic shop');
    await world.onRoom({ kind: 'topic-closed', place: TOPIC });
    await world.onRoom({ kind: 'topic-closed', place: OTHER_TOPIC });
    expect(await world.store.topics.get(TOPIC)).toHaveProperty('closedAtMs');
    await world.onRoom({ kind: 'topic-reopened', place: TOPIC });
    expect(await world.store.topics.get(TOPIC)).not.toHaveProperty('closedAtMs');
    await world.store.topics.close(TOPIC, 1);
    await world.onRoom({ kind: 'topic-closed', place: OTHER_TOPIC });
    expect(await world.store.topics.list()).toEqual([]);
  });
});

describe('talk in a group', () => {
  it('is heard by what the group chose: mentions, bound topics, or everything', async () => {
    await says(OWNER, TOPIC, '/topic shop');
    await says(OWNER, { chatId: GROUP }, '/use blog');
    const heard = async (choice: string) => {
      await says(OWNER, TOPIC, `/group_answers ${choice}`);
      const before = (await turns()).length;
      await talks(OWNER, TOPIC, 'in the topic');
      await talks(OWNER, { chatId: GROUP }, 'outside of it');
      return (await turns()).slice(before).map(({ project }) => project);
    };
    expect(await heard('mentions')).toEqual([]);
    expect(await heard('topics')).toEqual(['shop']);
    expect(await heard('all')).toEqual(['shop', 'blog']);
    expect(textOf(await says(OWNER, TOPIC, '/group_answers loud'))).toContain('Write one of');
  });

  it('is changed by owners alone, and shown to everybody', async () => {
    const refused = await says(DEV, TOPIC, '/group_answers all');
    expect(textOf(refused)).toContain('You need the role owner');
    await says(DEV, TOPIC, '/group');
    expect(shown('group:').at(-1)?.buttons).toBeUndefined();
    await says(OWNER, TOPIC, '/group');
    const buttons = shown('group:').at(-1)?.buttons?.flat();
    expect(buttons?.map(({ label }) => label)).toEqual([
      'Only when mentioned',
      '• Also in bound topics',
      'Everything',
    ]);
    expect(textOf(await says(OWNER, { chatId: OWNER }, '/group'))).toContain('for groups');
  });

  it('says on the card of the group when Telegram keeps the talk from the bot', async () => {
    world.rooms.facts.set(GROUP, { hearsAll: false, mayOpenTopics: false });
    await says(OWNER, TOPIC, '/topic shop');
    await says(OWNER, TOPIC, '/group');
    const text = shown('group:').at(-1)?.text ?? '';
    expect(text).toContain('privacy mode');
    expect(text).toContain('right to manage topics');
    expect(text).toContain('[topic](https://t.me/c/100/5)');
    await says(OWNER, TOPIC, '/group_answers mentions');
    expect(shown('group:').at(-1)?.text).not.toContain('privacy mode');
  });

  it('that is forwarded is never a command', async () => {
    await says(OWNER, TOPIC, '/topic shop');
    const forwarded = { isTalk: true, isForwarded: true } as const;
    await says(OWNER, TOPIC, '/topic off', forwarded);
    expect(await world.store.topics.get(TOPIC)).toMatchObject({ project: 'shop' });
    expect(await turns()).toHaveLength(1);
    await says(OWNER, { chatId: GROUP }, '/stop', forwarded);
    await says(OWNER, { chatId: OWNER }, '/role 50 owner', { isForwarded: true });
    expect((await world.store.actors.get(DEV))?.role).toBe('viewer');
    expect(await turns()).toHaveLength(1);
  });

  it('that a button has just asked for is heard without a call', async () => {
    const key = `expects:${GROUP}:0:${OWNER}`;
    const value = { command: 'whoami', words: [], untilMs: Date.now() + 60_000 };
    await world.store.settings.set(key, value);
    expect(textOf(await talks(OWNER, { chatId: GROUP }, 'here it is'))).toContain('owner');
    expect(await talks(OWNER, { chatId: GROUP }, 'and again')).not.toHaveProperty('card');
  });

  it('of who hides is answered once in a while, and only where talk is heard', async () => {
    const hidden = (place: Place, text: string, isTalk?: true) =>
      says(1_087_968_824, place, text, { onBehalfOf: 'group', ...(isTalk && { isTalk }) });
    expect(await hidden(TOPIC, 'just talk', true)).not.toHaveProperty('card');
    expect(textOf(await hidden(TOPIC, '/status'))).toContain('cannot see who you are');
    for (const line of ['/status', '/code x'])
      expect(await hidden(TOPIC, line)).not.toHaveProperty('card');
    await says(OWNER, TOPIC, '/topic shop');
    expect(await hidden(TOPIC, 'work', true)).not.toHaveProperty('card');
    expect(await turns()).toEqual([]);
  });
});

describe('a group that somebody brought the bot into', () => {
  const added = (id: number, chatId = GROUP) =>
    world.onRoom({ kind: 'added', chatId, title: 'Te*am', by: { id, name: 'Mal [x](y)' } });

  it('is told once who may use it when a stranger did, and the owners hear of it', async () => {
    await world.says(OWNER, '/start');
    await added(999);
    await added(999);
    expect(shown('group-hello').map(({ text }) => text)).toEqual([
      expect.stringContaining('only for people whom the owners'),
    ]);
    const told = shown('group-added').map(({ text }) => text);
    expect(told).toEqual([expect.stringContaining('(999)')]);
    expect(told[0]).toContain(String.raw`Te\*am`);
    expect(await says(999, { chatId: GROUP }, '/start')).not.toHaveProperty('card');
    await added(999, GROUP - 1);
    expect(shown('group-hello')).toHaveLength(2);
    expect(shown('group-added')).toHaveLength(1);
  });

  it('hears how it works when somebody known did', async () => {
    await world.says(OWNER, '/start');
    await added(DEV);
    expect(shown('group-hello')[0]?.text).toContain('/topic');
    expect(shown('group-added')).toEqual([]);
    await says(OWNER, TOPIC, '/group_answers all');
    await world.onRoom({ kind: 'moved', chatId: GROUP, toChatId: GROUP - 5 });
    await added(DEV, GROUP - 5);
    expect(shown('group-hello')).toHaveLength(1);
    expect(await world.store.groups.get(GROUP - 5)).toMatchObject({
      answers: 'all',
      title: 'Te*am',
    });
  });
});

describe('/new in a group with topics', () => {
  const makes = async (name: string, place: Place = { chatId: GROUP }) => {
    await says(OWNER, place, `/new telegram-bot ${name}`);
    return vi.waitFor(
      () => {
        const done = shown('new-').find(({ text }) => text.includes(`**${name}** is ready`));
        if (!done) throw new Error('not yet');
        return done.text;
      },
      { timeout: 20_000 },
    );
  };

  it('opens a topic for the project as the last step and binds it', async () => {
    expect(await makes('fresh')).toContain('opened a topic **fresh**');
    expect(world.rooms.opened).toEqual([{ chatId: GROUP, name: 'fresh' }]);
    const place = { chatId: GROUP, topicId: 1_001 };
    expect(await world.store.topics.get(place)).toMatchObject({ project: 'fresh', boundBy: OWNER });
    const there = world.messages.find(({ conversationId }) => conversationId === `${GROUP}:1001:7`);
    expect(there?.card.text).toContain('bound to **fresh**');
  });

  it('says how to do it by hand where it may not, or cannot know', async () => {
    world.rooms.facts.set(GROUP, { mayOpenTopics: false });
    expect(await makes('one')).toContain('`/topic one`');
    world.rooms.facts.clear();
    world.rooms.answers.push({ kind: 'unsure' }, { kind: 'refused' });
    expect(await makes('two')).toContain('do not know whether that worked');
    expect(await makes('three')).toContain('I may not open topics here');
    expect(await world.store.topics.list()).toEqual([]);
  });

  it('opens none in a group without topics, and says so where the place is another project’s', async () => {
    world.rooms.facts.set(GROUP, { isForum: false });
    expect(await makes('plain')).not.toContain('topic');
    await says(OWNER, { chatId: GROUP }, '/topic shop');
    expect(await makes('other')).toContain('stays bound to **shop**');
    expect(world.rooms.opened).toEqual([]);
  });
});
