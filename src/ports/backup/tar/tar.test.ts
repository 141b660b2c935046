import { createHash } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { backup, DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { RESTORING } from './places.ts';
import { tarBackups } from './tar.ts';

let root: string;
let dataDir: string;
let projectsDir: string;
let database: DatabaseSync;
let clockMs: number;

beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'codefoundry-backup-'));
  dataDir = path.join(root, 'data');
  projectsDir = path.join(dataDir, 'projects');
  clockMs = Date.UTC(2026, 10, 22, 10);
  mkdirSync(path.join(dataDir, 'git/shop.git/objects/ab'), { recursive: true });
  mkdirSync(path.join(projectsDir, 'shop/node_modules/left'), { recursive: true });
  mkdirSync(path.join(dataDir, 'gateway/openclaw-1.0'), { recursive: true });
  mkdirSync(path.join(dataDir, 'gateway/state/empty'), { recursive: true });
  file('data/git/shop.git/HEAD', 'ref: refs/heads/main\n');
  file('data/git/shop.git/objects/ab/cd', 'object');
  file('data/projects/shop/.git', 'gitdir: elsewhere\n');
  file('data/projects/shop/src.ts', 'export {};\n');
  file('data/projects/shop/имя 🎉.txt', 'unicode');
  file('data/projects/shop/node_modules/left/out.js', '');
  file('data/gateway/openclaw-1.0/big.js', 'installed');
  file('data/codefoundry.log', 'noise');
  file('data/identity.json', '{"key":"secret"}');
  chmodSync(path.join(dataDir, 'identity.json'), 0o600);
  symlinkSync('src.ts', path.join(projectsDir, 'shop/link.ts'));
  database = new DatabaseSync(path.join(dataDir, 'codefoundry.db'));
  database.exec('PRAGMA journal_mode = WAL; CREATE TABLE t (n); INSERT INTO t VALUES (1)');
});

afterEach(() => {
  if (database.isOpen) database.close();
  rmSync(root, { recursive: true, force: true });
});

function file(name: string, text: string): void {
  writeFileSync(path.join(root, name), text);
}

function backups(more: Partial<Parameters<typeof tarBackups>[0]> = {}) {
  return tarBackups({
    dataDir,
    projectsDir,
    backupDir: path.join(dataDir, 'backups'),
    version: '0.1.0',
    now: () => (clockMs += 1_000),
    snapshot: async (to) => void (await backup(database, to)),
    ...more,
  });
}

function rows(): unknown[] {
  const copy = new DatabaseSync(path.join(dataDir, 'codefoundry.db'));
  const found = copy.prepare('SELECT n FROM t').all();
  copy.close();
  return found.map(({ n }) => n);
}

it('brings back everything that was there, and keeps what stood in its place', async () => {
  const made = await backups().create();
  database.exec('INSERT INTO t VALUES (2)');
  database.close();
  file('data/projects/shop/src.ts', 'broken');
  file('data/projects/shop/new.ts', 'new');
  rmSync(path.join(dataDir, 'git/shop.git'), { recursive: true });

  const { movedTo } = await backups().restore(made.id);

  expect(rows()).toEqual([1]);
  expect(readFileSync(path.join(projectsDir, 'shop/src.ts'), 'utf8')).toBe('export {};\n');
  expect(readFileSync(path.join(projectsDir, 'shop/имя 🎉.txt'), 'utf8')).toBe('unicode');
  expect(readlinkSync(path.join(projectsDir, 'shop/link.ts'))).toBe('src.ts');
  expect(existsSync(path.join(projectsDir, 'shop/new.ts'))).toBe(false);
  expect(readFileSync(path.join(dataDir, 'git/shop.git/objects/ab/cd'), 'utf8')).toBe('object');
  expect(statSync(path.join(dataDir, 'identity.json')).mode & 0o777).toBe(0o600);
  expect(statSync(path.join(dataDir, 'gateway/state/empty')).isDirectory()).toBe(true);
  expect(readFileSync(path.join(dataDir, 'gateway/openclaw-1.0/big.js'), 'utf8')).toBe('installed');
  expect(readFileSync(path.join(projectsDir, 'shop/.git'), 'utf8')).toBe(
    `gitdir: ${path.join(dataDir, 'git/shop.git')}\n`,
  );
  expect(existsSync(path.join(movedTo, 'identity.json'))).toBe(true);
  expect(readFileSync(path.join(projectsDir, path.basename(movedTo), 'shop/new.ts'), 'utf8')).toBe(
    'new',
  );
  expect(readdirSync(dataDir)).not.toContain(RESTORING);
});

it('leaves no journal of the old database beside the restored one', async () => {
  const made = await backups().create();
  // Open, so that its journal is still there, as after a crash.
  database.exec('INSERT INTO t VALUES (2)');

  await backups().restore(made.id);

  expect(readdirSync(dataDir)).not.toContain('codefoundry.db-wal');
  expect(rows()).toEqual([1]);
});

it('restores onto an empty machine, with the projects elsewhere', async () => {
  const made = await backups().create();
  const there = path.join(root, 'there');
  const places = { dataDir: path.join(there, 'data'), projectsDir: path.join(there, 'projects') };

  await backups({ ...places }).restore(made.id);

  dataDir = places.dataDir;
  expect(rows()).toEqual([1]);
  expect(readFileSync(path.join(places.projectsDir, 'shop/.git'), 'utf8')).toContain(there);
});

it('holds neither what can be installed again, nor logs, nor other backups, nor a broken database', async () => {
  await backups().create();
  const { id } = await backups().create();

  const names = Object.keys(
    (
      JSON.parse(readFileSync(path.join(dataDir, `backups/${id}.json`), 'utf8')) as {
        files: object;
      }
    ).files,
  );

  expect(names.toSorted()).toEqual([
    'data/codefoundry.db',
    'data/git/shop.git/HEAD',
    'data/git/shop.git/objects/ab/cd',
    'data/identity.json',
    'projects/shop/src.ts',
    'projects/shop/имя 🎉.txt',
  ]);
});

it("copies the gateway's own databases while the gateway writes to them", async () => {
  const live = path.join(dataDir, 'gateway/state/agent.sqlite');
  const gateway = new DatabaseSync(live);
  gateway.exec('PRAGMA journal_mode = WAL; CREATE TABLE t (n); INSERT INTO t VALUES (7)');
  const { id } = await backups().create();
  gateway.close();
  rmSync(live);

  database.close();
  await backups().restore(id);

  const copy = new DatabaseSync(live);
  expect(copy.prepare('SELECT n FROM t').all()).toEqual([{ n: 7 }]);
  copy.close();
  expect(existsSync(`${live}-wal`)).toBe(false);
});

it('is plain tar and zstd, so that it can be unpacked without this program', async () => {
  const { id } = await backups().create();
  const archive = path.join(dataDir, `backups/${id}.tar.zst`);
  const manifest = JSON.parse(readFileSync(archive.replace('.tar.zst', '.json'), 'utf8')) as {
    archive: { sha256: string };
  };

  expect(createHash('sha256').update(readFileSync(archive)).digest('hex')).toBe(
    manifest.archive.sha256,
  );
  const { zstdDecompressSync } = await import('node:zlib');
  const listed = execFileSync('tar', ['-t'], {
    input: zstdDecompressSync(readFileSync(archive)),
    encoding: 'utf8',
  });
  expect(listed.split('\n')).toContain('projects/shop/src.ts');
});

it('refuses a damaged, an incomplete and an unknown one, and changes nothing', async () => {
  const { id } = await backups().create();
  const archive = path.join(dataDir, `backups/${id}.tar.zst`);
  const bytes = readFileSync(archive);
  bytes[100] = (bytes[100] ?? 0) ^ 1;
  writeFileSync(archive, bytes);

  await expect(backups().restore(id)).rejects.toMatchObject({ code: 'backup-failed' });
  await expect(backups().verify(id)).rejects.toMatchObject({ code: 'backup-failed' });
  await expect(backups().restore('2020')).rejects.toMatchObject({ code: 'backup-failed' });
  await expect(backups().restore('../x')).rejects.toMatchObject({ code: 'backup-failed' });
  expect(lstatSync(path.join(projectsDir, 'shop/node_modules/left/out.js')).isFile()).toBe(true);
});

it('does not list what was cut off, and removes it with the next one', async () => {
  const cut = await backups().create();
  rmSync(path.join(dataDir, `backups/${cut.id}.json`));
  file('data/backups/x.tar.zst.part', 'half');

  const whole = await backups().create();

  expect((await backups().list()).map(({ id }) => id)).toEqual([whole.id]);
  expect(readdirSync(path.join(dataDir, 'backups')).toSorted()).toEqual([
    `${whole.id}.json`,
    `${whole.id}.tar.zst`,
  ]);
});

it('goes on with a restore that was cut off', async () => {
  const { id } = await backups().create();
  database.close();
  // As a crash in the middle of the swap leaves it: half is moved aside, half is not there yet.
  file(`data/${RESTORING}`, '');
  mkdirSync(path.join(dataDir, 'before-restore-x'));
  rmSync(path.join(dataDir, 'identity.json'));
  mkdirSync(path.join(dataDir, '.restore/data'), { recursive: true });
  rmSync(path.join(projectsDir, 'shop'), { recursive: true });

  await backups().restore(id);

  expect(existsSync(path.join(dataDir, 'identity.json'))).toBe(true);
  expect(existsSync(path.join(projectsDir, 'shop/src.ts'))).toBe(true);
  expect(existsSync(path.join(dataDir, RESTORING))).toBe(false);
});

it('keeps the newest ones', async () => {
  const ids = [];
  for (let each = 0; each < 3; each += 1) ids.push((await backups().create()).id);

  expect(await backups().prune(2)).toBe(1);
  expect((await backups().list()).map(({ id }) => id)).toEqual(ids.slice(1).toReversed());
});
