import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Reply } from '#dispatch/request.ts';
import type { Actor, Role } from '#kernel/actor.ts';
import { declaration } from '#test/declaration.ts';
import { createWorld, FOREVER, type World } from '#test/world.ts';

const ALICE = 7;
const DORA = 8;
const RITA = 9;
const WAIT = { timeout: 20_000 };

let world: World;
let reply: Reply;

const says = async (actorId: number, text: string, languageCode?: string) => {
  reply = await world.says(actorId, text, languageCode);
  return answer();
};
const answer = () => (reply.card?.text ?? reply.toast ?? '').replaceAll('\\', '');
const labels = () => reply.card?.buttons?.flat().map((each) => each.label) ?? [];
const shown = () => world.messages.map(({ card }) => card.text.replaceAll('\\', ''));
const final = () => shown().at(-1) ?? '';
const settled = () =>
  vi.waitFor(async () => expect(await world.store.operations.unfinished()).toEqual([]), WAIT);

/** Taps a button of what was answered last, by what it says. */
const tap = async (actorId: number, label: string, of = reply) => {
  reply = await world.taps(actorId, label, of);
  return answer();
};

const LINKS = declaration(
  'check-links',
  'summary: { en: Check the links, ru: Проверить ссылки }',
  'run: [npm, run, links]',
);
const AT = [
  'summary: { en: Check one }',
  'run: [check, "{{ref}}", "{{stage}}"]',
  'args: [{ name: ref, pattern: "[a-z]+" }, { name: stage, choices: [blue, green] }]',
];

const joins = (id: number, rights: Role | Partial<Actor>) => {
  const base = { id, name: `Person ${id}`, role: 'viewer' } as const;
  return world.store.actors.save({
    ...base,
    ...(typeof rights === 'string' ? { role: rights } : rights),
  });
};

beforeEach(async () => {
  world = await createWorld();
  for (const name of ['shop', 'blog']) {
    await world.store.projects.add({ name, archetype: 'x', createdAtMs: 1, createdBy: ALICE });
    const tree = world.workspace.directory(name);
    await mkdir(tree, { recursive: true });
    await world.git.init(tree);
    await writeFile(path.join(tree, 'a.txt'), `${name}\n`);
    await world.git.commitAll(tree, { name: 'Alice', email: '7@x' }, 'Begin\n');
  }
  await joins(DORA, 'developer');
  await joins(RITA, 'releaser');
  for (const id of [ALICE, DORA, RITA]) await says(id, '/use shop');
});
afterEach(() => world.close());

describe('a command of the ops repository', () => {
  it('is there as soon as its file is in force, typed with dashes too, and gone with it', async () => {
    expect(await says(DORA, '/check-links')).toContain('/check_links');
    await world.declares({ 'links.yaml': LINKS });
    await says(DORA, '/check-links');
    await settled();
    expect(world.checkouts.ran).toMatchObject([{ project: 'shop', argv: ['npm', 'run', 'links'] }]);
    expect(final()).toContain('✅ **/check_links** · shop');
    await world.declares({ 'links.yaml': undefined });
    await says(DORA, '/check_links');
    expect(world.checkouts.ran).toHaveLength(1);
  });

  it('stands in /help with its own words, in the language of the reader, for whom it is', async () => {
    await world.declares({ 'links.yaml': LINKS });
    expect(await says(DORA, '/help')).toContain('/check_links — Check the links');
    expect(await says(DORA, '/lang ru')).not.toBe('');
    expect(await says(DORA, '/help')).toContain('/check_links — Проверить ссылки');
    await joins(10, 'viewer');
    expect(await says(10, '/help')).not.toContain('check_links');
  });

  it('is refused and recorded like any other', async () => {
    await world.declares({
      'links.yaml': declaration('wipe', 'summary: { en: Wipe }', 'run: [wipe]', 'role: releaser'),
    });
    await says(DORA, '/wipe');
    await settled();
    expect(world.checkouts.ran).toEqual([]);
    await says(RITA, '/wipe');
    await settled();
    expect(world.checkouts.ran).toHaveLength(1);
    const entries = (await world.store.audit.list({ limit: 20 })).map(({ entry }) => entry);
    const of = (id: number) =>
      entries.find(({ actor, command }) => actor.id === id && command === 'wipe');
    expect(of(DORA)).toMatchObject({ verdict: 'refused', project: 'shop' });
    expect(of(RITA)).toMatchObject({ verdict: 'allowed', project: 'shop' });
  });

  it('reaches no project of others, whatever somebody works in or types', async () => {
    await world.declares({
      'at.yaml': declaration('at', ...AT),
      'tree.yaml': declaration('touch', 'summary: { en: Touch }', 'run: [touch, x]', 'where: tree'),
      'how.yaml': declaration('past', 'command: /history'),
      'bound.yaml': declaration('seen', 'command: /project'),
    });
    await joins(10, { confined: true, projectRoles: { shop: 'owner' } });
    const conversation = { id: '10:0:10', chatId: 10, actorId: 10, language: 'en' } as const;
    for (const line of ['/at abc blue', '/touch', '/past', '/past blog', '/seen', '/seen blog']) {
      await world.store.conversations.save({ ...conversation, project: 'blog' });
      expect(await says(10, line)).not.toMatch(line.includes('blog') ? /Begin/u : /blog|Begin/u);
    }
    await settled();
    expect(world.checkouts.ran).toEqual([]);
    expect((await world.store.operations.recent({ limit: 10 })).length).toBe(0);
  });
});

describe('a file that is wrong', () => {
  const BROKEN = LINKS.replace('links]', 'links]\n  shell: true');
  const problems = () =>
    world.messages.filter(({ key }) => key.startsWith('declared-problems')).map(({ card }) => card);

  it('is told to owners once for each change, with file and line; the old version stays', async () => {
    await world.declares({ 'links.yaml': LINKS });
    await world.declares({ 'links.yaml': BROKEN });
    await world.declared.load();
    expect(problems()).toHaveLength(1);
    expect(problems()[0]?.text.replaceAll('\\', '')).toContain('commands/links.yaml:7 spec.shell');
    expect(world.messages.find(({ key }) => key.startsWith('declared-problems'))).toMatchObject({
      conversationId: '7:0:7',
    });
    expect(world.declared.problems()).toMatchObject([{ file: 'commands/links.yaml', line: 7 }]);
    await says(DORA, '/check_links');
    await settled();
    expect(world.checkouts.ran).toHaveLength(1);
    await world.declares({ 'links.yaml': LINKS });
    expect(world.declared.problems()).toEqual([]);
    await world.declares({ 'links.yaml': BROKEN });
    expect(problems()).toHaveLength(2);
  });

  it('leaves its old version in force after a restart too, and is not told again by that', async () => {
    await world.declares({ 'links.yaml': LINKS });
    await world.declares({ 'links.yaml': BROKEN });
    world = world.restart();
    await world.declared.load();
    expect(world.commands.has('check_links')).toBe(true);
    expect(problems()).toHaveLength(1);
  });

  it('takes no name away from a built-in command, or from another file', async () => {
    const builtIn = world.commands.get('code');
    await world.declares({
      'a.yaml': LINKS,
      'b.yaml': LINKS.replace('links]', 'others]'),
      'code.yaml': LINKS.replace('check-links', 'code'),
      'decide.yaml': LINKS.replace('check-links', 'decide'),
      'help.yaml': declaration('help', 'command: /start'),
    });
    expect(world.declared.problems()).toMatchObject([
      {
        file: 'commands/b.yaml',
        line: 3,
        key: 'metadata.name',
        why: { code: 'name-taken', name: 'check_links' },
      },
      { file: 'commands/code.yaml', line: 3, why: { code: 'name-built-in', name: 'code' } },
      { file: 'commands/decide.yaml', line: 3, why: { code: 'name-built-in', name: 'decide' } },
      { file: 'commands/help.yaml', line: 3, why: { code: 'name-built-in', name: 'help' } },
    ]);
    expect(world.commands.get('code')).toBe(builtIn);
    await says(DORA, '/check_links');
    await settled();
    expect(world.checkouts.ran).toMatchObject([{ argv: ['npm', 'run', 'links'] }]);
  });
});

describe('a built-in command under another name', () => {
  it('runs with its first words fixed, and is the built-in one in everything else', async () => {
    await world.declares({
      'saved.yaml': declaration('saved', 'command: /backup', 'args: [list]'),
    });
    const direct = await says(ALICE, '/backup list');
    expect(direct).not.toBe('');
    expect(await says(ALICE, '/saved')).toBe(direct);
    expect(await says(ALICE, '/help')).toContain('/saved — /backup list');
    expect(await says(DORA, '/saved')).toBe(await says(DORA, '/backup list'));
    expect(await says(DORA, '/help')).not.toContain('/saved');
  });

  it('can be tightened and never loosened', async () => {
    await world.declares({
      'a.yaml': declaration('all-users', 'command: /users', 'role: developer'),
      'b.yaml': declaration('past', 'command: /history', 'role: releaser'),
      'c.yaml': declaration('save', 'command: /backup', 'gitOps: { requireApproval: true }'),
      'd.yaml': declaration('tell', 'command: /secret', 'args: [list]'),
      'e.yaml': declaration('yes', 'command: /decide'),
      'h.yaml': declaration('show', 'command: /project', 'args: [blog]'),
      'g.yaml': declaration('none', 'command: /nothing'),
    });
    expect(world.declared.problems()).toMatchObject([
      {
        file: 'commands/a.yaml',
        line: 6,
        key: 'spec.role',
        why: { code: 'role-too-low', command: '/users', role: 'owner' },
      },
      { file: 'commands/c.yaml', line: 6, key: 'spec.gitOps', why: { code: 'no-git-ops' } },
      { file: 'commands/d.yaml', line: 5, key: 'spec.command', why: { code: 'not-bindable' } },
      { file: 'commands/e.yaml', line: 5, why: { code: 'no-built-in', command: '/decide' } },
      { file: 'commands/g.yaml', line: 5, why: { code: 'no-built-in', command: '/nothing' } },
      {
        file: 'commands/h.yaml',
        line: 6,
        key: 'spec.args',
        why: { code: 'bare-only', command: '/project' },
      },
    ]);
    const mine = await says(DORA, '/past');
    expect(mine).toContain('releaser');
    await says(RITA, '/past');
    await vi.waitFor(() => expect(shown().join('\n')).toContain('Begin'), WAIT);
  });

  it('asks for an approval where the environment asks nobody, and nothing less than that', async () => {
    const gitOps = 'gitOps: { createBranch: true, autoMerge: false, requireApproval: true }';
    await world.declares({
      'ship.yaml': declaration('ship-staging', 'command: /deploy', 'args: [staging]', gitOps),
    });
    expect(world.declared.problems()).toEqual([]);
    await says(RITA, '/ship-staging');
    await vi.waitFor(
      () => expect(world.messages.some(({ key }) => key.endsWith('approval:release'))).toBe(true),
      WAIT,
    );
    const target = { project: 'shop', environment: 'staging' };
    expect((await world.deployer.status(target)).live).toBeUndefined();
    await world.taps(ALICE, '✅ Approve');
    await settled();
    const sha = await world.git.head(world.workspace.directory('shop'));
    expect((await world.deployer.status(target)).live?.sha).toBe(sha);
  });

  it('asks once more where it says so, and does it once however often that is tapped', async () => {
    await world.declares({
      'fix.yaml': declaration('mend', 'command: /code', 'args: [mend]', 'confirm: true'),
    });
    await says(DORA, '/mend the  door');
    const asked = reply;
    expect(answer()).toContain('/mend the door');
    expect(labels()).toEqual(['▶ Run']);
    await tap(DORA, '▶ Run', asked);
    await tap(DORA, '▶ Run', asked);
    await settled();
    const turns = await world.store.operations.recent({ project: 'shop', limit: 10 });
    expect(turns.map(({ input }) => input)).toMatchObject([{ text: 'mend the  door' }]);
  });
});

describe('values', () => {
  beforeEach(() => world.declares({ 'at.yaml': declaration('at', ...AT) }));

  it('that are missing are asked for, by buttons where there is a choice', async () => {
    expect(await says(DORA, '/at')).toContain('What is *ref*?');
    expect(await says(DORA, 'abc')).toContain('Which *stage*?');
    expect(labels()).toEqual(['blue', 'green']);
    await tap(DORA, 'green');
    await settled();
    expect(world.checkouts.ran).toMatchObject([{ argv: ['check', 'abc', 'green'] }]);
  });

  it('that are wrong are named, with what is allowed', async () => {
    expect(await says(DORA, '/at ABC blue')).toContain('Allowed: [a-z]+');
    expect(await says(DORA, '/at abc red')).toContain('Allowed: blue, green');
    expect(await says(DORA, '/at abc blue more')).toContain('/at <ref> <stage>');
    await settled();
    expect(world.checkouts.ran).toEqual([]);
  });
});

describe('a program', () => {
  it('is shown with the end of what it printed, without secrets, and whole as a file', async () => {
    await world.declares({ 'links.yaml': LINKS });
    world.masker.add('hunter2-hunter2');
    const lines = Array.from({ length: 60 }, (_, index) => `line ${index}`).join('\n');
    world.checkouts.behaves(() => ({
      exitCode: 3,
      output: `hunter2-hunter2\n${lines}\n\`\`\`\n*x*\u001B[31m\u202Ered`,
      timedOut: false,
    }));
    await says(DORA, '/check_links');
    await settled();
    const card = world.messages.at(-1)?.card;
    expect(card?.text).toContain('exit code 3');
    expect(card?.text).toContain('line 59');
    expect(card?.text).not.toContain('line 20\n');
    expect(card?.text).not.toMatch(/\u202E/u);
    expect(card?.text).not.toContain('\u001B');
    expect(card?.file?.content).toContain('[masked]\nline 0\n');
    expect(card?.file?.content).not.toContain('hunter2');
  });

  it('that printed more than is kept shows no half of a secret where that begins', async () => {
    await world.declares({ 'links.yaml': LINKS });
    world.masker.add('hunter2-hunter2');
    const output = `hunter2-hunter2${'z '.repeat(15_996)}`;
    world.checkouts.behaves(() => ({ exitCode: 0, output, timedOut: false }));
    await says(DORA, '/check_links');
    await settled();
    expect(world.messages.at(-1)?.card.file?.content).not.toContain('hunter2');
  });

  it('that does not end in time says so', async () => {
    await world.declares({ 'links.yaml': LINKS });
    world.checkouts.behaves(() => ({ exitCode: undefined, output: '', timedOut: true }));
    await says(DORA, '/check_links');
    await settled();
    expect(final()).toContain('did not end within 300 s');
  });

  it('in the working tree waits for its turn and runs there', async () => {
    await world.declares({
      'tree.yaml': declaration('touch', 'summary: { en: Touch }', 'run: [touch, x]', 'where: tree'),
    });
    world.runs.push({ output: 'touched' });
    await says(DORA, '/touch');
    await settled();
    expect(final()).toContain('touched');
    expect(world.checkouts.ran).toEqual([]);
  });

  it('that a restart cut off is told of and not run again', async () => {
    await world.declares({
      'tree.yaml': declaration('touch', 'summary: { en: Touch }', 'run: [touch, x]', 'where: tree'),
    });
    world.runs.push({ output: FOREVER });
    await says(DORA, '/touch');
    await vi.waitFor(() => expect(final()).toContain('▶ **/touch** runs'), WAIT);
    await vi.waitFor(() => expect(world.runs).toEqual([]), WAIT);
    await world.operations.shutdown();
    world = world.restart();
    world.runs.push({ output: 'ran again' });
    await world.declared.load();
    await world.operations.resume();
    await settled();
    expect(final()).toContain('was cut off by a restart');
    expect(world.runs).toHaveLength(1);
  });

  it('ends when somebody stops it', async () => {
    await world.declares({
      'tree.yaml': declaration('touch', 'summary: { en: Touch }', 'run: [touch, x]', 'where: tree'),
    });
    world.runs.push({ output: FOREVER });
    await says(DORA, '/touch');
    await vi.waitFor(() => expect(world.runs).toEqual([]), WAIT);
    await says(DORA, '/stop');
    await settled();
    expect(final()).toContain('Stopped');
  });
});

describe('an approval', () => {
  const WIPE = declaration(
    'wipe',
    'summary: { en: Wipe }',
    'run: [wipe, all]',
    'approval: { role: releaser }',
  );
  const asked = () =>
    vi.waitFor(() => expect(shown().join('\n')).toContain('wants to run **/wipe**'), WAIT);

  it('is given by somebody else, for exactly this program at this commit', async () => {
    await world.declares({ 'wipe.yaml': WIPE });
    await says(RITA, '/wipe');
    await asked();
    expect(shown().join('\n')).toContain('wipe all');
    await world.taps(RITA, '✅ Approve');
    expect(world.checkouts.ran).toEqual([]);
    await world.taps(ALICE, '✅ Approve');
    await settled();
    const sha = await world.git.head(world.workspace.directory('shop'));
    expect(world.checkouts.ran).toEqual([{ project: 'shop', sha, argv: ['wipe', 'all'] }]);
    expect([...world.checkouts.present]).toEqual([]);
  });

  it('is worth nothing when the file says something else by then', async () => {
    await world.declares({ 'wipe.yaml': WIPE });
    await says(DORA, '/wipe');
    await asked();
    await world.declares({ 'wipe.yaml': WIPE.replace('wipe, all', 'wipe, more') });
    await world.taps(ALICE, '✅ Approve');
    await settled();
    expect(world.checkouts.ran).toEqual([]);
    expect(shown().join('\n')).toContain('changed meanwhile');
  });

  it('comes before the agent is asked, where the command is a prompt', async () => {
    const prompts: string[] = [];
    world.gateway.script(async ({ text }) => {
      prompts.push(text);
      return 'fine';
    });
    await world.declares({
      'sum.yaml': declaration(
        'sum',
        'summary: { en: Sum up }',
        'prompt: sum.md',
        'approval: {}',
        'args: [{ name: what, rest: true }]',
      ),
      'sum.md': 'Sum up {{what}}.\n',
    });
    await says(DORA, '/sum the *last* week');
    await vi.waitFor(() => expect(shown().join('\n')).toContain('wants to run **/sum**'), WAIT);
    expect(prompts).toEqual([]);
    await world.taps(ALICE, '✅ Approve');
    await vi.waitFor(() => expect(prompts).toEqual(['Sum up the *last* week.']), WAIT);
    await settled();
    expect(shown().join('\n')).toContain('fine');
  });
});

it('a prompt asks the agent as /code does, with the values in it', async () => {
  const prompts: string[] = [];
  world.gateway.script(async ({ text }) => {
    prompts.push(text);
    return 'fine';
  });
  await world.declares({
    'sum.yaml': declaration(
      'sum',
      'summary: { en: Sum up }',
      'prompt: sum.md',
      'args: [{ name: what }]',
    ),
    'sum.md': 'Sum up {{what}}.\n',
  });
  await says(DORA, '/sum {{what}}');
  await settled();
  expect(prompts).toEqual(['Sum up {{what}}.']);
  expect(await world.store.operations.recent({ limit: 5 })).toMatchObject([
    { kind: 'turn', actorId: DORA, project: 'shop', input: { text: '/sum {{what}}' } },
  ]);
});

it('a pipeline says that none is set up', async () => {
  await world.declares({
    'ci.yaml': declaration('build', 'summary: { en: Build }', 'pipeline: build'),
  });
  expect(await says(DORA, '/build')).toContain('No pipeline is set up for shop');
});
