import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Media } from '#dispatch/request.ts';
import { DEFAULT_PREFERENCES } from '#kernel/preferences.ts';
import type { Json } from '#ports/store/port.ts';
import { zipOf } from '#test/nasty-archives.ts';
import { createWorld, type World } from '#test/world.ts';

const SOON = { timeout: 10_000 };
let world: World;
let directory: string;
let number = 0;

beforeEach(async () => {
  world = await createWorld();
  const project = { name: 'shop', archetype: 'telegram-bot', createdAtMs: 1, createdBy: 7 };
  await world.store.projects.add(project);
  directory = world.workspace.directory('shop');
  await mkdir(directory, { recursive: true });
  await world.git.init(directory);
  await writeFile(path.join(directory, 'README.md'), '# Shop\n');
  await world.git.commitAll(directory, { name: 'A', email: 'a@b.c' }, 'First\n');
  await world.says(7, '/use shop');
});
afterEach(() => world.close());

interface Sent {
  readonly name?: string;
  readonly bytes?: string | Uint8Array;
  readonly what?: string;
  readonly sizeBytes?: number;
}

/** Sends files as Telegram's intake brings them. */
const sends = (
  files: readonly Sent[],
  caption?: string,
  more: { id?: string; from?: number } = {},
) => {
  number += 1;
  const { id = `update:1:${900_000 + number}`, from = 7 } = more;
  const media = files.map(
    ({ name, bytes = 'content', what = 'document', sizeBytes }, at): Media => {
      const fileId = `f-${id}-${at}`;
      world.downloads.sent.set(fileId, Buffer.from(bytes));
      const size = sizeBytes ?? Buffer.byteLength(bytes);
      return { what, fileId, sizeBytes: size, ...(name !== undefined && { name }) };
    },
  );
  return world.dispatch({
    id,
    place: { chatId: from },
    chatKind: 'private',
    from: { id: from, name: from === 7 ? 'Alice' : `Person ${from}` },
    kind: 'other',
    what: media[0]?.what ?? 'document',
    media,
    ...(caption === undefined ? {} : { caption }),
  });
};
const shown = () => world.messages.map(({ card }) => card.text.replaceAll('\\', '')).join('\n');
const seen = (text: string) => vi.waitFor(() => expect(shown()).toContain(text), SOON);
const file = (name: string) => readFile(path.join(directory, name), 'utf8');
const words = async (reply: ReturnType<typeof sends>) =>
  ((await reply).card?.text ?? (await reply).toast ?? '').replaceAll('\\', '');
/** Taps a button of the card that a reply brought. */
const tap = async (reply: ReturnType<typeof sends>, label: RegExp) =>
  world.taps(7, label, await reply);
const lastCommit = async () => (await world.git.log(directory, { skip: 0, limit: 1 })).at(0);
const idle = () =>
  vi.waitFor(async () => expect(await world.store.operations.unfinished()).toEqual([]), SOON);

/** A person commits by hand, and their turn has changed a file. */
const joinsAndWrites = async (id: number, name: string, text: string) => {
  await world.store.preferences.save(id, { ...DEFAULT_PREFERENCES, commitsTurns: false });
  await world.store.actors.save({ id, name: `Person ${id}`, role: 'developer' });
  await world.says(id, '/use shop');
  world.gateway.script(async (run) => {
    await writeFile(path.join(run.directory, name), text);
    return 'Done.';
  });
  await world.says(id, 'work');
  await seen('waits for /commit');
  await idle();
};

it.each([
  'save as docs/logo.txt',
  'сохрани в docs/logo.txt',
  '/upload docs/logo.txt',
  'Save it to "docs/logo.txt"',
])('saves a file where the caption says, as a commit of the person: %s', async (caption) => {
  expect((await sends([{ name: 'x.txt', bytes: 'hello' }], caption)).card).toBeUndefined();
  await seen('docs/logo.txt +1');
  expect(await file('docs/logo.txt')).toBe('hello');
  const commit = await lastCommit();
  expect(commit).toMatchObject({ author: 'Alice', subject: 'Add docs/logo.txt' });
  expect(commit?.operation).toMatch(/^save-/u);
  expect(await readdir(path.join(directory, 'docs'))).toEqual(['logo.txt']);
});

it('keeps what lay in the tree apart from what is saved', async () => {
  await writeFile(path.join(directory, 'left.txt'), 'left');
  await sends([{ name: 'x.txt' }], 'save to ./');
  await seen('x.txt +1');
  const [saved, kept] = await world.git.log(directory, { skip: 0, limit: 2 });
  expect([saved?.subject, kept?.subject]).toEqual(['Add x.txt', 'Keep work found in the tree']);
});

it('keeps the uncommitted work of another apart under their name, and tells both', async () => {
  await joinsAndWrites(8, 'bobs.txt', 'work');
  await sends([{ name: 'x.txt' }], 'save to ./');
  await seen('x.txt +1');
  const [, kept] = await world.git.log(directory, { skip: 0, limit: 2 });
  expect(kept).toMatchObject({ author: 'Person 8', subject: 'Keep work found in the tree' });
  expect(shown()).toContain('held work of Person 8');
  expect(shown()).toContain('Your uncommitted work in shop is kept apart');
});

it('replaces nothing that is committed nowhere when a secret keeps it from being kept', async () => {
  const value = 'postgres-very-secret-value';
  world.masker.add(value);
  const secret = `work\npassword ${value}\n`;
  await joinsAndWrites(8, 'README.md', secret);
  const asked = sends([{ name: 'README.md', bytes: 'mine' }], 'save to ./');
  await tap(asked, /Replace/u);
  await seen('Nothing was replaced in **shop**');
  expect(await file('README.md')).toBe(secret);
  expect(shown()).not.toContain(value);
  // What is committed as it is can be replaced all the same.
  await sends([{ name: 'other.txt', bytes: 'mine' }], 'save to ./');
  await idle();
  expect(await file('other.txt')).toBe('mine');
});

it('asks before it replaces, and keeps both when told so', async () => {
  const asked = sends([{ name: 'README.md', bytes: 'mine' }], 'save to ./');
  expect(await words(asked)).toContain('already');
  expect(await file('README.md')).toBe('# Shop\n');
  await tap(asked, /Keep both/u);
  await seen('README-2.md +1');
  expect([await file('README.md'), await file('README-2.md')]).toEqual(['# Shop\n', 'mine']);
  await tap(asked, /Replace/u);
  await seen('README.md +1 −1');
  expect(await file('README.md')).toBe('mine');
});

it('says what it got, and gives it to the agent with the next request, once', async () => {
  const told: string[] = [];
  const pictures: number[] = [];
  world.gateway.script(async (run) => {
    told.push(run.text);
    pictures.push(run.pictures?.length ?? 0);
    return 'Done.';
  });
  const got = sends([
    { what: 'photo', bytes: 'png' },
    { name: 'a.csv', bytes: '1,2' },
  ]);
  expect(await words(got)).toContain('Got 2 files');
  expect((await tap(got, /Attach/u)).card?.text).toContain('next request');
  await world.says(7, 'use these');
  await vi.waitFor(() => expect(told).toHaveLength(1), SOON);
  await idle();
  expect(pictures).toEqual([1]);
  const places = [...(told[0]?.matchAll(/- "(.*?)"/gu) ?? [])].map(([, place = '']) => place);
  expect(places).toHaveLength(2);
  expect(places[0]).toMatch(/^\.codefoundry\/inbox\/turn-.*\/photo-\d+-1\.jpg$/u);
  expect(await file(places[1] ?? '')).toBe('1,2');
  // Git does not see them.
  expect(await world.git.changes(directory)).toEqual([]);
  await world.says(7, 'and now without');
  await vi.waitFor(() => expect(told).toHaveLength(2), SOON);
  expect(told[1]).not.toContain('inbox');
});

it('takes an ordinary caption for a request with the file', async () => {
  const told: string[] = [];
  world.gateway.script(async (run) => {
    told.push(run.text);
    return 'Seen.';
  });
  await sends([{ name: 'shot.png' }], 'put this in the header');
  await vi.waitFor(() => expect(told).toHaveLength(1), SOON);
  expect(told[0]).toMatch(/^put this in the header\n\n[\s\S]*shot\.png"\n<\/sent-files>$/u);
});

it('puts the next file where /upload said, once, and lets texts pass', async () => {
  expect((await world.says(7, '/upload docs/')).card?.text).toContain('Send the file now');
  expect((await world.says(7, '/whoami')).card?.text).toBeDefined();
  await sends([{ name: 'a.txt' }]);
  await seen('docs/a.txt +1');
  expect(await words(sends([{ name: 'b.txt' }]))).toContain('Got it');
});

it('tells what is too large before anything is downloaded, with the ways out', async () => {
  const text = await words(sends([{ name: 'big.iso', sizeBytes: 30_000_000 }], 'save to ./'));
  expect(text).toContain('split -b 19M');
  expect(text).toContain('TELEGRAM_API_ROOT');
  expect(world.downloads.asked).toEqual([]);
});

it('says why a file did not come, and saves nothing', async () => {
  const id = 'update:1:777';
  world.downloads.fails.set(`f-${id}-0`, { kind: 'gone' });
  await sends([{ name: 'x.txt' }], 'save to ./', { id });
  await seen('Telegram has x.txt no more');
  world.gateway.script(async () => 'never');
  world.downloads.fails.set('f-update:1:778-0', { kind: 'failed', reason: 'ECONNRESET' });
  await sends([{ name: 'y.txt' }], 'look at it', { id: 'update:1:778' });
  await seen('y.txt could not be downloaded');
  world.downloads.fails.set('f-update:1:779-0', { kind: 'failed', reason: 'disk-full' });
  await sends([{ name: 'z.txt' }], 'save to ./', { id: 'update:1:779' });
  await seen('the disk of the bot is full');
  expect(shown()).not.toContain('never');
  expect(await readdir(directory)).not.toContain('x.txt');
});

it('holds the commit of a file with a secret in it, and shows none of it', async () => {
  const secret = 'postgres-very-secret-value';
  world.masker.add(secret);
  await sends([{ name: 'notes.txt', bytes: `password ${secret}\n` }], 'save to ./');
  await seen('notes.txt');
  await idle();
  expect((await lastCommit())?.subject).toBe('First');
  expect(shown()).not.toContain(secret);
  await world.says(7, '/files notes.txt');
  await seen('[masked]');
  const got = await world.says(7, '/download notes.txt');
  expect(Buffer.from(got.card?.file?.content ?? '').toString()).not.toContain(secret);
});

it.each(['.env', 'server.pem', 'id_rsa'])('takes no %s, and gives none', async (name) => {
  expect(await words(sends([{ name }], 'save to ./'))).toContain('🔒');
  expect(await words(sends([{ name: 'x.txt' }], `save as conf/${name}`))).toContain('🔒');
  await writeFile(path.join(directory, name), 'SECRET-CONTENT');
  for (const line of [`/files ${name}`, `/download ${name}`, `/download_of shop file ${name}`]) {
    const { card } = await world.says(7, line);
    expect(card?.text).toContain('🔒');
    expect(JSON.stringify(card)).not.toContain('SECRET-CONTENT');
  }
});

it('unpacks an archive that was saved, when told so, as one commit', async () => {
  await sends(
    [{ name: 'site.zip', bytes: zipOf([{ name: 'a.txt', content: 'A' }]) }],
    'save to ./',
  );
  await seen('site.zip');
  await idle();
  await world.taps(7, '📦 Unpack here');
  await seen('Unpacked into site/: 1 file');
  expect(await file('site/a.txt')).toBe('A');
  expect((await lastCommit())?.subject).toBe('Unpack site.zip');
  await sends([{ name: 'bad.zip', bytes: zipOf([{ name: '../evil.txt' }]) }], 'save to ./');
  await seen('bad.zip');
  await idle();
  await world.says(7, '/file_unpack shop bad.zip');
  await seen('../evil.txt has a name that leads out');
});

it('shows folders and files on one card, a tap each', async () => {
  await mkdir(path.join(directory, 'src'));
  await writeFile(path.join(directory, 'src', 'index.ts'), 'export const answer = 42;\n```\n');
  await world.says(7, '/files');
  const card = () => world.messages.findLast(({ key }) => key.startsWith('files:'))?.card;
  await vi.waitFor(() => expect(card()?.text).toContain('1 folder, 1 file'), SOON);
  const count = world.messages.length;
  await world.taps(7, '📁 src/');
  await vi.waitFor(() => expect(card()?.text).toContain('src'), SOON);
  await world.taps(7, '📄 index.ts · 30 bytes');
  await vi.waitFor(() => expect(card()?.text).toContain('answer = 42'), SOON);
  expect(world.messages).toHaveLength(count);
  const { card: sent } = await world.taps(7, '⬇ Download');
  expect(sent?.file).toMatchObject({ name: 'index.ts' });
});

it('gives a folder as a zip, without what git ignores', async () => {
  await writeFile(path.join(directory, '.gitignore'), 'big/\n');
  await mkdir(path.join(directory, 'big'));
  await writeFile(path.join(directory, 'big', 'x'), 'x');
  await symlink('/etc/passwd', path.join(directory, 'passwd'));
  const { card } = await world.says(7, '/download ./');
  expect(card?.file?.name).toBe('shop.zip');
  const names = Buffer.from(card?.file?.content ?? '').toString('latin1');
  expect(names).toContain('README.md');
  expect(names).not.toContain('passwd');
  expect(names).not.toContain('big/');
});

it('gives no secret in the name of a file of a zip, and every file', async () => {
  const secret = 'postgres-very-secret-value';
  world.masker.add(secret);
  const folder = path.join(directory, `of-${secret}`);
  await mkdir(folder);
  await writeFile(path.join(folder, 'a.txt'), 'A');
  await writeFile(path.join(directory, `${secret}.txt`), 'B');
  await writeFile(path.join(directory, `${secret.toUpperCase()}.txt`), 'C');
  await writeFile(path.join(directory, '[masked].txt'), 'D');
  const { card } = await world.says(7, '/download ./');
  const zip = Buffer.from(card?.file?.content ?? '').toString('latin1');
  expect(zip).not.toContain(secret);
  for (const name of ['of-[masked]/a.txt', '[masked].txt', '[masked].txt-2', 'POSTGRES-'])
    expect(zip).toContain(name);
});

it('sends what the answer hands over, and nothing else', async () => {
  await writeFile(path.join(directory, '.env'), 'SECRET');
  await symlink('/etc/passwd', path.join(directory, 'link.csv'));
  world.gateway.script(async (run) => {
    await writeFile(path.join(run.directory, 'report.csv'), '1,2\n');
    return [
      'Here: [report](report.csv), [code](README.md), [web](https://x.y/z.csv).',
      'MEDIA:report.csv',
      'MEDIA:../outside.txt',
      'MEDIA:.env',
      'MEDIA:link.csv',
      '```\nMEDIA:README.md\n```',
    ].join('\n');
  });
  await world.says(7, 'make a report');
  await idle();
  const sent = world.messages.flatMap(({ card }) => card.file?.name ?? []);
  expect(sent).toEqual(['report.csv']);
  await seen('- .env\n- link.csv');
});

it('gives nobody the files of another, whatever they type', async () => {
  await world.store.actors.save({ id: 8, name: 'Bob', role: 'developer' });
  const got = await sends([{ name: 'mine.txt' }]);
  const [, id = ''] = got.card?.buttons?.[0]?.[0]?.words ?? [];
  await world.says(8, '/use shop');
  for (const action of ['attach', 'save', 'replace', 'where', 'drop']) {
    const { card } = await world.says(8, `/file_put shop ${id} ${action}`);
    expect(card?.text).toContain('no longer here');
  }
  await world.says(7, `/file_put shop ${id} save docs/`);
  await seen('docs/mine.txt +1');
});

it('saves once when a crash comes between', async () => {
  const id = 'update:1:888';
  await sends([{ name: 'x.txt' }], 'save to ./', { id });
  await seen('x.txt +1');
  await idle();
  await sends([{ name: 'x.txt' }], 'save to ./', { id });
  await idle();
  const commits = await world.git.log(directory, { skip: 0, limit: 9 });
  expect(commits.map(({ subject }) => subject)).toEqual(['Add x.txt', 'First']);
});

/** An operation of Alice that a crash has left in the middle of `step`. */
const crashedIn = async (
  step: string,
  operation: { id: string; kind: string; input: Json },
  ended: Readonly<Record<string, Json>>,
) => {
  const { operations } = world.store;
  const base = { conversationId: '7:0:7', actorId: 7, project: 'shop', createdAtMs: 1 };
  await operations.add({ ...operation, ...base, state: 'running', updatedAtMs: 1 });
  for (const [name, result] of Object.entries(ended)) {
    await operations.startStep(operation.id, name, 1);
    await operations.endStep(operation.id, name, result, 1);
  }
  await operations.startStep(operation.id, step, 1);
};

it('commits what an earlier attempt has put in place before a crash', async () => {
  const files = [{ fileId: 'f', name: 'x.txt', sizeBytes: 5 }];
  world.downloads.sent.set('f', Buffer.from('hello'));
  await writeFile(path.join(directory, 'x.txt'), 'hello');
  const rest = { paths: ['x.txt'], clash: 'ask', to: './', offer: 'o', note: '' };
  const input = { files, ...rest, actorName: 'Alice' };
  const fetched = [{ kind: 'done', name: 'x.txt' }];
  const operation = { id: 'save-torn', kind: 'save-files', input };
  await crashedIn('place', operation, { fetch: fetched, keep: null });
  await world.restart().operations.resume();
  await seen('x.txt +1');
  expect(await lastCommit()).toMatchObject({ subject: 'Add x.txt', operation: 'save-torn' });
});

it('says that a file was the same all along, also after a crash', async () => {
  const files = [{ fileId: 'f', name: 'README.md', sizeBytes: 7 }];
  world.downloads.sent.set('f', Buffer.from('# Shop\n'));
  const rest = { paths: ['README.md'], clash: 'ask', to: './', offer: 'o', note: '' };
  const operation = {
    id: 'save-same',
    kind: 'save-files',
    input: { files, ...rest, actorName: 'Alice' },
  };
  const fetched = [{ kind: 'done', name: 'README.md' }];
  await crashedIn('place', operation, { fetch: fetched, keep: null });
  await world.restart().operations.resume();
  await seen('byte for byte the same');
  expect(shown()).not.toContain('git ignores');
});

it('unpacks an archive once when a crash comes between', async () => {
  await writeFile(
    path.join(directory, 'site.zip'),
    zipOf([
      { name: 'a.txt', content: 'A' },
      { name: 'in/b.txt', content: 'B' },
    ]),
  );
  await world.git.commitAll(directory, { name: 'A', email: 'a@b.c' }, 'Archive\n');
  await mkdir(path.join(directory, 'site', 'in'), { recursive: true });
  await writeFile(path.join(directory, 'site', 'a.txt'), 'A');
  await writeFile(path.join(directory, 'site', 'in', 'b.txt'), 'B');
  const input = { path: 'site.zip', actorName: 'Alice' };
  const operation = { id: 'unpack-torn', kind: 'unpack', input };
  await crashedIn('unpack', operation, { keep: null, folder: 'site' });
  await world.restart().operations.resume();
  await seen('Unpacked into site/: 2 files');
  expect((await readdir(directory)).filter((name) => name.startsWith('site'))).toEqual([
    'site',
    'site.zip',
  ]);
  expect(await lastCommit()).toMatchObject({ subject: 'Unpack site.zip' });
});

it('lets a person send only so much in an hour', async () => {
  const many = Array.from({ length: 20 }, (_, at) => ({ name: `${at}.txt` }));
  for (let batch = 0; batch < 5; batch += 1) expect(await words(sends(many))).toContain('Got 20');
  expect(await words(sends(many))).toContain('too much in one hour');
});
