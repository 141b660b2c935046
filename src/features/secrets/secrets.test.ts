import { mkdir } from 'node:fs/promises';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { declaration } from '#test/declaration.ts';
import { createWorld, type World } from '#test/world.ts';

const VALUE = 'postgres-very-secret-value';
let world: World;
let messageIds = 100;

beforeEach(async () => {
  world = await createWorld();
  await world.store.projects.add({
    name: 'shop',
    archetype: 'telegram-bot',
    createdAtMs: 1,
    createdBy: 7,
  });
  await world.says(7, '/use shop');
});
afterEach(() => world.close());

const send = (
  text: string | undefined,
  more: { id?: string; actorId?: number; messageId?: number; chatKind?: 'private' | 'group' } = {},
) => {
  const { actorId = 7, messageId = (messageIds += 1), chatKind = 'private' } = more;
  const base = {
    id: more.id ?? `update:1:${messageId}`,
    place: { chatId: actorId },
    chatKind,
    from: { id: actorId, name: 'Alice' },
    messageIds: [messageId],
  };
  return world.dispatch(
    text === undefined
      ? { ...base, kind: 'other', what: 'document' }
      : { ...base, kind: 'text', text },
  );
};
const textOf = async (reply: ReturnType<typeof send>) =>
  (await reply).card?.text.replaceAll('\\', '');

it('asks for the value, deletes the message that brings it, and keeps it for deploys', async () => {
  expect(await textOf(send('/secret set DATABASE_URL'))).toContain('next message');
  const reply = await textOf(send(`  ${VALUE}\n`, { messageId: 555 }));
  expect(reply).toContain('**DATABASE_URL** of **shop** is kept');
  expect(reply).toContain('Your message is deleted');
  expect(reply).not.toContain(VALUE);
  expect(world.forgotten).toEqual([555]);
  expect(await world.secrets.forDeploy('shop')).toEqual({ DATABASE_URL: VALUE });
  // The next one is an ordinary message again.
  await send('just a request');
  expect(world.forgotten).toEqual([555]);
});

it('takes the value from the same message too, which is deleted', async () => {
  for (const [text, name] of [
    [`/secret set API_KEY ${VALUE}-1`, 'API_KEY'],
    [`/secret@forge_bot set token = ${VALUE}-2`, 'TOKEN'],
    [`/secret set X=${VALUE}\nsecond line`, 'X'],
  ] as const) {
    expect(await textOf(send(text, { messageId: 600 }))).toContain(`**${name}**`);
  }
  expect(world.forgotten).toEqual([600, 600, 600]);
  expect(await world.secrets.forDeploy('shop')).toEqual({
    API_KEY: `${VALUE}-1`,
    TOKEN: `${VALUE}-2`,
    X: `${VALUE}\nsecond line`,
  });
});

it('shows a kept value nowhere: not in answers, the record, or what the agent is told', async () => {
  const seen: string[] = [];
  await mkdir(world.workspace.directory('shop'), { recursive: true });
  await world.git.init(world.workspace.directory('shop'));
  world.gateway.script(async ({ text }) => {
    seen.push(text);
    return `The value is ${VALUE}.`;
  });
  await send('/secret set DATABASE_URL');
  await send(VALUE);
  await send('what is it?');
  await vi.waitFor(() => expect(seen).toEqual(['what is it?']), 10_000);
  await vi.waitFor(
    () => expect(world.messages.map((each) => each.card.text).join('\n')).toContain('[masked]'),
    10_000,
  );
  const audit = await world.store.audit.list({ limit: 100 });
  expect(audit.map(({ entry }) => entry.command)).toContain('secret');
  const all = JSON.stringify([world.messages, audit, (await send('/secret list')).card]);
  expect(all).not.toContain(VALUE);
  expect(all).toContain('DATABASE');
});

it('tells of what opens the repository that no deploy gets it', async () => {
  const kept = await textOf(send(`/secret set GIT_TOKEN ${VALUE}`));
  expect(kept).toContain('no deploy gets it');
  expect(kept).not.toContain('Only deploys');
  await send(`/secret set TOKEN ${VALUE}`);
  const list = (await textOf(send('/secret list')))?.split('\n');
  const lineOf = (name: string) => list?.find((line) => line.startsWith(`- ${name} `));
  expect(lineOf('GIT_TOKEN')).toContain('for the repository alone');
  expect(lineOf('TOKEN')).not.toContain('repository');
  expect(await textOf(send('/secret remove GIT_TOKEN'))).not.toContain('next deploy');
  expect(await world.secrets.forDeploy('shop')).toEqual({ TOKEN: VALUE });
});

it('says so when the message cannot be deleted', async () => {
  await send('/secret set TOKEN');
  expect(await textOf(send(VALUE, { messageId: -1 }))).toContain('Delete it yourself now');
});

it('takes the same message once more after a crash, and nothing else', async () => {
  await send('/secret set TOKEN');
  await send(VALUE, { id: 'update:1:900', messageId: 900 });
  const again = await textOf(send(VALUE, { id: 'update:1:900', messageId: 900 }));
  expect(again).toContain('is kept');
  expect(await world.secrets.forDeploy('shop')).toEqual({ TOKEN: VALUE });
});

it('keeps a command a command while it waits, and can be called off', async () => {
  await send('/secret set TOKEN');
  expect(await textOf(send('/whoami'))).toContain('Alice');
  await world.taps(7, '✖ Cancel').catch(() => undefined);
  expect(await textOf(send('/secret cancel'))).toContain('Nothing was kept');
  await send('ordinary text');
  expect(world.forgotten).toEqual([]);
  expect(await world.secrets.list('shop')).toEqual([]);
});

it('keeps a command of the operator a command while it waits', async () => {
  const spec = ['summary: { en: Migrate, ru: Перенести }', 'run: [npm, run, migrate]'];
  await world.declares({ 'migrate.yaml': declaration('migrate', ...spec) });
  await send('/secret set TOKEN');
  await send('/migrate', { messageId: 830 });
  expect(world.forgotten).toEqual([]);
  expect(await world.secrets.list('shop')).toEqual([]);
});

it('deletes a file that comes as the value, and keeps nothing', async () => {
  await send('/secret set TOKEN');
  expect(await textOf(send(undefined, { messageId: 700 }))).toContain('no text');
  expect(world.forgotten).toEqual([700]);
});

it('takes the value out of the words below a photo, an album and a file too', async () => {
  const base = {
    place: { chatId: 7 },
    chatKind: 'private',
    from: { id: 7, name: 'Alice' },
  } as const;
  const below = (caption: string, first = '') => [
    { what: 'photo', fileId: 'a', caption: first },
    { what: 'photo', fileId: 'b', caption },
  ];
  const sent = [
    { what: 'photo', caption: `/secret set A ${VALUE}-1` },
    {
      what: 'photo',
      caption: `/secret set B ${VALUE}-2`,
      media: below(`/secret set B ${VALUE}-2`),
    },
    {
      what: 'photo',
      caption: `x\n\n/secret set C ${VALUE}-3`,
      media: below(`/secret set C ${VALUE}-3`, 'x'),
    },
  ];
  for (const [at, each] of sent.entries()) {
    const messageId = 710 + at;
    const id = `update:1:${messageId}`;
    const reply = await textOf(
      world.dispatch({ ...base, ...each, id, messageIds: [messageId], kind: 'other' }),
    );
    expect(reply).toContain('is kept');
  }
  expect(world.forgotten).toEqual([710, 711, 712]);
  expect(await world.secrets.forDeploy('shop')).toEqual({
    A: `${VALUE}-1`,
    B: `${VALUE}-2`,
    C: `${VALUE}-3`,
  });
  expect(JSON.stringify(await world.store.audit.list({ limit: 9 }))).not.toContain(VALUE);
});

it('does not take a single word that comes too late for a request to the agent', async () => {
  const wait = { project: 'shop', name: 'TOKEN', askedAtMs: Date.now() - 3_600_000 };
  await world.store.settings.set('secret-wait:7:0:7', wait);
  expect(await textOf(send(VALUE, { messageId: 800 }))).toContain('too long ago');
  expect(world.forgotten).toEqual([800]);
  expect(await world.secrets.list('shop')).toEqual([]);
  await send('a request of several words', { messageId: 801 });
  expect(world.forgotten).toEqual([800]);
});

it('takes one message that comes too late, and leaves the next ones alone', async () => {
  const wait = { project: 'shop', name: 'TOKEN', askedAtMs: Date.now() - 3_600_000 };
  await world.store.settings.set('secret-wait:7:0:7', wait);
  expect(await textOf(send(VALUE, { id: 'update:1:810', messageId: 810 }))).toContain('too long');
  // The same one again after a crash: it is still not for the agent, and still not kept.
  expect(await textOf(send(VALUE, { id: 'update:1:810', messageId: 810 }))).toContain('too long');
  await send('rebuild-everything', { messageId: 811 });
  expect(world.forgotten).toEqual([810, 810]);
  expect(await world.secrets.list('shop')).toEqual([]);
});

it('takes a value that begins with a slash, and lets commands pass', async () => {
  await send('/secret set TOKEN');
  expect(await textOf(send('/who-ami@forge_bot'))).toContain('is kept');
  const value = '/k3Jf92hGq0ZxPwLmNb';
  await send('/secret set TOKEN');
  const reply = await textOf(send(value, { messageId: 820 }));
  expect(reply).toContain('is kept');
  expect(reply).not.toContain(value);
  expect(world.forgotten).toContain(820);
  expect(await world.secrets.forDeploy('shop')).toEqual({ TOKEN: value });
  expect(JSON.stringify(await world.store.audit.list({ limit: 100 }))).not.toContain(value);
  await send('/secret set TOKEN');
  expect(await textOf(send('/WhoAmI'))).toContain('Alice');
});

it('refuses names that would change how programs run, and does not repeat what is no name', async () => {
  for (const name of ['PATH', 'LD_PRELOAD', 'NODE_OPTIONS', 'GIT_SSH_COMMAND']) {
    expect(await textOf(send(`/secret set ${name} ${VALUE}`))).toContain('how programs run');
  }
  expect(await textOf(send(`/secret set 1${VALUE}`))).not.toContain(VALUE);
  expect(await world.secrets.list('shop')).toEqual([]);
});

it('is for releasers, in private', async () => {
  await world.store.actors.save({ id: 8, name: 'Bob', role: 'developer' });
  await send('/use shop', { actorId: 8 });
  expect(await textOf(send(`/secret set TOKEN ${VALUE}`, { actorId: 8 }))).toContain('releaser');
  expect(
    await textOf(send(`/secret set TOKEN ${VALUE}`, { chatKind: 'group', messageId: 77 })),
  ).not.toContain('is kept');
  expect(world.forgotten).toContain(77);
  expect(await world.secrets.list('shop')).toEqual([]);
});

it('lists names, removes, and warns of a value too short to mask', async () => {
  expect(await textOf(send('/secret set PIN 1234'))).toContain('cannot mask it');
  expect(await textOf(send('/secret set WORD function'))).toContain('plain word or number');
  expect(world.masker.mask('a function')).toBe('a function');
  expect(await textOf(send('/secret remove WORD'))).toContain('is forgotten');
  expect(await textOf(send('/secret list'))).toContain('PIN');
  expect(await textOf(send('/secret remove PIN'))).toContain('is forgotten');
  expect(await textOf(send('/secret remove PIN'))).toContain('no secret PIN');
  expect(await textOf(send('/secret'))).toContain('has no secrets');
});
