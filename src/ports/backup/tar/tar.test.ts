import { createHash } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  readlinkSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { backup, DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { holdBackups } from './lock.ts';
import { RESTORING } from './places.ts';
import { tarBackups } from './tar.ts';

/** The user id of nobody in particular. */
const NOBODY = 65_534;

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

it('points the trees of tasks at their repository again, wherever both lie now', async () => {
  const own = 'git/shop.git/worktrees/login';
  mkdirSync(path.join(dataDir, own), { recursive: true });
  mkdirSync(path.join(projectsDir, 'shop.login'));
  file(`data/${own}/gitdir`, 'elsewhere\n');
  file('data/projects/shop.login/.git', 'gitdir: elsewhere\n');
  file('data/projects/shop.login/task.ts', 'export {};\n');
  const port = backups();
  const made = await port.create();
  rmSync(path.join(projectsDir, 'shop.login'), { recursive: true });
  rmSync(path.join(dataDir, 'git'), { recursive: true });
  await port.restore(made.id);
  const tree = path.join(projectsDir, 'shop.login');
  expect(readFileSync(path.join(tree, 'task.ts'), 'utf8')).toBe('export {};\n');
  expect(readFileSync(path.join(tree, '.git'), 'utf8')).toBe(
    `gitdir: ${path.join(dataDir, own)}\n`,
  );
  expect(readFileSync(path.join(dataDir, own, 'gitdir'), 'utf8')).toBe(
    `${path.join(tree, '.git')}\n`,
  );
});

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
  file('data/git/shop.git/config', `[core]\n\tworktree = ${projectsDir}/shop\n`);
  const made = await backups().create();
  const there = path.join(root, 'there');
  const places = { dataDir: path.join(there, 'data'), projectsDir: path.join(there, 'projects') };

  await backups({ ...places }).restore(made.id);

  dataDir = places.dataDir;
  expect(rows()).toEqual([1]);
  expect(readFileSync(path.join(places.projectsDir, 'shop/.git'), 'utf8')).toContain(there);
  expect(readFileSync(path.join(dataDir, 'git/shop.git/config'), 'utf8')).toBe(
    `[core]\n\tworktree = "${path.join(places.projectsDir, 'shop')}"\n`,
  );
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
  // As a crash leaves it between the last two renames, and one in the middle of packing.
  const manifestFile = path.join(dataDir, `backups/${cut.id}.json`);
  renameSync(manifestFile, `${manifestFile}.draft`);
  file('data/backups/2026-11-22T09-00-00Z.tar.zst.draft', 'half');
  mkdirSync(path.join(dataDir, 'backups/.copies-aB3xY9'));

  const whole = await backups().create();

  expect((await backups().list()).map(({ id }) => id)).toEqual([whole.id]);
  expect(readdirSync(path.join(dataDir, 'backups')).toSorted()).toEqual([
    `${whole.id}.json`,
    `${whole.id}.tar.zst`,
    'backup.lock',
  ]);
});

it('leaves alone what is not its own, and a backup that is being brought from elsewhere', async () => {
  const { id } = await backups().create();
  const brought = '2020-01-01T00-00-00Z';
  const there = (name: string) => path.join(dataDir, 'backups', name);
  const theirs = [
    'film.part',
    'other.tar.zst',
    'other.tar.zst.draft',
    '.copies-of-my-photos/1.jpg',
    'downloads.part/x',
    `${brought}.tar.zst`,
    `${brought}.json.part`,
  ];
  for (const name of theirs) {
    mkdirSync(path.dirname(there(name)), { recursive: true });
    writeFileSync(there(name), name);
  }
  await backups().create();
  await backups().prune(1);
  for (const name of theirs) expect(readFileSync(there(name), 'utf8')).toBe(name);
  expect(readdirSync(path.join(dataDir, 'backups'))).not.toContain(`${id}.tar.zst`);
});

it.each([
  ['data/work/projects', 'data/var/backups'],
  ['data/work/here/projects', 'data/work/backups'],
  ['data/projects', 'data/projects/shop/backups'],
  ['data/gateway/projects', 'data/gateway/backups'],
])('restores where projects are in %s and backups in %s', async (projects, kept) => {
  const places = {
    projectsDir: path.join(root, projects),
    backupDir: path.join(root, kept),
  };
  if (places.projectsDir !== projectsDir) {
    mkdirSync(path.dirname(places.projectsDir), { recursive: true });
    renameSync(projectsDir, places.projectsDir);
  }
  mkdirSync(path.join(dataDir, 'work'), { recursive: true });
  file('data/work/notes', 'as it was');
  const { id } = await backups(places).create();
  database.close();
  file('data/work/notes', 'changed');
  file(`${projects}/shop/src.ts`, 'broken');
  file(`${projects}/shop/new.ts`, 'new');

  const { movedTo } = await backups(places).restore(id);

  const text = (name: string) => readFileSync(path.join(root, name), 'utf8');
  expect(text(`${projects}/shop/src.ts`)).toBe('export {};\n');
  expect(text('data/work/notes')).toBe('as it was');
  expect(readFileSync(path.join(movedTo, 'work/notes'), 'utf8')).toBe('changed');
  expect(existsSync(path.join(places.projectsDir, 'shop/new.ts'))).toBe(false);
  expect(rows()).toEqual([1]);
  expect(await backups(places).list()).toMatchObject([{ id }]);
  await backups(places).verify(id);
  await backups(places).restore(id);
  expect(text(`${projects}/shop/src.ts`)).toBe('export {};\n');
});

it('knows a folder by each of its names', async () => {
  const alias = path.join(root, 'alias');
  symlinkSync(dataDir, alias);
  const places = { dataDir: alias, backupDir: path.join(root, 'backups') };
  const { id, files } = await backups(places).create();
  database.close();
  expect(files).toBe(6);
  file('data/projects/shop/src.ts', 'broken');
  await backups(places).restore(id);
  expect(readFileSync(path.join(projectsDir, 'shop/src.ts'), 'utf8')).toBe('export {};\n');
});

it('restores over folders that nobody may write to', async () => {
  const { id } = await backups().create();
  database.close();
  mkdirSync(path.join(dataDir, 'gateway/closed'));
  for (const name of ['projects/shop', 'gateway', 'gateway/closed'])
    chmodSync(path.join(dataDir, name), 0o555);

  const { movedTo } = await asOrdinaryUser(() => backups().restore(id));

  expect(readFileSync(path.join(projectsDir, 'shop/src.ts'), 'utf8')).toBe('export {};\n');
  expect(readdirSync(dataDir)).not.toContain(RESTORING);
  const old = path.join(projectsDir, path.basename(movedTo), 'shop');
  expect(statSync(old).mode & 0o777).toBe(0o555);
  // So that it can be removed.
  for (const each of [old, path.join(movedTo, 'gateway/closed')]) chmodSync(each, 0o755);
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

it('brings back links wherever they point, and writes through none of them', async () => {
  const links = { python: '/usr/bin/python3', up: '../../../../../../etc/x', gone: 'nowhere' };
  for (const [name, target] of Object.entries(links))
    symlinkSync(target, path.join(projectsDir, 'shop', name));

  const { id } = await backups().create();
  database.close();
  await backups().restore(id);

  for (const [name, target] of Object.entries(links))
    expect(readlinkSync(path.join(projectsDir, 'shop', name))).toBe(target);
});

it('brings back each name of a hard-linked file as a file', async () => {
  linkSync(path.join(projectsDir, 'shop/src.ts'), path.join(projectsDir, 'shop/same.ts'));

  const { id, files } = await backups().create();
  database.close();
  await backups().restore(id);

  expect(files).toBe(7);
  for (const name of ['src.ts', 'same.ts'])
    expect(readFileSync(path.join(projectsDir, 'shop', name), 'utf8')).toBe('export {};\n');
});

it('brings back modes as they were, but neither setuid nor setgid', async () => {
  const modes = { shared: 0o664, fixed: 0o444, tool: 0o4755 };
  for (const [name, mode] of Object.entries(modes)) {
    file(`data/projects/shop/${name}`, 'x');
    chmodSync(path.join(projectsDir, 'shop', name), mode);
  }
  mkdirSync(path.join(projectsDir, 'shop/sealed'));
  file('data/projects/shop/sealed/inner', 'x');
  chmodSync(path.join(projectsDir, 'shop/sealed'), 0o555);
  chmodSync(path.join(projectsDir, 'shop'), 0o2770);

  const { id } = await backups().create();
  database.close();
  await backups().restore(id);

  const modeOf = (name: string) => lstatSync(path.join(projectsDir, 'shop', name)).mode & 0o7777;
  expect(['shared', 'fixed', 'tool', 'sealed', '.'].map(modeOf)).toEqual([
    0o664, 0o444, 0o755, 0o555, 0o770,
  ]);
  // So that it can be removed.
  for (const place of [projectsDir, path.join(projectsDir, readdirSync(projectsDir)[0] ?? '')])
    if (existsSync(path.join(place, 'shop/sealed')))
      chmodSync(path.join(place, 'shop/sealed'), 0o755);
});

it('leaves out what has no name in UTF-8 or two lines of it, and says so', async () => {
  writeFileSync(
    Buffer.concat([Buffer.from(`${projectsDir}/shop/`), Buffer.from([0xff, 0xfe])]),
    'x',
  );
  file('data/projects/shop/two\nlines', 'x');
  symlinkSync(Buffer.from([0xff]), path.join(projectsDir, 'shop/odd'));

  const made = await backups().create();

  expect(made.leftOut).toMatchObject({ count: 3 });
  expect(await backups().list()).toEqual([made]);
  await backups().verify(made.id);
});

it('leaves out what of a project cannot be read', async () => {
  chmodSync(path.join(projectsDir, 'shop/src.ts'), 0);
  const made = await asOrdinaryUser(() => backups().create());
  expect(made.leftOut).toEqual({ count: 1, example: 'projects/shop/src.ts' });
});

/** Root may read everything: there `work` is done as somebody else, who owns the files. */
async function asOrdinaryUser<Result>(work: () => Promise<Result>): Promise<Result> {
  if (process.getuid?.() !== 0) return work();
  execFileSync('chown', ['-R', `${NOBODY}:${NOBODY}`, root]);
  process.seteuid?.(NOBODY);
  try {
    return await work();
  } finally {
    process.seteuid?.(0);
  }
}

it('holds files that shrink to nothing when compressed', async () => {
  file('data/projects/shop/disk.img', '');
  truncateSync(path.join(projectsDir, 'shop/disk.img'), 60_000_000);

  const { id } = await backups().create();
  database.close();
  await backups().restore(id);

  expect(statSync(path.join(projectsDir, 'shop/disk.img')).size).toBe(60_000_000);
});

it('holds projects whatever they are called', async () => {
  const names = ['cache', 'restoring', 'gateway', 'before-restore-x', 'codefoundry-log'];
  for (const name of names) {
    mkdirSync(path.join(projectsDir, name, 'openclaw-1'), { recursive: true });
    file(`data/projects/${name}/openclaw-1/x`, name);
  }

  const { id } = await backups().create();
  database.close();
  const { movedTo } = await backups().restore(id);
  await backups().restore(id);

  for (const name of names)
    expect(readFileSync(path.join(projectsDir, name, 'openclaw-1/x'), 'utf8')).toBe(name);
  const aside = path.join(projectsDir, path.basename(movedTo));
  expect(readdirSync(aside).toSorted()).toEqual([...names, 'shop'].toSorted());
});

it('leaves out a backup whose manifest is broken, says so once, and goes on', async () => {
  const said: object[] = [];
  const all = backups({ log: (_, details) => said.push(details) });
  const broken = await all.create();
  const whole = await all.create();
  truncateSync(path.join(dataDir, `backups/${broken.id}.json`), 0);

  expect(await all.list()).toEqual([whole]);
  expect(await all.list()).toEqual([whole]);
  expect(said).toMatchObject([{ backup: broken.id }]);
  expect(await all.prune(1)).toBe(0);
  await all.create();
});

it('makes one at a time: who asks meanwhile gets the same one', async () => {
  const all = backups();
  const [first, second] = await Promise.all([all.create(), all.create()]);
  expect(second).toEqual(first);
  expect(await all.list()).toEqual([first]);
});

it('neither makes nor restores one while another process does', async () => {
  const { id } = await backups().create();
  const other = '2026-11-22T09-00-00Z-2.tar.zst.draft';
  file(`data/backups/${other}`, 'of the other process');
  const release = holdBackups(path.join(dataDir, 'backups'));

  await expect(backups().create()).rejects.toMatchObject({ code: 'backup-failed' });
  await expect(backups().restore(id)).rejects.toMatchObject({ code: 'backup-failed' });
  expect(readdirSync(path.join(dataDir, 'backups'))).toContain(other);
  release();
  await backups().create();
});

it('makes two within a second, and stops soon when asked to', async () => {
  const all = backups({ now: () => clockMs });
  const first = await all.create();
  const second = await all.create();
  expect((await all.list()).map(({ id }) => id)).toEqual([second.id, first.id]);

  const stop = new AbortController();
  const stopped = all.create({ signal: stop.signal });
  stop.abort();
  await expect(stopped).rejects.toThrow('stopped');
  // What it held is free again.
  const third = await all.create();
  expect(await all.list()).toHaveLength(3);
  expect(readdirSync(path.join(dataDir, 'backups'))).toHaveLength(7);
  await all.verify(third.id);
});

it('keeps archives from everybody else', async () => {
  const { id } = await backups().create();
  for (const name of [`${id}.json`, `${id}.tar.zst`])
    expect(statSync(path.join(dataDir, 'backups', name)).mode & 0o777).toBe(0o600);
});

it('moves nothing for a backup of a version that this one cannot read', async () => {
  database.exec(
    'CREATE TABLE schema_version (version INTEGER); INSERT INTO schema_version VALUES (9)',
  );
  const { id } = await backups({ version: '99.0.0' }).create();
  database.close();

  await expect(backups({ schema: 8 }).restore(id)).rejects.toMatchObject({
    detail: expect.stringContaining('CodeFoundry 99.0.0 (schema 9, this one knows 8)') as string,
  });

  expect(readdirSync(dataDir)).not.toContain(RESTORING);
  expect(readdirSync(dataDir).filter((name) => name.startsWith('before-'))).toEqual([]);
  await backups({ schema: 9 }).restore(id);
});

it('puts repositories back whose tree is a file or a link', async () => {
  mkdirSync(path.join(dataDir, 'git/odd.git'));
  mkdirSync(path.join(dataDir, 'git/far.git'));
  file('data/projects/odd', 'a file');
  symlinkSync(root, path.join(projectsDir, 'far'));

  const { id } = await backups().create();
  database.close();
  await backups().restore(id);

  expect(readdirSync(dataDir)).not.toContain(RESTORING);
  expect(existsSync(path.join(root, '.git'))).toBe(false);
});

it('restores a backup of the first format, without modes and links', async () => {
  const { id } = await backups().create();
  const manifestFile = path.join(dataDir, `backups/${id}.json`);
  const manifest = JSON.parse(readFileSync(manifestFile, 'utf8')) as Record<string, object>;
  for (const name of ['directories', 'links', 'leftOut']) delete manifest[name];
  for (const each of Object.values(manifest['files'] as Record<string, { mode?: number }>))
    delete each.mode;
  writeFileSync(manifestFile, JSON.stringify(manifest));
  database.close();

  await backups().restore(id);

  expect(readlinkSync(path.join(projectsDir, 'shop/link.ts'))).toBe('src.ts');
});

it('says what is wrong when there is nothing to back up', async () => {
  const nowhere = { dataDir: path.join(root, 'nowhere'), backupDir: path.join(root, 'b') };
  await expect(backups({ ...nowhere }).create()).rejects.toMatchObject({
    detail: expect.stringContaining('is not there') as string,
  });
  mkdirSync(nowhere.dataDir);
  const empty = { ...nowhere, projectsDir: path.join(nowhere.dataDir, 'projects') };
  await expect(backups(empty).create()).rejects.toMatchObject({
    detail: expect.stringContaining('is empty') as string,
  });
});

it('prunes nothing when none is to be made by itself', async () => {
  await backups().create();
  expect(await backups().prune(0)).toBe(0);
  expect(await backups().list()).toHaveLength(1);
});
