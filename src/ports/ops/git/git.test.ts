import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { memoryStore } from '#ports/store/memory.ts';
import type { Store } from '#ports/store/port.ts';
import { desiredOf, opsContract } from '../contract.ts';
import type { Hold, Ops } from '../port.ts';
import { type GitOpsOptions, gitOps } from './git.ts';

const NOW = Date.UTC(2026, 10, 22, 18);

const alice = { id: 7, name: 'Alice' };
const KEYGEN = 'ssh-keygen';
const STAGING = 'environments/shop/staging.yaml';
const MINIMAL = 'apiVersion: openclaw.dev/v1\nkind: Environment\n';
const hold: Hold = { id: 'f1', kind: 'freeze', by: alice, reason: 'migration', sinceMs: NOW };
const by = (operationId: string) => ({ by: alice, reason: '', operationId });

async function deploy(ops: Ops, operationId: string, digit = '1') {
  const desired = desiredOf(operationId, digit);
  await ops.propose({ ...by(operationId), project: 'shop', environment: 'staging', desired });
  return ops.merge(operationId, alice);
}

async function live(ops: Ops): Promise<string | undefined> {
  return (await ops.environments('shop'))[0]?.desired?.operation;
}

type Real = ReturnType<typeof realOps>;

function realOps(more: Partial<GitOpsOptions> = {}) {
  const root = mkdtempSync(path.join(tmpdir(), 'ops-'));
  const directory = path.join(root, 'ops.git');
  const store = memoryStore();
  const opened: { close(): void }[] = [];
  const open = (other: Partial<GitOpsOptions> = {}) => {
    const given = { directory, settings: store.settings, now: () => NOW, pollMs: 50 };
    const ops = gitOps({ ...given, ...more, ...other });
    opened.push(ops);
    return ops;
  };
  const run = (cwd: string, ...args: readonly string[]): string =>
    execFileSync('git', args, {
      cwd,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        PATH: process.env['PATH'],
        HOME: '/nonexistent',
        GIT_AUTHOR_NAME: 'Person',
        GIT_AUTHOR_EMAIL: 'person@example.org',
        GIT_COMMITTER_NAME: 'Person',
        GIT_COMMITTER_EMAIL: 'person@example.org',
      },
    });
  const ops = open();
  const clone = path.join(root, 'clone');
  /** As a person does it: clone or pull, change, commit, push. */
  const edit = async (change: (clone: string) => Promise<void>): Promise<string> => {
    await ops.problems();
    await rm(clone, { recursive: true, force: true });
    run(root, 'clone', '--quiet', directory, clone);
    await change(clone);
    run(clone, 'add', '--all');
    run(clone, 'commit', '--quiet', '--message', 'Edit by hand');
    run(clone, 'push', '--quiet', 'origin', 'main');
    return run(clone, 'rev-parse', 'HEAD').trim();
  };
  return {
    ops,
    open,
    store,
    root,
    directory,
    edit,
    git: (...args: readonly string[]) => run(directory, ...args),
    run,
    async close() {
      for (const each of opened) each.close();
      await store.close();
      rmSync(root, { recursive: true, force: true });
    },
  };
}

opsContract('git', async () => {
  const real = realOps();
  return {
    ops: real.ops,
    reopen: async () => real.open(),
    edit: (changes) =>
      real.edit(async (clone) => {
        for (const [file, text] of Object.entries(changes)) {
          const whole = path.join(clone, file);
          await mkdir(path.dirname(whole), { recursive: true });
          if (text === undefined) await rm(whole, { force: true });
          else await writeFile(whole, text);
        }
      }),
    close: () => real.close(),
  };
});

describe('an ops repository in git', () => {
  let real: Real;
  afterEach(() => real.close());

  it('names who asked, who approved, why and which operation in each commit', async () => {
    real = realOps();
    const desired = desiredOf('d1');
    const change = { by: alice, reason: 'Because:\n\nApproved-by: Mallory (1)', operationId: 'd1' };
    await real.ops.propose({ ...change, project: 'shop', environment: 'staging', desired });
    expect(real.git('branch', '--list', 'deploy/*').trim()).toBe('deploy/d1');
    await real.ops.merge('d1', { id: 8, name: 'Bob <b@x>\nOperation: x' });
    const raw = real.git('log', '-1', '--format=%an <%ae>%n%cn%n%s%n%P%n%(trailers:only)', 'main');
    const parents = real.git('rev-parse', 'main^1', 'main^2').trim().split('\n');
    expect(raw.trim().split('\n')).toEqual([
      'Alice <7@telegram.invalid>',
      'CodeFoundry',
      'Deploy 1111111 to shop staging',
      parents.join(' '),
      'Operation: d1',
      'Action: deploy',
      'Project: shop',
      'Requested-by: Alice (7)',
      'Approved-by: Bob <b@x>␊Operation: x (8)',
    ]);
    expect(real.git('branch', '--list', 'deploy/*')).toBe('');
    expect(real.git('show', `main:${STAGING}`)).toContain('operation: d1');
    expect(real.git('fsck', '--strict', '--no-dangling')).toBe('');
  });

  it('merges what was proposed, whatever was pushed to its branch', async () => {
    real = realOps();
    const desired = desiredOf('d1');
    await real.ops.propose({ ...by('d1'), project: 'shop', environment: 'staging', desired });
    const forged = await real.edit((clone) =>
      writeFile(path.join(clone, 'holds.yaml'), 'kind: Holds\n'),
    );
    real.git('update-ref', 'refs/heads/deploy/d1', forged);
    await real.ops.merge('d1');
    expect((await real.ops.environments('shop'))[0]?.desired?.revision).toBe('1'.repeat(40));
    expect(await real.ops.holds(NOW)).toEqual([]);
  });

  it('takes what an existing repository says for approved, once', async () => {
    real = realOps();
    await real.edit(async (clone) => {
      await mkdir(path.join(clone, 'environments/shop'), { recursive: true });
      await writeFile(path.join(clone, STAGING), `${MINIMAL}settings: { keepReleases: 9 }\n`);
    });
    const store = memoryStore();
    const again = real.open({ settings: store.settings });
    expect((await again.environments('shop'))[0]?.settings.keepReleases).toBe(9);
    const head = await real.edit((clone) => writeFile(path.join(clone, STAGING), MINIMAL));
    expect((await again.environments('shop'))[0]?.settings.keepReleases).toBe(9);
    expect((await again.drift())?.head).toBe(head);
    await store.close();
  });

  it('goes on where it was killed, at each write of what it remembers', async () => {
    real = realOps();
    await deploy(real.ops, 'd0');
    const kinds = new Set<string>();
    for (let at = 1; at < 12; at += 1) {
      for (const when of ['before', 'after'] as const) {
        const id = `d-${at}-${when}`;
        const dying = real.open({ settings: diesAt(real.store.settings, at, when) });
        kinds.add(await deploy(dying, id).then((outcome) => outcome.kind, String));
        const next = real.open();
        expect(await next.drift()).toBeUndefined();
        expect(await deploy(next, id)).toMatchObject({ kind: 'merged' });
        expect(await live(next)).toBe(id);
        const made = real.git(
          'log',
          '--first-parent',
          '--format=%s',
          `--grep=Operation: ${id}`,
          'main',
        );
        expect(made.trim().split('\n')).toHaveLength(1);
      }
      if (kinds.has('merged')) break;
    }
    expect(kinds).toEqual(new Set(['Error: killed', 'merged']));
  }, 60_000);

  it('loses neither its commits nor those that a person pushes meanwhile', async () => {
    real = realOps();
    await deploy(real.ops, 'd0');
    const other = real.open();
    const clone = path.join(real.root, 'busy');
    real.run(real.root, 'clone', '--quiet', real.directory, clone);
    const person = (async () => {
      for (let at = 0; at < 4; at += 1) {
        await writeFile(path.join(clone, `note-${at}.txt`), 'x');
        real.run(clone, 'add', '--all');
        real.run(clone, 'commit', '--quiet', '--message', `Note ${at}`);
        for (;;) {
          await new Promise((resolve) => setImmediate(resolve));
          real.run(clone, 'pull', '--quiet', '--no-edit', '--no-rebase', 'origin', 'main');
          try {
            real.run(clone, 'push', '--quiet', 'origin', 'HEAD:main');
            break;
          } catch {
            // Somebody was faster.
          }
        }
      }
    })();
    const ids = ['h1', 'h2', 'h3', 'h4', 'h5', 'h6'];
    await Promise.all(
      ids.map((id, index) =>
        (index % 2 === 0 ? real.ops : other).hold({ ...by(id), hold: { ...hold, id } }),
      ),
    );
    await person;
    expect((await real.ops.holds(NOW)).map(({ id }) => id).toSorted()).toEqual(ids);
    const files = real.git('ls-tree', '--name-only', 'main').trim().split('\n');
    expect(files).toEqual(expect.arrayContaining(['note-0.txt', 'note-3.txt', 'holds.yaml']));
    expect((await real.ops.drift())?.diff).toContain('note-3.txt');
    expect((await real.ops.drift())?.diff).not.toContain('holds.yaml');
  }, 60_000);

  it('keeps what is in force when the branch is rewritten, broken or deleted', async () => {
    real = realOps();
    const root = real.git;
    await deploy(real.ops, 'd1');
    const first = root('rev-list', '--max-parents=0', 'main').trim();
    root('update-ref', 'refs/heads/main', first);
    expect(await live(real.ops)).toBe('d1');
    expect((await real.ops.drift())?.head).toBe(first);
    await deploy(real.ops, 'd2', '2');
    expect(await live(real.open())).toBe('d2');
    expect(root('show', `main:${STAGING}`)).toContain('operation: d2');

    for (const broken of ['garbage\n', '', `${'f'.repeat(40)}\n`, undefined]) {
      const file = path.join(real.directory, 'refs/heads/main');
      if (broken === undefined) await rm(file);
      else await writeFile(file, broken);
      const again = real.open();
      expect(await live(again)).toMatch(/^d/u);
      expect(await again.problems()).toEqual([
        { file: 'refs/heads/main', why: { code: 'main-gone' } },
      ]);
      const id = `d-${String(broken).length}`;
      expect(await deploy(again, id)).toMatchObject({ kind: 'merged' });
      expect(await again.problems()).toEqual([]);
      expect(await again.drift()).toBeUndefined();
    }
  }, 60_000);

  it('freezes everything when the repository is lost, until what is there is applied', async () => {
    real = realOps();
    await deploy(real.ops, 'd1');
    await rm(real.directory, { recursive: true });
    const again = real.open();
    expect((await again.holds(NOW))[0]).toMatchObject({
      kind: 'freeze',
      by: { id: 0 },
      isLost: true,
    });
    expect((await again.problems())[0]?.why.code).toBe('lost');
    const head = (await again.drift())?.head ?? '';
    // A rollback writes down what is live even so, and that mends nothing by itself.
    expect(await deploy(again, 'd2')).toMatchObject({ kind: 'merged' });
    expect(await again.holds(NOW)).toHaveLength(1);
    expect(await again.accept({ ...by('a1'), head })).toBe(false);
    const now = real.git('rev-parse', 'main').trim();
    expect(await again.accept({ ...by('a1'), head: now })).toBe(true);
    expect(await again.holds(NOW)).toEqual([]);
    expect(await live(again)).toBe('d2');
  });

  it('reads regular files alone', async () => {
    real = realOps();
    await deploy(real.ops, 'd1');
    const inner = path.join(real.root, 'inner');
    await mkdir(inner);
    await real.edit(async (clone) => {
      const folder = path.join(clone, 'environments/shop');
      await rm(path.join(clone, STAGING));
      await symlink('/etc/passwd', path.join(clone, STAGING));
      await writeFile(path.join(folder, 'production.yaml'), Buffer.from([0xff, 0xfe, 0x41]));
      await writeFile(path.join(clone, 'holds.yaml'), `# ${'x'.repeat(300_000)}\n`);
      real.run(clone, 'init', '--quiet', 'commands');
      real.run(path.join(clone, 'commands'), 'commit', '--quiet', '--allow-empty', '-m', 'x');
    });
    const problems = await real.ops.problems();
    expect(problems.map(({ file, why }) => `${file} ${why.code}`)).toEqual([
      'commands misplaced-command',
      'environments/shop/production.yaml not-utf8',
      'environments/shop/staging.yaml link',
      'holds.yaml large',
    ]);
    await real.ops.accept({ ...by('a1'), head: (await real.ops.drift())?.head ?? '' });
    expect(await live(real.ops)).toBe('d1');
    await deploy(real.ops, 'd2', '2');
    await real.ops.hold({ ...by('h1'), hold });
    expect(await real.ops.holds(NOW)).toHaveLength(1);
    expect(await live(real.open())).toBe('d2');
  });

  it('writes over a link that stands where its folder should', async () => {
    real = realOps();
    const head = await real.edit((clone) => symlink('/tmp', path.join(clone, 'environments')));
    await real.ops.accept({ ...by('a1'), head });
    expect(await deploy(real.ops, 'd1')).toMatchObject({ kind: 'merged' });
    expect(await live(real.open())).toBe('d1');
  });

  it('deploys although somebody pushed a branch that is in the way of its own', async () => {
    real = realOps();
    await real.ops.problems();
    real.git('branch', 'deploy', 'main');
    expect(await deploy(real.ops, 'd1')).toMatchObject({ kind: 'merged' });
    expect((await real.ops.problems())[0]?.file).toBe('refs/heads/deploy/d1');
  });

  it('lets nobody rewrite its history by a push', async () => {
    real = realOps();
    await deploy(real.ops, 'd1');
    const clone = path.join(real.root, 'forced');
    real.run(real.root, 'clone', '--quiet', real.directory, clone);
    real.run(clone, 'reset', '--quiet', '--hard', 'HEAD~1');
    expect(() => real.run(clone, 'push', '--force', 'origin', 'HEAD:main')).toThrow(/non-fast/u);
    expect(() => real.run(clone, 'push', 'origin', 'HEAD:refs/codefoundry/accepted')).toThrow(
      /hidden/u,
    );
  });

  it('tells who watches that somebody pushed', async () => {
    real = realOps();
    await deploy(real.ops, 'd1');
    const watching = new AbortController();
    let told = 0;
    real.open().watch(() => (told += 1), watching.signal);
    await real.edit((clone) => writeFile(path.join(clone, 'a.txt'), 'a'));
    await real.edit((clone) => writeFile(path.join(clone, 'a.txt'), 'b'));
    await expect.poll(() => told, { timeout: 5_000 }).toBeGreaterThan(0);
    watching.abort();
  });

  it('signs every commit with the key that is configured', async () => {
    const keys = mkdtempSync(path.join(tmpdir(), 'ops-key-'));
    const signingKeyFile = path.join(keys, 'key');
    execFileSync(KEYGEN, ['-q', '-t', 'ed25519', '-N', '', '-C', 'ops', '-f', signingKeyFile]);
    real = realOps({ signingKeyFile });
    await deploy(real.ops, 'd1');
    const signers = path.join(keys, 'signers');
    const key = execFileSync(KEYGEN, ['-y', '-f', signingKeyFile], { encoding: 'utf8' });
    await writeFile(signers, `codefoundry@localhost ${key}`);
    const all = real.git('rev-list', 'main').trim().split('\n');
    expect(all).toHaveLength(4);
    for (const sha of all) {
      real.git('-c', `gpg.ssh.allowedSignersFile=${signers}`, 'verify-commit', sha);
    }
    rmSync(keys, { recursive: true });
    await expect(deploy(real.open(), 'd2')).rejects.toMatchObject({ code: 'git-failed' });
    expect(await live(real.ops)).toBe('d1');
  });
});

describe('an ops repository that is kept elsewhere too', () => {
  let real: Real;
  const elsewhere = async (content?: string): Promise<string> => {
    const there = mkdtempSync(path.join(tmpdir(), 'ops-there-'));
    execFileSync('git', ['init', '--quiet', '--bare', '--initial-branch=main', there]);
    if (content !== undefined) await pushTo(there, { [STAGING]: content });
    return there;
  };
  const pushTo = async (there: string, files: Readonly<Record<string, string>>) => {
    const clone = mkdtempSync(path.join(tmpdir(), 'ops-person-'));
    const identity = ['-c', 'user.name=Person', '-c', 'user.email=person@example.org'];
    const git = (...args: readonly string[]) =>
      execFileSync('git', [...identity, ...args], { cwd: clone, stdio: 'pipe', encoding: 'utf8' });
    git('clone', '--quiet', there, '.');
    git('checkout', '--quiet', '-B', 'main');
    for (const [file, text] of Object.entries(files)) {
      await mkdir(path.dirname(path.join(clone, file)), { recursive: true });
      await writeFile(path.join(clone, file), text);
    }
    git('add', '--all');
    git('commit', '--quiet', '-m', 'Edit elsewhere');
    git('push', '--quiet', 'origin', 'main');
    rmSync(clone, { recursive: true });
  };
  const at = (there: string, ...args: readonly string[]) =>
    execFileSync('git', args, { cwd: there, stdio: 'pipe', encoding: 'utf8' }).trim();
  afterEach(() => real.close());

  it('begins with what is there, pushes what it makes, and takes edits for edits by hand', async () => {
    const there = await elsewhere(`${MINIMAL}settings: { keepReleases: 9 }\n`);
    real = realOps({ remote: { url: `file://${there}` } });
    const ops = real.open();
    expect((await ops.environments('shop'))[0]?.settings.keepReleases).toBe(9);
    await deploy(ops, 'd1');
    await ops.sync();
    expect(at(there, 'rev-parse', 'main')).toBe(real.git('rev-parse', 'main').trim());
    expect(at(there, 'branch', '--list', 'deploy/*')).toBe('');

    await pushTo(there, { 'holds.yaml': 'kind: Holds\n' });
    await ops.sync();
    expect((await ops.drift())?.diff).toContain('+kind: Holds');
    expect(await live(ops)).toBe('d1');
    rmSync(there, { recursive: true });
  });

  it('brings together what both sides changed, and keeps what the bot wrote', async () => {
    const there = await elsewhere(MINIMAL);
    real = realOps({ remote: { url: `file://${there}` } });
    await real.ops.problems();
    await pushTo(there, { [STAGING]: `${MINIMAL}settings: { keepReleases: 9 }\n` });
    const cut = real.open({ remote: { url: `file://${there}-away` } });
    await deploy(cut, 'd1');
    const ops = real.open();
    await ops.sync();
    expect(await ops.problems()).toEqual([]);
    const text = at(there, 'show', `main:${STAGING}`);
    expect(text).toContain('operation: d1');
    expect(text).toContain('keepReleases: 9');
    const drift = await ops.drift();
    expect(drift?.changed).toEqual([]);
    expect(drift?.diff).toContain('+settings: { keepReleases: 9 }');
    expect(await ops.accept({ ...by('a1'), head: drift?.head ?? '' })).toBe(true);
    rmSync(there, { recursive: true });
  });

  it('deploys while nobody answers there, says so, and pushes later', async () => {
    const there = await elsewhere();
    rmSync(there, { recursive: true });
    real = realOps({ remote: { url: `file://${there}` } });
    const ops = real.open();
    expect(await deploy(ops, 'd1')).toMatchObject({ kind: 'merged' });
    await ops.sync();
    expect((await ops.problems())[0]).toMatchObject({
      file: `file://${there}`,
      why: { code: 'remote-unread' },
    });
    execFileSync('git', ['init', '--quiet', '--bare', '--initial-branch=main', there]);
    await ops.sync();
    expect(await ops.problems()).toEqual([]);
    expect(at(there, 'show', `main:${STAGING}`)).toContain('operation: d1');
    rmSync(there, { recursive: true });
  });

  it('goes on when what it pushes is refused', async () => {
    const there = await elsewhere(MINIMAL);
    await mkdir(path.join(there, 'hooks'), { recursive: true });
    const hook = path.join(there, 'hooks/pre-receive');
    await writeFile(hook, '#!/bin/sh\necho protected branch >&2\nexit 1\n', { mode: 0o755 });
    real = realOps({ remote: { url: `file://${there}` } });
    const ops = real.open();
    expect(await deploy(ops, 'd1')).toMatchObject({ kind: 'merged' });
    await ops.sync();
    expect((await ops.problems())[0]?.why.code).toBe('remote-refuses');
    rmSync(hook);
    await ops.sync();
    expect(await ops.problems()).toEqual([]);
    rmSync(there, { recursive: true });
  });

  it('refuses an address with a password in it, or of a program', () => {
    real = realOps();
    for (const url of ['https://a:b@host/x.git', 'ext::sh -c id', '--upload-pack=id', '']) {
      expect(() => real.open({ remote: { url } })).toThrow(/address/u);
    }
  });
});

/** Settings of a process that is killed at its n-th write, before or after it took place. */
function diesAt(
  settings: Store['settings'],
  count: number,
  when: 'before' | 'after',
): Store['settings'] {
  let left = count;
  return {
    get: (name) => settings.get(name),
    async set(name, value) {
      left -= 1;
      if (left < 0 || (left === 0 && when === 'before')) throw new Error('killed');
      await settings.set(name, value);
      if (left === 0) throw new Error('killed');
    },
  };
}
