import { execFileSync } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fromBufferPromise } from 'yauzl';
import { text as textOf } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Reply } from '#dispatch/request.ts';
import type { Card } from '#kernel/card.ts';
import { MASK } from '#lib/mask/masker.ts';
import { plantedSecrets } from '#lib/mask/planted.ts';
import { createWorld, type World } from '#test/world.ts';

const ALICE = 7;
const WAIT = { timeout: 20_000 };
const STAGING = { project: 'shop', environment: 'staging' };
const EVERY = plantedSecrets.map(([, secret]) => secret);
const LINES = EVERY.join('\n');
/** Those that fit on a line, as people type reasons and titles. */
const WORDS = EVERY.filter((secret) => !secret.includes('\n')).join(' ');

let world: World;
let tree: string;
let requests = 0;

beforeEach(async () => {
  world = await createWorld();
  const shop = { name: 'shop', archetype: 'web-service', createdAtMs: 1, createdBy: ALICE };
  await world.store.projects.add(shop);
  tree = world.workspace.directory('shop');
  await mkdir(tree, { recursive: true });
  await world.git.init(tree);
  await commit('a.txt', 'one\n');
  await world.says(ALICE, '/use shop');
});
afterEach(() => world.close());

async function commit(name: string, content: string | Buffer): Promise<string> {
  await writeFile(path.join(tree, name), content);
  const author = { name: 'Alice', email: '7@telegram.invalid' };
  return (await world.git.commitAll(tree, author, 'Change'))?.sha ?? '';
}

const settled = () =>
  vi.waitFor(async () => expect(await world.store.operations.unfinished()).toEqual([]), WAIT);
const git = (...args: readonly string[]) =>
  execFileSync('git', args, { cwd: tree, encoding: 'utf8' });

/** Everything of a card, the bytes of its file too. */
function ofCard(card: Card | undefined): string {
  const content = card?.file?.content ?? '';
  const bytes = typeof content === 'string' ? content : Buffer.from(content).toString('latin1');
  const labels = card?.buttons?.flat().map(({ label }) => label) ?? [];
  return [card?.text, card?.file?.name, bytes, ...labels].join('\n');
}

const ofReply = ({ card, toast = '' }: Reply): string => `${ofCard(card)}\n${toast}`;

/** Everything that was ever in the chat. */
const chat = () =>
  world.messages
    .flatMap(({ card, versions }) => [...versions, card])
    .map(ofCard)
    .join('\n');

async function says(line: string): Promise<string> {
  const reply = await world.says(ALICE, line);
  await settled();
  return `${ofReply(reply)}\n${chat()}`;
}

/** With a name that Telegram would have sent. */
async function saysAs(name: string, line: string): Promise<string> {
  const reply = await world.dispatch({
    id: `update:4:${(requests += 1)}`,
    place: { chatId: ALICE },
    chatKind: 'private',
    from: { id: ALICE, name },
    kind: 'text',
    text: line,
  });
  await settled();
  return `${ofReply(reply)}\n${chat()}`;
}

/** Names and contents of a zip. */
async function unzipped(bytes: Uint8Array): Promise<string> {
  const zip = await fromBufferPromise(Buffer.from(bytes));
  const parts: string[] = [];
  for await (const entry of zip.eachEntry()) {
    parts.push(entry.fileName, await textOf(await zip.openReadStreamPromise(entry)));
  }
  return parts.join('\n');
}

const ways: Readonly<Record<string, () => Promise<string>>> = {
  async 'the card and the page of /diff'() {
    await commit('notes.txt', `${LINES}\n`);
    await says('/diff');
    await world.taps(ALICE, '+ notes.txt');
    const page = await world.taps(ALICE, '📎 Whole as page');
    return `${ofReply(page)}\n${chat()}`;
  },
  async '/files and /download'() {
    await commit('notes.txt', `${LINES}\n`);
    return `${await says('/files notes.txt')}\n${await says('/download notes.txt')}`;
  },
  async '/download of UTF-16'() {
    await commit('notes.txt', Buffer.from(`\uFEFF${LINES}\r\n`, 'utf16le'));
    const { card } = await world.says(ALICE, '/download notes.txt');
    return Buffer.from(card?.file?.content ?? '').toString('utf16le');
  },
  async 'the zip of /download, names too'() {
    for (const secret of EVERY)
      if (/^[\w.:-]+$/u.test(secret)) await writeFile(path.join(tree, `${secret}.txt`), secret);
    await commit('notes.txt', `${LINES}\n`);
    const { card } = await world.says(ALICE, '/download ./');
    const { content = '' } = card?.file ?? {};
    return `${ofCard(card)}\n${await unzipped(Buffer.from(content))}`;
  },
  async 'a deploy that fails'() {
    const sha = (await world.git.head(tree)) ?? '';
    const why = [{ code: 'machine', said: LINES }] as const;
    const fails = { reason: 'failed', tail: LINES, why } as const;
    world.deployer.behaves(sha, { at: 'build', fails });
    return says('/deploy staging');
  },
  async '/logs, also as a file'() {
    for (const line of LINES.split('\n')) world.deployer.prints(STAGING, line);
    return `${await says('/logs staging 50')}\n${await says('/logs staging 500')}`;
  },
  async 'a hold, its card and what is written of it'() {
    const card = await saysAs(WORDS.slice(0, 200), `/lock staging "${WORDS}"`);
    const held = JSON.stringify(await world.ops.holds(Date.now()));
    const { card: refused } = await world.says(ALICE, '/deploy staging');
    return `${card}\n${held}\n${refused?.text}\n${JSON.stringify(await world.ops.history('shop', 9))}`;
  },
  async 'the card of a change by hand in the ops repository'() {
    await world.ops.environments('shop');
    await world.ops.edit({ 'environments/shop/staging.yaml': LINES });
    await world.reconciler.look();
    return `${await says('/drift')}\n${chat()}`;
  },
  async 'a proposal and its merge'() {
    await says('/branch fix');
    await commit('b.txt', 'two\n');
    const card = await says(`/pr open ${WORDS}`);
    const more = await says('/pr 1');
    await world.taps(ALICE, '🔀 Merge');
    await settled();
    return `${card}\n${more}\n${chat()}\n${git('log', '--format=%B%an', '--all')}`;
  },
  async 'a task, its answer and its merge'() {
    world.gateway.script(async (run) => {
      await writeFile(path.join(run.directory, 'made.txt'), 'made\n');
      return LINES;
    });
    const card = await says(`/task fix ${WORDS}`);
    await says('/task');
    await world.taps(ALICE, '🟣 Merge').catch(() => undefined);
    await settled();
    return `${card}\n${chat()}\n${git('log', '--format=%B%an', '--all')}`;
  },
  async 'the words of an error'() {
    return says(`/use ${WORDS}`);
  },
  async 'the record'() {
    await saysAs(WORDS, `/use ${WORDS}`);
    const { card } = await world.says(ALICE, '/audit export');
    return `${await says('/audit')}\n${String(card?.file?.content)}`;
  },
};

it.each(Object.entries(ways))('%s shows no secret', async (_way, leaves) => {
  const shown = (await leaves()).replaceAll('\\', '');

  expect(shown).toContain(MASK);
  const pieces = EVERY.flatMap((secret) => secret.split('\n'));
  for (const piece of pieces.filter((each) => !each.startsWith('-----')))
    expect(shown).not.toContain(piece);
});

it('commits no secret that is written in UTF-16', async () => {
  world.gateway.script(async (run) => {
    await writeFile(
      path.join(run.directory, 'token.txt'),
      Buffer.from(`\uFEFF${EVERY[2]}\r\n`, 'utf16le'),
    );
    return 'done';
  });
  await world.says(ALICE, 'write it');
  await settled();
  expect(git('log', '--all', '--name-only', '--format=')).not.toContain('token.txt');
  expect(chat()).toContain('token.txt');
});
