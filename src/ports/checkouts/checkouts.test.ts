import {
  mkdir,
  mkdtemp,
  readFile,
  readdir,
  realpath,
  rm,
  symlink,
  writeFile,
} from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type RealRepository, realRepository } from '#ports/git/cli/real-repository.ts';
import { detectSandbox } from '#ports/sandbox/detect.ts';
import { findCommands } from '#ports/workspace/local/found-commands.ts';
import { checkoutsContract } from './contract.ts';
import { localCheckouts } from './local/local.ts';
import { memoryCheckouts } from './memory.ts';
import type { Checkouts } from './port.ts';

const LIMIT = { timeoutMs: 10_000 };

checkoutsContract('memory', async () => {
  const checkouts = memoryCheckouts();
  checkouts.has('a'.repeat(40), { files: ['kept.txt'] });
  checkouts.loses('dead'.repeat(10));
  return { checkouts, project: 'shop', sha: 'a'.repeat(40), close: async () => undefined };
});

async function localUnderTest() {
  const repository = await realRepository();
  const dataDir = await realpath(await mkdtemp('/var/tmp/checkouts-'));
  const { trees } = await detectSandbox({
    projectsDir: path.join(dataDir, 'projects'),
    dataDir,
    node: process.execPath,
    environment: process.env,
  });
  const again = (): Checkouts =>
    localCheckouts({
      dataDir,
      repository: (project) => path.join(repository.tree, '..', 'git', `${project}.git`),
      trees,
      findCommands,
    });
  await repository.write('kept.txt', 'one');
  return {
    checkouts: again(),
    again,
    dataDir,
    repository,
    trees,
    project: 'shop',
    sha: await repository.commit('First'),
    async close() {
      await repository.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

checkoutsContract('local', localUnderTest);

describe('a checkout on this machine', () => {
  let under: Awaited<ReturnType<typeof localUnderTest>>;
  let repository: RealRepository;
  beforeEach(async () => void ({ repository } = under = await localUnderTest()));
  afterEach(() => under.close());
  const open = (sha: string, id = 'one') => under.checkouts.open('shop', sha, id);

  it('has exactly the files of the commit, also those that an archive would leave out', async () => {
    await repository.write('.gitattributes', '*.txt export-ignore\n');
    await repository.write('deep/später.txt', 'ü');
    const sha = await repository.commit('Second');
    await repository.write('later.txt', 'not yet');
    await repository.commit('Third');
    await repository.write('never.txt', 'not committed');
    const { directory } = await open(sha);
    expect((await readdir(directory, { recursive: true })).toSorted()).toEqual([
      '.gitattributes',
      'deep',
      'deep/später.txt',
      'kept.txt',
    ]);
    expect(await readFile(path.join(directory, 'deep/später.txt'), 'utf8')).toBe('ü');
  });

  it('says how this commit is checked, not how the tree is now', async () => {
    const file = '.codefoundry/project.yaml';
    await repository.write(file, 'archetype: x\nchecks: [{ name: a, run: [node, a.js] }]\n');
    const sha = await repository.commit('Second');
    await repository.write(file, 'archetype: x\nchecks: [{ name: none, run: ["true"] }]\n');
    expect(await (await open(sha)).commands()).toEqual({
      kind: 'declared',
      commands: { checks: [{ name: 'a', run: ['node', 'a.js'] }] },
    });
  });

  it('keeps what ran in it, and leaves the project alone', async () => {
    const opened = await open(under.sha);
    const { exitCode } = await opened.run(
      ['sh', '-c', 'echo made > made.txt && echo 1 > ~/x'],
      LIMIT,
    );
    expect(exitCode).toBe(0);
    const again = await under.again().open('shop', under.sha, 'one');
    expect((await again.run(['sh', '-c', 'cat made.txt ~/x'], LIMIT)).output).toBe('made\n1\n');
    expect(await readdir(repository.tree)).not.toContain('made.txt');
    const other = await open(under.sha, 'two');
    expect((await other.run(['sh', '-c', 'ls ~'], LIMIT)).output).not.toContain('x');
  });

  it('shows neither the data of the bot nor other projects nor its own repository', async (context) => {
    context.skip(under.trees.isolation.kind === 'none', 'bwrap cannot run here');
    await writeFile(path.join(under.dataDir, 'secret.txt'), 'SECRET');
    await mkdir(path.join(under.dataDir, 'projects', 'other'));
    await writeFile(path.join(under.dataDir, 'projects', 'other', 'x'), 'SECRET');
    const opened = await open(under.sha);
    const seen = await opened.run(
      [
        'sh',
        '-c',
        `cat ${under.dataDir}/secret.txt ${under.dataDir}/projects/*/x ../*; git log; env`,
      ],
      LIMIT,
    );
    expect(seen.output).not.toContain('SECRET');
    expect(seen.output).toContain('not a git repository');
  });

  it('is made anew where an earlier attempt was cut off', async () => {
    const own = path.join(under.dataDir, 'checkouts', 'shop', 'one');
    await mkdir(path.join(`${own}~`, 'tree'), { recursive: true });
    await writeFile(path.join(`${own}~`, 'tree', 'half.txt'), 'half');
    const { directory } = await open(under.sha);
    expect(await readdir(directory)).toEqual(['kept.txt']);
    expect(await readdir(path.dirname(own))).toEqual(['one']);
  });

  it('of another commit under the same id is that commit', async () => {
    await open(under.sha);
    await repository.write('kept.txt', 'two');
    const { directory } = await open(await repository.commit('Second'));
    expect(await readFile(path.join(directory, 'kept.txt'), 'utf8')).toBe('two');
  });

  it('has no file where a link leads out of it', async () => {
    await writeFile(path.join(under.dataDir, 'outside'), 'x');
    await symlink(under.dataDir, path.join(repository.tree, 'way'));
    await symlink('kept.txt', path.join(repository.tree, 'link'));
    const opened = await open(await repository.commit('Second'));
    for (const each of ['way/outside', 'way', 'link', '../sha', '/etc/passwd', ''])
      expect(await opened.has(each)).toBe(false);
    expect(await opened.has('kept.txt')).toBe(true);
  });

  it('is made once for two who ask at the same time', async () => {
    const both = await Promise.all([
      open(under.sha),
      under.checkouts.open('shop', under.sha, 'one'),
    ]);
    for (const each of both) expect(await each.has('kept.txt')).toBe(true);
  });

  it.each([
    ['../x', 'one'],
    ['shop', '../one'],
    ['shop', '.'],
    ['shop', 'a/b'],
  ])('lies nowhere else, whatever it is called (%s, %s)', async (project, id) => {
    await expect(under.checkouts.open(project, under.sha, id)).rejects.toThrow('not a checkout');
    await expect(under.checkouts.remove(project, id)).rejects.toThrow('not a checkout');
  });
});
