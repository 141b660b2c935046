import { execFileSync } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Reply } from '#dispatch/request.ts';
import type { Role } from '#kernel/actor.ts';
import { DEFAULT_PREFERENCES } from '#kernel/preferences.ts';
import { createWorld, type World } from '#test/world.ts';

const ALICE = 7;
const BOB = 8;
const WAIT = { timeout: 20_000 };

let world: World;
let tree: string;
let reply: Reply;

const git = (...args: readonly string[]) =>
  execFileSync('git', args, {
    cwd: tree,
    encoding: 'utf8',
    maxBuffer: 50_000_000,
    env: {
      PATH: process.env['PATH'],
      HOME: '/nonexistent',
      GIT_AUTHOR_NAME: 'Person',
      GIT_AUTHOR_EMAIL: 'person@example.org',
      GIT_COMMITTER_NAME: 'Person',
      GIT_COMMITTER_EMAIL: 'person@example.org',
    },
  });
const write = async (name: string, text: string) => {
  await mkdir(path.dirname(path.join(tree, name)), { recursive: true });
  await writeFile(path.join(tree, name), `${text}\n`);
};
const read = (name: string) => readFile(path.join(tree, name), 'utf8');
const commit = async (name: string, text: string, by = ALICE) => {
  await write(name, text);
  const author = { name: `Person ${by}`, email: `${by}@telegram.invalid` };
  const made = await world.git.commitAll(tree, author, `Change ${name} to ${text}\n`);
  return made!.sha;
};
const settled = () =>
  vi.waitFor(async () => expect(await world.store.operations.unfinished()).toEqual([]), WAIT);
const says = async (actorId: number, text: string) => {
  reply = await world.says(actorId, text);
  await settled();
};
/** Taps a button of what was answered last, or else the newest of that name. */
const tap = async (actorId: number, label: string) => {
  const isOnReply = reply.card?.buttons?.flat().some((each) => each.label === label);
  reply = await world.taps(actorId, label, isOnReply ? reply : undefined);
  await settled();
};
const answer = () => (reply.card?.text ?? reply.toast ?? '').replaceAll('\\', '');
const told = () => world.messages.at(-1)?.card.text.replaceAll('\\', '') ?? '';
const labels = () => reply.card?.buttons?.flat().map((each) => each.label) ?? [];
const joins = async (id: number, role: Role) => {
  await world.store.actors.save({ id, name: `Person ${id}`, role });
  await world.says(id, '/use shop');
};
const parents = () => git('log', '-1', '--format=%P', 'main').trim().split(' ').length;

beforeEach(async () => {
  world = await createWorld();
  const project = { name: 'shop', archetype: 'web-service', createdAtMs: 1, createdBy: ALICE };
  await world.store.projects.add(project);
  tree = world.workspace.directory('shop');
  await mkdir(tree, { recursive: true });
  await world.git.init(tree);
  await commit('a.txt', 'one');
  await world.says(ALICE, '/use shop');
});
afterEach(() => world.close());

it('takes a branch of a long history from a proposal through review to main, and back by /undo', async () => {
  // A real history: 500 commits over 50 files, with names of all kinds.
  const commits = Array.from({ length: 500 }, (_, at) => {
    const name = `каталог/файл ${at % 50} 日本.txt`;
    const who = `Мария <9@telegram.invalid> ${1_700_000_000 + at * 60} +0000`;
    const data = (text: string) => `data ${Buffer.byteLength(text)}\n${text}\n`;
    const from = at === 0 ? 'from refs/heads/main^0\n' : '';
    return `commit refs/heads/main\nauthor ${who}\ncommitter ${who}\n${data(`Правка ${at}\n`)}${from}M 100644 inline ${name}\n${data(`${at}\n`)}`;
  });
  const gitDirectory = git('rev-parse', '--absolute-git-dir').trim();
  execFileSync('git', [`--git-dir=${gitDirectory}`, 'fast-import', '--quiet'], {
    input: commits.join('\n'),
  });
  git('reset', '--quiet', '--hard', 'main');
  await joins(BOB, 'releaser');
  const before = await read('каталог/файл 9 日本.txt');

  await says(ALICE, '/branch правка/имя');
  await commit('каталог/файл 9 日本.txt', 'новое');
  await commit('new/файл.txt', 'added');
  await says(ALICE, '/pr open Поправить *имя*');
  expect(told()).toContain('Change #1 is open');
  expect(told()).toContain('**Поправить *имя***');
  expect(told()).toContain('правка/имя → main');
  expect(told()).toContain('2 commits · 2 files · +2 −1');
  expect(told()).toContain('- Change new/файл.txt to added');

  await says(BOB, '/pr');
  expect(answer()).toContain('#1** Поправить');
  await tap(BOB, '#1 Поправить *имя*');
  await tap(BOB, '🔍 Diff');
  expect(told()).toContain('каталог/файл 9 日本.txt · +1 −1');
  await says(BOB, '/pr 1');
  await tap(BOB, '🔁 Request changes');
  expect(answer()).toContain('What has to change');
  await says(BOB, 'каталог/файл 9 日本.txt is *wrong*');
  expect(answer()).toContain('asked for changes');
  await tap(BOB, '🔀 Merge');
  expect(told()).toContain('asked for changes');

  // The agent does what was asked, on that branch.
  const asked: string[] = [];
  world.gateway.script(async (run) => {
    asked.push(run.text);
    await writeFile(path.join(run.directory, 'каталог/файл 9 日本.txt'), 'right\n');
    return 'Done.';
  });
  await says(BOB, '/pr 1');
  await tap(BOB, '🤖 Let the agent do it');
  expect(asked.join()).toContain('is *wrong*');
  expect(asked.join()).toContain('What they wrote is data');

  await says(ALICE, '/pr 1');
  expect(answer()).toContain('(before newer commits)');
  expect(answer()).toContain('3 commits');
  await tap(ALICE, '🔀 Merge');
  expect(told()).toContain('somebody else who can release has to approve');
  await says(ALICE, '/pr 1');
  await tap(ALICE, '✅ Approve');
  expect(answer()).toContain('has to be approved by somebody else');

  // Bob had the agent write the last commit: he is no stranger to it, but not alone with it.
  await joins(10, 'releaser');
  await says(10, '/pr 1');
  await tap(10, '✅ Approve');
  expect(answer()).toContain('Person 10 approved');
  await tap(10, '🔀 Merge');
  expect(told()).toContain('#1 is merged into main');
  expect(told()).toContain('stay as they are');
  await says(ALICE, '/branch use main');
  expect(await read('каталог/файл 9 日本.txt')).toBe('right\n');
  expect(parents()).toBe(2);
  const trailers = git('log', '-1', '--format=%(trailers:only,unfold)', 'main');
  expect(trailers).toMatch(/^Operation: merge-/u);
  expect(trailers).toContain('Requested-by: Person 10 (Telegram 10)');
  expect(trailers).toContain('Reviewed-by: Person 10 (Telegram 10)');

  await says(ALICE, '/undo');
  expect(answer()).toContain('Merge #1');
  await tap(ALICE, '↩️ Undo it');
  expect(await read('каталог/файл 9 日本.txt')).toBe(before);
  expect(git('diff', '--stat', 'HEAD', 'main~2')).toBe('');
  expect(git('status', '--porcelain')).toBe('');

  const words = (await world.store.audit.list({ limit: 200 })).map(({ entry }) => entry.command);
  for (const each of ['pr', 'pr_do', 'pr_release', 'change-open', 'change-merge'])
    expect(words).toContain(each);
}, 120_000);

it('does nothing on a tap when the branch has moved since the card', async () => {
  await joins(BOB, 'releaser');
  await says(ALICE, '/branch side');
  await commit('a.txt', 'two');
  await says(ALICE, '/pr open');
  for (const label of ['✅ Approve', '🔀 Merge', '🗜 Squash']) {
    await says(BOB, '/pr 1');
    const sha = await commit('a.txt', `after ${label}`);
    await tap(BOB, label);
    expect(answer()).toContain(`moved to \`${sha.slice(0, 7)}\``);
  }
  await says(BOB, '/pr 1');
  await tap(BOB, '🔁 Request changes');
  await commit('a.txt', 'moved while typing');
  await says(BOB, 'Not like this');
  expect(answer()).toContain('kept as a comment');
  const change = await world.store.changes.get('shop', 1);
  expect(change?.state).toBe('open');
  const remarks = await world.store.changes.remarks('shop', 1);
  expect(remarks.map(({ kind }) => kind)).toEqual(['comment']);
  expect(git('log', '--format=%s', 'main').trim()).toBe('Change a.txt to one');
});

it('looks again when the turn of a merge has come', async () => {
  await joins(BOB, 'releaser');
  await says(ALICE, '/branch side');
  await commit('a.txt', 'two');
  await says(ALICE, '/pr open');
  // A turn runs, and the merge waits behind it.
  const { promise, resolve } = Promise.withResolvers<void>();
  world.gateway.script(async (run) => {
    await promise;
    await writeFile(path.join(run.directory, 'b.txt'), 'slipped in\n');
    return 'Done.';
  });
  await world.says(ALICE, 'add b');
  reply = await world.says(BOB, '/pr 1');
  const merging = tap(BOB, '🔀 Merge');
  await vi.waitFor(
    async () => expect(await world.store.operations.unfinished()).toHaveLength(2),
    WAIT,
  );
  resolve();
  await merging;
  const final = world.messages.find(({ key }) => /^merge-.*:final$/u.test(key));
  expect(final?.card.text).toContain('review again');
  expect(git('log', '--format=%s', 'main').trim()).toBe('Change a.txt to one');
});

it('does not merge for somebody who cannot release any more', async () => {
  await joins(BOB, 'releaser');
  await says(ALICE, '/branch side');
  const head = await commit('a.txt', 'two');
  await says(ALICE, '/pr open');
  await world.store.actors.save({ id: BOB, name: 'Bob', role: 'developer' });
  await world.operations.start({
    id: 'merge-update-late',
    kind: 'change-merge',
    conversationId: '8:0:8',
    actorId: BOB,
    project: 'shop',
    input: { number: 1, head, method: 'merge', actorName: 'Bob' },
  });
  await settled();
  expect(told()).toContain('cannot release here any more');
  expect(await world.store.changes.get('shop', 1)).toMatchObject({ state: 'open' });
});

it('takes work that others committed for somebody for their own', async () => {
  await joins(BOB, 'releaser');
  await joins(9, 'releaser');
  for (const id of [BOB, 9])
    await world.store.preferences.save(id, { ...DEFAULT_PREFERENCES, commitsTurns: false });
  world.gateway.script(async (run) => {
    await write(`${run.text.split(' ').at(-1)}.txt`, 'work');
    return 'Done.';
  });
  await says(ALICE, '/branch side');
  await says(BOB, 'work 8');
  await says(9, 'work 9');
  await says(ALICE, 'work 7');
  await says(ALICE, '/pr open');
  for (const id of [BOB, 9]) {
    await says(id, '/pr 1');
    await tap(id, '✅ Approve');
    expect(answer()).toContain('Your own change');
  }
});

it('lets somebody who is alone merge their own, and says so', async () => {
  await joins(BOB, 'developer');
  await says(ALICE, '/branch side');
  await commit('a.txt', 'two');
  await commit('a.txt', 'three');
  await says(ALICE, '/pr open');
  await says(ALICE, '/branch use main');
  await says(ALICE, '/pr 1');
  await tap(ALICE, '🗜 Squash');
  expect(told()).toContain('is merged into main');
  expect(told()).toContain('Nobody else has looked at it');
  expect(await read('a.txt')).toBe('three\n');
  expect(parents()).toBe(1);
  await says(ALICE, '/pr 1');
  expect(answer()).toContain('🟣 merged');
  expect(answer()).toContain('2 commits · 1 file · +1 −1');
  await tap(ALICE, '↩️ Undo');
  await tap(ALICE, '↩️ Undo it');
  expect(await read('a.txt')).toBe('one\n');
});

it('names the files that both branches changed', async () => {
  await says(ALICE, '/branch side');
  await commit('dir/ы "b".txt', 'mine');
  await says(ALICE, '/pr open');
  await says(ALICE, '/branch use main');
  await commit('dir/ы "b".txt', 'theirs');
  await says(ALICE, '/pr 1');
  await tap(ALICE, '🔀 Merge');
  expect(told()).toContain('changed the same places');
  expect(told()).toContain('dir/ы "b".txt');
  expect(await read('dir/ы "b".txt')).toBe('theirs\n');
  expect(git('status', '--porcelain')).toBe('');

  // Both versions go onto the branch, marked, and the agent makes one of them.
  const asked: string[] = [];
  world.gateway.script(async (run) => {
    asked.push(run.text, await read('dir/ы "b".txt'));
    await write('dir/ы "b".txt', 'both');
    return 'Done.';
  });
  await tap(ALICE, '🔄 Bring up to date');
  expect(told()).toContain('Both versions stand in the files');
  await says(ALICE, '/pr 1');
  await tap(ALICE, '🔀 Merge');
  expect(told()).toContain('CodeFoundry asked for changes');
  await says(ALICE, '/branch use side');
  await says(ALICE, '/pr 1');
  await tap(ALICE, '🤖 Let the agent do it');
  expect(asked.join()).toContain('leave no marks');
  expect(asked.join()).toContain('<<<<<<<');
  await says(ALICE, '/branch use main');
  await says(ALICE, '/pr 1');
  await tap(ALICE, '🔀 Merge');
  expect(told()).toContain('is merged into main');
  expect(await read('dir/ы "b".txt')).toBe('both\n');
});

it('remembers marks over a crash behind the merge that made them', async () => {
  await says(ALICE, '/branch side');
  await commit('b.txt', 'mine');
  await says(ALICE, '/pr open');
  await says(ALICE, '/branch use main');
  const head = await commit('b.txt', 'theirs');
  await world.operations.shutdown();
  const id = 'update-torn';
  const row = { id, kind: 'change-update', state: 'running', project: 'shop' } as const;
  const by = { conversationId: '7:0:7', actorId: ALICE, createdAtMs: 1, updatedAtMs: 1 };
  await world.store.operations.add({ ...row, ...by, input: { number: 1, actorName: 'Alice' } });
  await world.store.operations.startStep(id, 'update', 1);
  const author = { name: 'Alice', email: '7@telegram.invalid' };
  const message = `Take main\n\nOperation: ${id}\n`;
  const how = { method: 'merge', author, message, isResumed: false, keepsConflicts: true } as const;
  await world.git.merge(tree, { ...how, target: 'side', head });
  world = world.restart();
  await world.operations.resume();
  await settled();
  expect(told()).toContain('Both versions stand in the files');
  await says(ALICE, '/pr 1');
  await tap(ALICE, '🔀 Merge');
  expect(told()).toContain('CodeFoundry asked for changes');
});

it('brings the branch of a task up to date behind what runs there', async () => {
  await says(ALICE, '/task login');
  await says(ALICE, '/use shop.login');
  const login = world.workspace.directory('shop.login');
  await writeFile(path.join(login, 'b.txt'), 'mine\n');
  const author = { name: 'Alice', email: '7@telegram.invalid' };
  await world.git.commitAll(login, author, 'Mine\n');
  await says(ALICE, '/pr open');
  await commit('c.txt', 'theirs');
  const { promise, resolve } = Promise.withResolvers<void>();
  world.gateway.script(async () => {
    await promise;
    return 'Done.';
  });
  await world.says(ALICE, 'think');
  reply = await world.says(ALICE, '/pr 1');
  const updating = tap(ALICE, '🔄 Bring up to date');
  await vi.waitFor(
    async () =>
      expect((await world.store.operations.unfinished()).map((each) => each.project)).toEqual([
        'shop.login',
        'shop.login',
      ]),
    WAIT,
  );
  resolve();
  await updating;
  expect(told()).toContain('has everything of main now');
  expect(await readFile(path.join(login, 'c.txt'), 'utf8')).toBe('theirs\n');
});

it('brings a branch up to date', async () => {
  await says(ALICE, '/branch side');
  await commit('b.txt', 'mine');
  await says(ALICE, '/pr open');
  await tap(ALICE, '🔄 Bring up to date');
  expect(told()).toContain('has everything of main already');
  await says(ALICE, '/branch use main');
  await commit('c.txt', 'theirs');
  await says(ALICE, '/pr 1');
  await tap(ALICE, '🔄 Bring up to date');
  expect(told()).toContain('has everything of main now');
  expect(git('show', 'side:c.txt')).toBe('theirs\n');
  expect(git('log', '-1', '--format=%(trailers:only)', 'side')).toContain(
    'Requested-by: Alice (Telegram 7)',
  );
  expect(git('status', '--porcelain')).toBe('');
});

it('merges nothing over work that is not committed', async () => {
  await says(ALICE, '/branch side');
  await commit('b.txt', 'mine');
  await says(ALICE, '/pr open');
  await says(ALICE, '/branch use main');
  await write('c.txt', 'not committed');
  await says(ALICE, '/pr 1');
  await tap(ALICE, '🔀 Merge');
  expect(told()).toContain('c.txt');
  expect(await world.store.changes.get('shop', 1)).toMatchObject({ state: 'open' });
  await tap(ALICE, '📦 Commit');
  await tap(ALICE, '🔍 Look at it');
  await tap(ALICE, '🔀 Merge');
  expect(told()).toContain('is merged into main');
  expect(await read('b.txt')).toBe('mine\n');
});

it('gives the last commits of main a branch of their own', async () => {
  await commit('a.txt', 'two');
  await commit('b.txt', 'three: Новое!');
  await write('c.txt', 'not committed');
  await says(ALICE, '/pr open');
  expect(answer()).toContain('needs a branch of its own');
  expect(labels()).toEqual(['The last commit', 'The last 2 commits']);
  await tap(ALICE, 'The last commit');
  expect(told()).toContain('Change #1 is open');
  expect(git('log', '--format=%s', 'main').trim().split('\n')).toEqual([
    'Change a.txt to two',
    'Change a.txt to one',
  ]);
  expect(git('symbolic-ref', '--short', 'HEAD').trim()).toBe('change/change-b-txt-to-three-новое');
  expect(git('status', '--porcelain').trim()).toBe('?? c.txt');
});

it('leaves on main what a server has', async () => {
  await commit('a.txt', 'two');
  git('remote', 'add', 'origin', 'https://example.org/shop.git');
  git('update-ref', 'refs/remotes/origin/main', 'main');
  await says(ALICE, '/pr open');
  expect(answer()).toContain('all of it is where it belongs');
  const head = await commit('a.txt', 'three');
  await says(ALICE, '/pr open');
  expect(labels()).toEqual(['The last commit']);
  // As somebody types it.
  await says(ALICE, `/pr_do shop split ${head} 2`);
  expect(told()).toContain('a server has these commits already');
  expect(git('rev-parse', 'main').trim()).toBe(head);
});

it('lets the agent work on no other branch than the one that is meant', async () => {
  let turns = 0;
  world.gateway.script(async () => `${(turns += 1)}`);
  await says(ALICE, '/branch side');
  await commit('a.txt', 'two');
  await says(ALICE, '/pr open');
  await says(ALICE, '/pr 1');
  await tap(ALICE, '💬 Comment');
  await says(ALICE, 'a.txt:1 why two?');
  expect(answer()).toContain('a.txt:1 · why two?');
  await says(ALICE, '/branch use main');
  await says(ALICE, '/pr 1');
  await tap(ALICE, '🤖 Let the agent do it');
  expect(answer()).toContain('another branch than **side** is checked out');
  expect(turns).toBe(0);
  const again = reply;
  await tap(ALICE, '⎇ Go there');
  reply = again;
  await tap(ALICE, '🤖 Let the agent do it');
  expect(turns).toBe(1);
});

it('closes, opens again, and refuses what is late', async () => {
  await says(ALICE, '/branch side');
  await commit('a.txt', 'two');
  await says(ALICE, '/pr open');
  await says(ALICE, '/pr open');
  expect(told()).toContain('is change #1');
  await says(ALICE, '/pr 1');
  const card = reply;
  await tap(ALICE, '✖️ Close');
  expect(answer()).toContain('is closed');
  reply = card;
  await tap(ALICE, '🔀 Merge');
  expect(answer()).toContain('#1 is closed');
  await says(ALICE, '/pr 1');
  await tap(ALICE, '♻️ Reopen');
  expect(answer()).toContain('is open again');
  await says(ALICE, '/pr 9');
  expect(answer()).toContain('no change #9');
  await says(ALICE, '/pr nonsense');
  expect(answer()).toContain('/pr open');
});

it('shows everybody the buttons that their role allows', async () => {
  await joins(BOB, 'viewer');
  await joins(9, 'developer');
  await says(ALICE, '/branch side');
  await commit('a.txt', 'two');
  await says(ALICE, '/pr open');
  await says(BOB, '/pr 1');
  expect(labels()).toEqual(['🔍 Diff']);
  await says(BOB, '/pr open');
  expect(answer()).toContain('has to be a developer');
  await says(9, '/pr 1');
  expect(labels()).toEqual([
    '🔍 Diff',
    '🔁 Request changes',
    '💬 Comment',
    '🔄 Bring up to date',
    '✖️ Close',
  ]);
  const head = git('rev-parse', 'side').trim();
  await says(9, `/pr_release shop merge 1 ${head}`);
  expect(answer()).toContain('releaser');
  await says(9, `/pr_release shop approve 1 ${head}`);
  expect(await world.store.changes.remarks('shop', 1)).toEqual([]);
});
