import { execFileSync, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { isProjectName } from '#kernel/project.ts';
import { createMasker } from '#lib/mask/masker.ts';
import { localWorkspace } from './local/local.ts';
import type { Archetype, Workspace } from './port.ts';

const ROOT = path.join(import.meta.dirname, '../../..');
const ARCHETYPES = path.join(ROOT, 'archetypes');
const FOLDERS = readdirSync(ARCHETYPES).toSorted();

const FILES = [
  '.codefoundry/project.yaml',
  '.dockerignore',
  '.github/workflows/ci.yml',
  '.gitignore',
  '.gitlab-ci.yml',
  'AGENTS.md',
  'Dockerfile',
  'README.md',
  'hooks/pre-deploy.sh',
  'package-lock.json',
  'package.json',
  'src/main.test.ts',
  'src/main.ts',
];

/** The shortest name and the longest, and what people write. */
const NAMES = ['ab', `l${'o'.repeat(36)}ng`, 'my-shop2'];

let root: string;
let workspace: Workspace;
let listed: readonly Archetype[];

beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'archetypes-'));
  workspace = workspaceOf(ARCHETYPES);
  listed = await workspace.archetypes();
});
afterAll(() => rm(root, { recursive: true, force: true }));

function workspaceOf(archetypesDir: string): Workspace {
  return localWorkspace({
    projectsDir: path.join(root, 'projects'),
    archetypesDir,
    gitDirectory: (directory) => path.join(root, 'git', path.basename(directory)),
  });
}

it('lists every folder of archetypes/, in order', () => {
  expect(listed.map(({ name }) => name)).toEqual(FOLDERS);
  expect(FOLDERS.length).toBeGreaterThanOrEqual(5);
});

it('tries the shortest and the longest name', () => {
  const [shortest = '', longest = ''] = NAMES;
  expect(NAMES.every(isProjectName)).toBe(true);
  expect([shortest.slice(1), `${longest}x`].some(isProjectName)).toBe(false);
});

it('names every archetype in the README and tells each title apart', () => {
  const readme = readFileSync(path.join(ROOT, 'README.md'), 'utf8');
  expect(FOLDERS.filter((name) => !readme.includes(`\`${name}\``))).toEqual([]);
  for (const language of ['en', 'ru'] as const)
    expect(new Set(listed.map(({ title }) => title[language])).size).toBe(FOLDERS.length);
  expect(listed.filter(({ description }) => !/[а-я]/iu.test(description.ru))).toEqual([]);
});

describe.each(FOLDERS)('%s', (folder) => {
  let archetype: Archetype;
  let directory: string;
  const read = (file: string): string => readFileSync(path.join(directory, file), 'utf8');
  const lines = (file: string): string[] =>
    read(file)
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '' && !line.startsWith('#'));
  const files = (): string[] =>
    readdirSync(directory, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.relative(directory, path.join(entry.parentPath, entry.name)));

  beforeAll(async () => {
    archetype = listed.find(({ name }) => name === folder)!;
    await workspace.create(NAMES[2]!, folder);
    directory = workspace.directory(NAMES[2]!);
  });

  const commands = (): string[] =>
    [
      ...(archetype.install ? [archetype.install] : []),
      ...archetype.checks.map(({ run }) => run),
    ].map((argv) => argv.join(' '));

  it('has all that a project needs, and nothing of ours', () => {
    const found = files();
    expect(FILES.filter((file) => !found.includes(file))).toEqual([]);
    expect(found.filter((file) => /gitignore$|archetype\.yaml$|node_modules/u.test(file))).toEqual([
      '.gitignore',
    ]);
    expect(statSync(path.join(directory, 'hooks/pre-deploy.sh')).mode & 0o111).toBe(0o111);
    expect(lines('.gitignore')).toEqual(expect.arrayContaining(['node_modules/', '.env']));
    expect(lines('.dockerignore')).toEqual(
      expect.arrayContaining(['node_modules', '.git', '.env', '**/*.test.ts']),
    );
  });

  it.each(NAMES)('is whole when it is called %s', async (name) => {
    await workspace.create(name, folder);
    directory = workspace.directory(name);
    const ends = (pattern: RegExp): string[] => files().filter((file) => pattern.test(file));
    // GitHub's own expressions look alike: `${{ … }}`.
    expect(files().filter((file) => /(?<!\$)\{\{.*?\}\}/u.test(read(file)))).toEqual([]);
    for (const file of ends(/\.json$/u)) expect(JSON.parse(read(file))).toMatchObject({ name });
    for (const file of ends(/\.ya?ml$/u)) expect(parse(read(file))).toBeTypeOf('object');
    expect(JSON.parse(read('package-lock.json')).packages[''].name).toBe(name);
    expect(parse(read('.codefoundry/project.yaml')).build).toContain(name);
    for (const file of ['README.md', 'AGENTS.md']) expect(read(file)).toContain(name);
    await workspace.remove(name);
    await workspace.create(NAMES[2]!, folder);
    directory = workspace.directory(NAMES[2]!);
  });

  it('installs exact versions, those of its lock file, and runs on the Node that it tests with', () => {
    const {
      dependencies = {},
      devDependencies,
      engines,
      scripts,
    } = JSON.parse(read('package.json'));
    const whole = JSON.parse(read('package-lock.json')).packages[''];
    expect(devDependencies).toBeUndefined();
    expect(whole.dependencies ?? {}).toEqual(dependencies);
    expect(whole.engines).toEqual(engines);
    for (const version of Object.values(dependencies)) expect(version).toMatch(/^\d+\.\d+\.\d+$/u);
    expect(engines).toEqual({ node: '>=24' });
    expect(scripts).toMatchObject({
      start: expect.stringMatching(/^node .*src\/main\.ts$/u),
      test: expect.stringMatching(/^node .*--test /u),
    });
  });

  it('checks the same on GitHub, on GitLab, before a deploy and here', () => {
    const github = parse(read('.github/workflows/ci.yml'));
    expect(github.permissions).toEqual({ contents: 'read' });
    const jobs: { steps: { run?: string; with?: object }[] }[] = Object.values(github.jobs);
    const steps = jobs.flatMap((job) => job.steps);
    expect(steps.flatMap((step) => step.run ?? [])).toEqual(commands());
    expect(steps.map((step) => step.with)).toContainEqual({ 'node-version': 24, cache: 'npm' });

    const gitlab = parse(read('.gitlab-ci.yml'));
    expect(gitlab.test.image).toMatch(/^node:24\b/u);
    const run: string[] = gitlab.test.script;
    expect(run.map((line) => line.replace(' --cache .npm --prefer-offline', ''))).toEqual(
      commands(),
    );

    expect(lines('hooks/pre-deploy.sh').slice(2)).toEqual(commands());
    for (const command of commands()) expect(read('AGENTS.md')).toContain(`\`${command}\``);
  });

  it('has a hook that a shell can read, and that shellcheck has nothing to say about', () => {
    const hook = path.join(directory, 'hooks/pre-deploy.sh');
    expect(read('hooks/pre-deploy.sh')).toMatch(/^#!\/bin\/sh\n/u);
    expect(lines('hooks/pre-deploy.sh')[0]).toBe('set -eu');
    execFileSync('sh', ['-n', hook]);
    const shellcheck = spawnSync('shellcheck', [hook], { encoding: 'utf8' });
    // Not on every machine: there, the shell alone has read it.
    expect(shellcheck.error === undefined ? shellcheck.stdout : '').toBe('');
  });

  it('makes a small image that does not run as root, and tells health where there is some', () => {
    const dockerfile = read('Dockerfile').replaceAll('\\\n', '');
    const stages = dockerfile.split(/^(?=FROM )/mu);
    expect(stages).toHaveLength(2);
    const instructions = stages[1]!.split('\n').filter((line) => line !== '');
    const named = (name: string): string[] =>
      instructions.filter((line) => line.startsWith(`${name} `));
    for (const stage of stages) expect(stage).toMatch(/^FROM node:24-alpine\b/u);
    expect(stages[0]).toContain('RUN npm ci --omit=dev');
    expect(stages[1]).not.toMatch(/^(?:RUN|ADD) /mu);
    expect(named('USER')).toEqual(['USER node']);
    const last = instructions.at(-1)!;
    const [, json = ''] = /^(?:CMD|ENTRYPOINT) (.*)$/u.exec(last) ?? [];
    const { scripts } = JSON.parse(read('package.json'));
    expect((JSON.parse(json) as string[]).join(' ')).toBe(scripts.start);
    for (const line of named('COPY').filter((copy) => !copy.includes('--from=')))
      for (const source of line.split(' ').slice(1, -1)) statSync(path.join(directory, source));
    expect(read('Dockerfile')).not.toMatch(/TOKEN|KEY|PASSWORD|SECRET/u);

    const { health, start } = archetype;
    expect(named('HEALTHCHECK')).toHaveLength(health ? 1 : 0);
    expect(named('EXPOSE')).toHaveLength(health ? 1 : 0);
    if (!health) return;
    expect(start).toBeDefined();
    expect(named('HEALTHCHECK')[0]).toContain(
      `127.0.0.1:\${process.env.${health.portVariable}}${health.path}`,
    );
    expect(read('src/main.ts')).toContain(`process.env['${health.portVariable}']`);
    expect(read('README.md')).toContain(`\`${health.portVariable}\``);
  });

  it('tells the agent on one page where things are, what to run, and what to leave alone', () => {
    const guide = read('AGENTS.md');
    const headings = [...guide.matchAll(/^## (.+)$/gmu)].map(([, heading]) => heading);
    expect(headings).toEqual([
      'Layout',
      'Commands',
      expect.stringMatching(/^Add an? .+ with a test$/u),
      'Rules',
      'Leave alone',
    ]);
    expect(guide.split('\n').length).toBeLessThan(90);
    const paths = [...guide.matchAll(/`((?:src|test)\/[\w./-]+)`/gu)].map(([, file]) => file!);
    const missing = paths.filter((file) => !/\bping\b/u.test(file) && !exists(file));
    expect(missing).toEqual([]);
  });

  it('holds no secret', () => {
    const masker = createMasker();
    expect(files().filter((file) => masker.mask(read(file)) !== read(file))).toEqual([]);
  });

  const exists = (file: string): boolean =>
    statSync(path.join(directory, file), { throwIfNoEntry: false }) !== undefined;
});

describe('a template that is wrong', () => {
  const project = 'archetype: bad\nchecks: [{ name: tests, run: [npm, test] }]\n';
  const words = 'title: { en: Bad, ru: Плохой }\ndescription: { en: Bad one, ru: Плохой он }\n';

  it.each([
    { what: 'a key that nobody reads', words, project: `${project}heath: { path: / }\n` },
    { what: 'no checks', words, project: 'archetype: bad\n' },
    { what: 'another name', words, project: project.replace('bad', 'good') },
    { what: 'a command that is one text', words, project: `${project}build: npm run build\n` },
    {
      what: 'a path without a slash',
      words,
      project: `${project}health: { path: up, portVariable: PORT }\n`,
    },
    { what: 'one language', words: words.replace(', ru: Плохой }', ' }'), project },
    { what: 'a long title', words: words.replace('Bad', 'B'.repeat(41)), project },
    { what: 'no YAML', words: 'title: {', project },
    { what: 'no words', words: undefined, project },
  ])('is told with its file: $what', async (bad) => {
    const archetypes = await mkdtemp(path.join(root, 'bad-'));
    await mkdir(path.join(archetypes, 'bad', '.codefoundry'), { recursive: true });
    if (bad.words !== undefined)
      await writeFile(path.join(archetypes, 'bad', 'archetype.yaml'), bad.words);
    await writeFile(path.join(archetypes, 'bad', '.codefoundry', 'project.yaml'), bad.project);

    await expect(workspaceOf(archetypes).archetypes()).rejects.toMatchObject({
      code: 'config-invalid',
      detail: expect.stringMatching(/\/bad\/(?:archetype|\.codefoundry\/project)\.yaml/u),
    });
  });
});

describe('making a project', () => {
  it('replaces what an interrupted attempt left, and takes no installed packages along', async () => {
    const archetypes = await mkdtemp(path.join(root, 'own-'));
    await cp(path.join(ARCHETYPES, 'cli-tool'), path.join(archetypes, 'mine'), { recursive: true });
    await mkdir(path.join(archetypes, 'mine', 'node_modules', 'x'), { recursive: true });
    await mkdir(workspace.directory('half'), { recursive: true });
    await writeFile(path.join(workspace.directory('half'), 'left.txt'), '');

    await workspaceOf(archetypes).create('half', 'mine');

    const found = readdirSync(workspace.directory('half'));
    expect(found).toContain('src');
    expect(found.filter((file) => /left|node_modules|archetype/u.test(file))).toEqual([]);
  });

  it.each(['..', '../..', '', 'telegram-bot/src', 'Ⅻ'])(
    'takes %j for no template',
    async (name) => {
      await expect(workspace.create('safe', name)).rejects.toThrow('not a template');
      expect(await workspace.exists('safe')).toBe(false);
    },
  );
});
