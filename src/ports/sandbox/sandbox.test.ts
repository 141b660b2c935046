import { execFileSync } from 'node:child_process';
import {
  access,
  chmod,
  lstat,
  mkdir,
  mkdtemp,
  readFile,
  readdir,
  realpath,
  rm,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runCapped } from '#lib/run-capped.ts';
import { type ProjectSandbox, detectSandbox } from './detect.ts';
import { noSandbox } from './none/none.ts';

const LIMIT = { timeoutMs: 10_000 };
let root: string;
let alpha: string;
let sandbox: ProjectSandbox;
let shell: string;

beforeAll(async () => {
  process.env['SANDBOX_TEST'] = 'SECRET-OURS';
  // Not below /tmp, which is special inside.
  root = await realpath(await mkdtemp('/var/tmp/sandbox-'));
  alpha = join(root, 'projects', 'alpha');
  await mkdir(join(alpha, 'deep', 'er'), { recursive: true });
  await mkdir(join(root, 'projects', 'beta'), { recursive: true });
  await mkdir(join(root, 'data', 'git', 'alpha.git'), { recursive: true });
  await writeFile(join(root, 'data', 'secret.txt'), 'SECRET-DATA');
  await writeFile(join(root, 'projects', 'beta', 'secret.txt'), 'SECRET-BETA');
  await symlink(join(root, 'data'), join(alpha, 'way-out'));
  sandbox = await detectSandbox({
    projectsDir: join(root, 'projects'),
    dataDir: join(root, 'data'),
    node: process.execPath,
    environment: { ...process.env, TELEGRAM_BOT_TOKEN: 'SECRET-TOKEN', LANG: 'C.UTF-8' },
  });
  shell = join(root, 'data', 'project-shell');
  await writeFile(shell, sandbox.shell);
  await chmod(shell, 0o755);
});

afterAll(async () => {
  delete process.env['SANDBOX_TEST'];
  await rm(root, { recursive: true, force: true });
});

/** The same command in both ways in: the bot's own runs, and the agent's shell. */
const ways = {
  run: (command: string) => sandbox.run(alpha, ['/bin/sh', '-c', command], LIMIT),
  shell: (command: string, directory = alpha, environment: Record<string, string> = {}) =>
    runCapped([shell, '-c', command], {
      directory,
      environment: {
        PATH: process.env['PATH'] ?? '',
        GATEWAY_TOKEN: 'SECRET-GATEWAY',
        ...environment,
      },
      capBytes: 65_536,
      ...LIMIT,
    }),
};

const works = hasBubblewrap();

describe.skipIf(!works)('bubblewrap (skipped: bwrap cannot run here)', () => {
  test('is what detection finds', () => {
    expect(sandbox.isolation).toEqual({ kind: 'bubblewrap' });
  });

  describe.each(['run', 'shell'] as const)('by %s', (way) => {
    test('shows no secret: environment, process 1, data, other projects, links out', async () => {
      const { output } = await ways[way](
        `env; tr '\\0' '\\n' < /proc/1/environ; tr '\\0' '\\n' < /proc/1/cmdline; cat ${root}/data/* ` +
          `../*/secret.txt way-out/secret.txt /proc/*/environ /etc/shadow; ls -a .. ${root}; ls /proc; echo end`,
      );
      expect(output).toContain('end');
      expect(output).not.toContain('SECRET');
      expect(output).not.toContain('beta');
      expect(output).not.toContain('root:');
    });

    test('has node 24, npm, names and certificates', async () => {
      const { output } = await ways[way](
        'node --version; npm --version; node -e "os.userInfo()"; test -r /etc/resolv.conf && echo dns',
      );
      expect(output).toMatch(/^v24\.[^\n]*\n\d+\.\d+\.\d+\ndns\n$/u);
    });

    test('keeps files of the project and of home, and has a /tmp to write to', async () => {
      // What stays in /tmp depends on where Node lies: below /tmp, it is fresh for each command.
      const first = await ways[way](
        'echo 1 > made.txt; echo 2 > ~/kept; echo 3 > /tmp/a; cat /tmp/a',
      );
      expect(first.output).toBe('3\n');
      const { output } = await ways[way]('cat made.txt ~/kept');
      expect(output).toBe('1\n2\n');
      expect(await readFile(join(alpha, 'made.txt'), 'utf8')).toBe('1\n');
    });

    test('cannot write to .git, to the system or beside the project', async () => {
      const { output } = await ways[way](
        `for f in .git ${root}/data/git/alpha.git/config /usr/x /etc/x; do (echo x > $f) 2>&1; done; rm -f .git; mv x .git; ln -sf x .git`,
      );
      expect(output.match(/Read-only|Permission denied/gu)).toHaveLength(3);
      expect(output.match(/busy/gu)?.length).toBeGreaterThanOrEqual(2);
      expect(await readFile(join(alpha, '.git'), 'utf8')).toBe(
        `gitdir: ${root}/data/git/alpha.git\n`,
      );
      await expect(readFile('/etc/x')).rejects.toThrow('ENOENT');
    });

    test('shows a task its own tree and the repository of its project, and no sibling', async () => {
      const task = join(root, 'projects', 'alpha.login');
      const place = join(root, 'data', 'git', 'alpha.git', 'worktrees', 'login');
      await mkdir(task, { recursive: true });
      await mkdir(place, { recursive: true });
      await writeFile(join(place, 'HEAD'), 'ref: refs/heads/task/login\n');
      await writeFile(join(alpha, 'project.txt'), 'SECRET-ALPHA');
      const command =
        `echo mine > here.txt; cat .git ${place}/HEAD; (echo x > ${place}/HEAD) 2>&1; ` +
        `ls -a ..; cat ../alpha/project.txt; (echo x > ../alpha/planted.txt); echo end`;
      const { output } =
        way === 'run'
          ? await sandbox.run(task, ['/bin/sh', '-c', command], LIMIT)
          : await ways.shell(command, task);
      expect(output).toContain(`gitdir: ${place}\nref: refs/heads/task/login\n`);
      expect(output).toMatch(/Read-only|Permission denied/u);
      expect(output).not.toContain('SECRET');
      expect(output).toContain('end');
      expect(await readFile(join(task, 'here.txt'), 'utf8')).toBe('mine\n');
      await expect(access(join(alpha, 'planted.txt'))).rejects.toThrow('ENOENT');
      const { output: other } = await ways[way]('ls -a ..; cat ../alpha.login/here.txt');
      expect(other).not.toContain('mine');
      expect(other).not.toContain('alpha.login\n');
    });

    test.each<[string, (git: string) => Promise<unknown>]>([
      ['a link to the projects', (git) => symlink('..', git)],
      ['a link above them', (git) => symlink('../..', git)],
      ['a link to our data', (git) => symlink(join(root, 'data'), git)],
      ['a link as bwrap sees it', (git) => symlink(join('/oldroot', root, 'data'), git)],
      ['a link to nothing', (git) => symlink(join(root, 'data', 'created'), git)],
      ['a directory', (git) => mkdir(join(git, 'hooks'), { recursive: true })],
      ['a pipe', async (git) => execFileSync('/bin/sh', ['-c', 'mkfifo "$0"', git])],
      ['another repository', (git) => writeFile(git, 'gitdir: ../x\n'.padEnd(1e6))],
      ['nothing', async () => undefined],
    ])('puts .git right and shows nothing more where it became %s', async (_, replace) => {
      const git = join(alpha, '.git');
      await rm(git, { recursive: true, force: true });
      await replace(git);
      const { output } = await ways[way](
        `ls -a .. ${root} ${root}/data; cat .git ../*/secret.txt ../../data/secret.txt .git/secret.txt .git/*/secret.txt; echo end`,
      );
      expect(output).toContain('end');
      expect(output).toContain('gitdir: ');
      expect(output).not.toMatch(/SECRET|beta/u);
      expect(await readFile(git, 'utf8')).toBe(`gitdir: ${root}/data/git/alpha.git\n`);
      expect((await lstat(git)).isFile()).toBe(true);
      await expect(access(join(root, 'data', 'created'))).rejects.toThrow('ENOENT');
      expect(await readFile(join(root, 'data', 'secret.txt'), 'utf8')).toBe('SECRET-DATA');
    });

    test('has no capability to regain what was taken', async () => {
      const { output } = await ways[way]('grep CapEff /proc/self/status; mount -t tmpfs x /mnt');
      expect(output).toContain('CapEff:\t0000000000000000');
    });

    test('gives the exit code of the command', async () => {
      expect(await ways[way]('exit 7')).toMatchObject({ exitCode: 7 });
    });
  });

  test('leaves no process behind, however it hides', async () => {
    const marker = `61.${process.pid}`;
    await sandbox.run(alpha, ['/bin/sh', '-c', `setsid sleep ${marker} & echo`], LIMIT);
    await expect.poll(() => processes()).not.toContain(`sleep ${marker}`);
  });

  test('ends at the time limit with everything in it', async () => {
    const marker = `62.${process.pid}`;
    const command = `setsid sleep ${marker} & echo before; sleep ${marker}`;
    const ran = await sandbox.run(alpha, ['/bin/sh', '-c', command], { timeoutMs: 700 });
    expect(ran).toEqual({ exitCode: undefined, output: 'before\n', timedOut: true });
    await expect.poll(() => processes()).not.toContain(`sleep ${marker}`);
  });

  test('refuses to run outside a project', async () => {
    await expect(sandbox.run(join(root, 'data'), ['true'], LIMIT)).rejects.toThrow(
      'not directly in',
    );
    await expect(sandbox.run(join(alpha, 'nothing'), ['true'], LIMIT)).rejects.toThrow(
      'no directory',
    );
  });

  test('the shell works below the project and refuses everywhere else', async () => {
    expect((await ways.shell('pwd', join(alpha, 'deep', 'er'))).output).toBe(`${alpha}/deep/er\n`);
    for (const directory of [
      root,
      join(root, 'data'),
      join(root, 'projects'),
      join(alpha, 'way-out'),
    ])
      expect(await ways.shell('echo ran', directory)).toMatchObject({ exitCode: 126 });
  });

  test('the shell takes nothing but -c and a line', async () => {
    for (const args of [['-lc', 'echo ran'], ['-c'], ['-c', 'echo ran', 'x'], ['-s']]) {
      const ran = await runCapped([shell, ...args], {
        directory: alpha,
        environment: {},
        capBytes: 1000,
        ...LIMIT,
      });
      expect(ran).toMatchObject({ exitCode: 126 });
    }
  });

  test('variables of the caller do not steer the shell', async () => {
    const hostile = {
      SHELLOPTS: 'xtrace',
      PS4: '$(cat ../beta/secret.txt)',
      BASH_ENV: join(root, 'projects', 'beta', 'secret.txt'),
      ENV: join(root, 'projects', 'beta', 'secret.txt'),
      'BASH_FUNC_pwd%%': '() { echo /; }',
      IFS: '/',
    };
    const { output } = await ways.shell('echo fine', alpha, hostile);
    expect(output).toBe('fine\n');
  });

  test('the line reaches the shell as it is', async () => {
    expect((await ways.shell(`printf '%s\\n' "a'b" '$HOME' \`echo x\``)).output).toBe(
      "a'b\n$HOME\nx\n",
    );
  });
});

test('a command that does not exist is the command’s failure, in both sandboxes', async () => {
  const place = {
    projectsDir: root,
    cachesDir: join(root, 'cache'),
    repositoriesDir: join(root, 'git'),
    environment: {},
  };
  for (const any of [sandbox, noSandbox(place, { code: 'no-bubblewrap' })])
    expect(await any.run(alpha, ['no-such-program'], LIMIT)).toMatchObject({ exitCode: 127 });
});

describe.skipIf(!works)('projects below /tmp', () => {
  let below: string;
  let inTmp: ProjectSandbox;

  beforeAll(async () => {
    below = await realpath(await mkdtemp(join(tmpdir(), 'sandbox-')));
    await mkdir(join(below, 'data', 'projects', 'gamma'), { recursive: true });
    await writeFile(join(below, 'data', 'secret.txt'), 'SECRET-DATA');
    inTmp = await detectSandbox({
      projectsDir: join(below, 'data', 'projects'),
      dataDir: join(below, 'data'),
      node: process.execPath,
      environment: process.env,
    });
    await writeFile(join(below, 'shell'), inTmp.shell, { mode: 0o755 });
  });

  afterAll(() => rm(below, { recursive: true, force: true }));

  test('links that a command leaves in /tmp lead no later mount astray', async () => {
    const gamma = join(below, 'data', 'projects', 'gamma');
    const run = (command: string) => inTmp.run(gamma, ['/bin/sh', '-c', command], LIMIT);
    const inShell = (command: string) =>
      runCapped([join(below, 'shell'), '-c', command], {
        directory: gamma,
        environment: {},
        capBytes: 65_536,
        ...LIMIT,
      });
    for (const each of [run, inShell]) {
      await each(`echo x > /tmp/left; mv ${below} /tmp/gone; ln -s /oldroot${below} ${below}`);
      const { output } = await each(`cat ${below}/data/secret.txt; ls /tmp; echo end`);
      expect(output).toContain('end');
      expect(output).not.toMatch(/SECRET|left|gone/u);
      expect(await readdir(join(below, 'data', 'cache', 'gamma', 'tmp'))).toEqual([]);
    }
  });
});

test.skipIf(!works)(
  'a Node that lies below /tmp is there for projects, the rest of /tmp is not',
  async () => {
    const tools = await mkdtemp(join(tmpdir(), 'tools-'));
    await writeFile(join(tools, 'secret'), 'SECRET');
    await writeFile(join(tools, 'node'), '#!/bin/sh\necho v24-below-tmp\n', { mode: 0o755 });
    const found = await detectSandbox({
      projectsDir: join(root, 'projects'),
      dataDir: join(root, 'data'),
      node: join(tools, 'node'),
      environment: process.env,
    });
    expect((await found.run(alpha, ['node', '--version'], LIMIT)).output).toBe('v24-below-tmp\n');
    expect(await found.run(alpha, ['ls', join(root, 'data')], LIMIT)).toMatchObject({
      output: 'git\n',
    });
    expect((await found.run(alpha, ['ls', tools, '/tmp'], LIMIT)).output).not.toContain('secret');
    await rm(tools, { recursive: true });
  },
);

test('without bwrap there is no isolation, and still no variable of ours', async () => {
  const bare = await detectSandbox({
    projectsDir: join(root, 'projects'),
    dataDir: join(root, 'data'),
    node: process.execPath,
    environment: { PATH: '/nowhere', TELEGRAM_BOT_TOKEN: 'SECRET-TOKEN', TZ: 'UTC' },
  });
  expect(bare.isolation).toMatchObject({
    kind: 'none',
    why: { code: 'no-bubblewrap' },
  });
  await writeFile(shell, bare.shell);
  const byShell = await ways.shell('env; pwd', join(alpha, 'deep'));
  const byRun = await bare.run(alpha, ['env'], LIMIT);
  for (const { output } of [byShell, byRun]) {
    expect(output).not.toContain('SECRET');
    expect(output).toContain('TZ=UTC');
    expect(output).toContain(`HOME=${root}/data/cache/alpha/home`);
  }
  expect(byShell.output).toContain(`${alpha}/deep\n`);
  await writeFile(shell, sandbox.shell);
});

test.skipIf(!works)(
  'a Node that cannot run inside is told apart from a bwrap that cannot',
  async () => {
    const bin = join(root, 'lone');
    await mkdir(bin, { recursive: true });
    await writeFile(join(bin, 'node'), '#!/no/such/interpreter\n', { mode: 0o755 });
    const found = await detectSandbox({
      projectsDir: join(root, 'projects'),
      dataDir: join(root, 'data'),
      node: join(bin, 'node'),
      environment: process.env,
    });
    const { isolation } = found;
    expect(isolation).toMatchObject({
      kind: 'none',
      why: { code: 'no-node', detail: expect.stringContaining('node') },
    });
  },
);

test('a bwrap that cannot build the view is told apart, with its own words', async () => {
  const bin = join(root, 'bin');
  await mkdir(bin, { recursive: true });
  await writeFile(join(bin, 'bwrap'), '#!/bin/sh\necho "bwrap: No permissions" >&2; exit 1\n', {
    mode: 0o755,
  });
  const found = await detectSandbox({
    projectsDir: join(root, 'projects'),
    dataDir: join(root, 'data'),
    node: process.execPath,
    environment: { PATH: bin },
  });
  expect(found.isolation).toMatchObject({
    kind: 'none',
    why: { code: 'no-namespaces', detail: 'bwrap: No permissions' },
  });
});

function hasBubblewrap(): boolean {
  try {
    execFileSync('bwrap', ['--unshare-user', '--unshare-pid', '--ro-bind', '/', '/', 'true']);
    return true;
  } catch {
    return false;
  }
}

function processes(): string {
  return execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' });
}
