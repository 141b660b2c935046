import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  chownSync,
  mkdtempSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { DatabaseSync } from 'node:sqlite';
import type { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Fault } from '#kernel/fault.ts';
import { storeContract } from '../contract.ts';
import type { Store } from '../port.ts';
import { openDatabase } from './connection.ts';
import { migrate, migrations } from './migrations.ts';
import { sqliteStore } from './sqlite.ts';

type Child = ChildProcessByStdio<null, Readable, Readable>;

/** The user without rights, on every Linux. */
const NOBODY_UID = 65_534;

let directory: string;
let file: string;
const stores = new Set<Store>();
const children = new Set<Child>();

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'store-'));
  file = join(directory, 'codefoundry.db');
});

afterEach(async () => {
  for (const child of children) await kill(child);
  for (const store of stores) await store.close();
  stores.clear();
  rmSync(directory, { recursive: true, force: true });
});

function open(now?: () => number): Store {
  const store = sqliteStore(file, now);
  stores.add(store);
  return store;
}

function refusal(): Fault {
  try {
    open();
  } catch (error) {
    if (error instanceof Fault) return error;
    throw error;
  }
  throw new Error('the store was opened');
}

/** Starts a Node process that runs `script` with a `store` on the file. */
function spawnWithStore(script: string): Child {
  const source = `
    const { sqliteStore } = await import(${JSON.stringify(new URL('sqlite.ts', import.meta.url).href)});
    const store = sqliteStore(${JSON.stringify(file)});
    ${script}`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', source], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.add(child);
  return child;
}

async function kill(child: Child): Promise<void> {
  children.delete(child);
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, 'exit');
  child.kill('SIGKILL');
  await exit;
}

/** Resolves with the first line the child prints; fails with its errors when it prints none. */
async function firstLine(child: Child): Promise<string> {
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  for await (const line of createInterface(child.stdout)) return line;
  throw new Error(`the child ended without a word: ${errors}`);
}

storeContract('sqlite', async () => {
  let passedMs = 0;
  const now = () => Date.now() + passedMs;
  const store = open(now);
  let current = store;
  return {
    store,
    async reopen() {
      await current.close();
      current = open(now);
      return current;
    },
    pass: (ms) => (passedMs += ms),
  };
});

it('lets go of the leases of a process that is gone, and gives no token twice', async () => {
  const first = await open().leases.acquire('job', 'one', 60_000);
  for (const store of stores) await store.close();
  const second = await open().leases.acquire('job', 'two', 60_000);
  expect(second?.token).toBeGreaterThan(first?.token ?? NaN);
});

describe('a crash', () => {
  it.each([1, 60, 400])(
    'loses nothing that was acknowledged, killed after %i writes',
    async (enough) => {
      const child = spawnWithStore(`
      for (let id = 1; ; id += 1) {
        await store.inbox.take([{ id: id * 3, body: { id } }]);
        await store.outbox.add([
          { key: 'first' + id, chatId: 1, method: 'sendMessage', payload: { id }, priority: 1 },
          { key: 'second' + id, chatId: 1, method: 'sendMessage', payload: { id }, priority: 1 },
        ]);
        process.stdout.write(id + '\\n');
        await new Promise(setImmediate);
      }`);
      let acknowledged = 0;
      child.stdout.on('data', (chunk: Buffer) => {
        acknowledged += chunk.toString().split('\n').length - 1;
        if (acknowledged >= enough) child.kill('SIGKILL');
      });
      // Everything it ever said has come by then.
      await once(child, 'close');

      const store = open();
      const pending = await store.inbox.pending();
      const unsent = await store.outbox.unsent();
      expect(acknowledged).toBeGreaterThanOrEqual(enough);
      expect(pending.length - acknowledged).toBeOneOf([0, 1]);
      expect(pending.map(({ body }) => body)).toEqual(
        pending.map((_, index) => ({ id: index + 1 })),
      );
      expect(await store.inbox.offset()).toBe(pending.length * 3 + 1);
      // Both entries of an addition or none.
      expect(unsent.length % 2).toBe(0);
      expect(unsent.length / 2 - acknowledged).toBeOneOf([0, 1]);
    },
  );

  it('leaves the file open to the next process at once', async () => {
    const child = spawnWithStore(`
      console.log('open');
      setInterval(() => undefined, 1_000);`);
    await firstLine(child);
    await kill(child);
    await expect(open().probe()).resolves.toBeUndefined();
  });
});

describe('the lock', () => {
  it('refuses a second process and names the first', async () => {
    const child = spawnWithStore(`
      console.log('open');
      setInterval(() => undefined, 1_000);`);
    await firstLine(child);
    const advice = `another CodeFoundry (pid ${child.pid}) uses this data directory; stop it or set DATA_DIR`;
    expect(refusal()).toMatchObject({ code: 'store-failed', detail: advice });
    expect(refusal().detail).toBe(advice);
  });

  it('refuses the same process a second time and stays with the first', async () => {
    const store = open();
    expect(refusal().detail).toContain(`pid ${process.pid}`);
    const child = spawnWithStore(`console.log('open');`);
    await expect(firstLine(child)).rejects.toThrow(`another CodeFoundry (pid ${process.pid})`);
    await store.probe();
  });

  it('takes over from a dead process whose pid now belongs to a living one', async () => {
    writeFileSync(`${file}.lock`, '');
    writeFileSync(`${file}.pid`, `${process.ppid}\n`);
    await open().probe();
    expect(readFileSync(`${file}.pid`, 'utf8')).toBe(`${process.pid}\n`);
  });

  it('is given back on closing and when opening fails', async () => {
    await open().close();
    writeFileSync(file, 'no database'.repeat(1_000));
    expect(refusal().detail).toContain('damaged');
    expect(refusal().detail).toContain('damaged');
    rmSync(file);
    await open().probe();
  });
});

describe('the file', () => {
  it('is for its owner alone, in a directory for its owner alone', async () => {
    file = join(directory, 'new', 'deeper', 'codefoundry.db');
    const store = open();
    await store.probe();
    const folder = join(directory, 'new', 'deeper');
    const modes = readdirSync(folder).map((name) => statSync(join(folder, name)).mode & 0o777);
    expect(modes.length).toBeGreaterThan(2);
    expect(new Set(modes)).toEqual(new Set([0o600]));
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(statSync(join(directory, 'new')).mode & 0o777).toBe(0o700);
  });

  it('is written through to the disk with each transaction', () => {
    const database = openDatabase(file);
    expect(database.prepare('PRAGMA journal_mode').get()).toEqual({ journal_mode: 'wal' });
    // 2 is FULL: a power cut loses nothing that was answered.
    expect(database.prepare('PRAGMA synchronous').get()).toEqual({ synchronous: 2 });
    database.close();
  });

  it('can be empty', async () => {
    writeFileSync(file, '');
    const store = open();
    await store.probe();
    expect(await store.inbox.offset()).toBe(0);
  });

  it('that is no database is refused with advice and left as it is', () => {
    const text = 'my shopping list\n'.repeat(1_000);
    writeFileSync(file, text);
    const fault = refusal();
    expect(fault.code).toBe('store-failed');
    expect(fault.detail).toContain(file);
    expect(fault.detail).toContain('move it away and restore a backup');
    expect(fault.cause).toBeInstanceOf(Error);
    expect(readFileSync(file, 'utf8')).toBe(text);
  });

  it('that is damaged inside is reported with advice', async () => {
    const store = open();
    for (let id = 1; id <= 200; id += 1) {
      await store.inbox.take([{ id, body: 'x'.repeat(500) }]);
    }
    await store.close();
    const bytes = readFileSync(file);
    bytes.fill(0xff, 4_096);
    writeFileSync(file, bytes);
    const failed = (async () => open().inbox.pending())();
    await expect(failed).rejects.toMatchObject({ code: 'store-failed' });
    await expect(failed).rejects.toThrow('restore the newest backup');
  });

  it('that is moved away while in use is missed before anything more is lost', async () => {
    const store = open();
    await store.probe();
    renameSync(file, `${file}.away`);
    await expect(store.probe()).rejects.toThrow('moved or deleted while in use');
    await expect(store.settings.set('a', 1)).rejects.toMatchObject({ code: 'store-failed' });
    renameSync(`${file}.away`, file);
    await store.settings.set('a', 2);
    expect(await store.settings.get('a')).toBe(2);
  });

  it('that cannot be there is refused with advice', () => {
    mkdirSync(file);
    expect(refusal().detail).toContain(file);
    writeFileSync(join(directory, 'plain'), '');
    file = join(directory, 'plain', 'codefoundry.db');
    expect(refusal()).toMatchObject({ code: 'store-failed' });
  });

  it('that may not be written is refused with advice', async () => {
    await open().close();
    // Root may write anything, so root lends itself another user for this.
    const isRoot = process.getuid?.() === 0;
    if (isRoot) {
      const files = readdirSync(directory).map((name) => join(directory, name));
      for (const each of [directory, ...files]) chownSync(each, NOBODY_UID, NOBODY_UID);
      process.seteuid?.(NOBODY_UID);
    }
    try {
      chmodSync(file, 0o400);
      expect(refusal().detail).toContain('check its owner');
      rmSync(file);
      chmodSync(directory, 0o500);
      expect(refusal().detail).toContain('give it the directory');
      chmodSync(directory, 0o700);
    } finally {
      if (isRoot) process.seteuid?.(0);
    }
  });

  it('that another program writes to is waited for no longer than the timeout', async () => {
    const store = open();
    const other = new DatabaseSync(file);
    other.exec('BEGIN IMMEDIATE');
    await expect(store.probe()).rejects.toThrow('another program holds it');
    other.exec('COMMIT');
    other.close();
    await store.probe();
  });
});

describe('migrations', () => {
  it('are not repeated on the next start', async () => {
    await open().close();
    await open().close();
    const database = new DatabaseSync(file);
    expect(database.prepare('SELECT version FROM schema_version').all()).toEqual([
      { version: migrations.length },
    ]);
    database.close();
  });

  it('go on from where the file is, and keep what it holds', () => {
    const database = new DatabaseSync(':memory:');
    migrate(database, file, ['CREATE TABLE a (x)']);
    database.exec('INSERT INTO a VALUES (1)');
    migrate(database, file, ['CREATE TABLE a (x)', 'ALTER TABLE a ADD COLUMN y DEFAULT 2']);
    expect(database.prepare('SELECT * FROM a').all()).toEqual([{ x: 1, y: 2 }]);
    database.close();
  });

  it('keep operations and steps of the first schema, and turn wishes to stop into signals', async () => {
    const database = new DatabaseSync(file);
    database.exec('PRAGMA foreign_keys = ON');
    migrate(database, file, migrations.slice(0, 1));
    database.exec(`
      INSERT INTO operations VALUES
        ('b', 'turn', 'running', '1:0:1', 1, 'shop', '{"text":"x"}', NULL, 5, 6),
        ('a', 'turn', 'done', '1:0:1', 1, NULL, '1', '2', 5, 7);
      INSERT INTO steps VALUES
        ('b', 'keep', 1, 10, 11, 'null'),
        ('b', 'answer', 2, 12, NULL, NULL),
        ('b', 'send', 1, 13, NULL, NULL),
        ('b', 'cancel', 1, 14, NULL, NULL)`);
    database.close();
    const { operations } = open();
    expect((await operations.recent({ limit: 9 })).map(({ id }) => id)).toEqual(['a', 'b']);
    expect(await operations.steps('b')).toEqual([
      { name: 'keep', attempts: 1, startedAtMs: 10, endedAtMs: 11, result: null },
      { name: 'answer', attempts: 2, startedAtMs: 12 },
      { name: 'send', attempts: 1, startedAtMs: 13, endedAtMs: 13, result: null },
    ]);
    expect(await operations.signals('b')).toEqual([
      { name: 'cancel', key: 'cancel', payload: null, atMs: 14 },
    ]);
    await operations.update('b', { state: 'undoing' }, 20);
    await expect(operations.startStep('none', 'x', 1)).rejects.toThrow('store-failed');
  });

  it('leave the file at the last good one when one fails', () => {
    const database = new DatabaseSync(':memory:');
    const steps = ['CREATE TABLE a (x)', 'CREATE TABLE b (x); CREATE TABLE a (x)'];
    expect(() => migrate(database, file, steps)).toThrow('store-failed');
    const tables = database.prepare("SELECT name FROM sqlite_schema WHERE name IN ('a', 'b')");
    expect(tables.all()).toEqual([{ name: 'a' }]);
    expect(database.prepare('SELECT version FROM schema_version').all()).toEqual([{ version: 1 }]);
    database.close();
  });

  it('refuse a file of a newer version and leave it alone', async () => {
    await open().close();
    const database = new DatabaseSync(file);
    database.exec('UPDATE schema_version SET version = 99');
    const fault = refusal();
    expect(fault).toMatchObject({ code: 'store-failed' });
    expect(fault.detail).toContain('newer CodeFoundry (schema 99');
    expect(fault.detail).toContain('update CodeFoundry, or restore a backup');
    expect(database.prepare('SELECT version FROM schema_version').get()).toEqual({ version: 99 });
    database.close();
  });
});

describe('old ids of the inbox', () => {
  it('are forgotten 48 hours after their end, at the pace of the new ones', async () => {
    let nowMs = 1_000_000;
    const store = open(() => nowMs);
    const hourMs = 3_600_000;
    for (let id = 1; id <= 8; id += 1) {
      await store.inbox.take([{ id, body: id }]);
      if (id !== 4) await store.inbox.done(id);
    }
    nowMs += 48 * hourMs;
    await store.inbox.take([{ id: 9, body: 9 }]);
    await store.inbox.done(9);
    expect(countRows()).toBe(9);
    nowMs += 1;
    for (const id of [10, 11]) {
      await store.inbox.take([{ id, body: id }]);
      await store.inbox.done(id);
    }
    // Left: 4, which is not done, and 9, 10, 11.
    expect(countRows()).toBe(4);
    expect(await store.inbox.pending()).toEqual([{ id: 4, body: 4 }]);
    expect(await store.inbox.offset()).toBe(12);
  });

  function countRows(): unknown {
    const reader = new DatabaseSync(file, { readOnly: true });
    const count = reader.prepare('SELECT count(*) AS count FROM inbox').get()?.['count'];
    reader.close();
    return count;
  }
});

it.each(['sent', 'failed'] as const)(
  'keeps nothing of the payload of a %s entry',
  async (state) => {
    const store = open();
    const payload = { file: 'x'.repeat(2_000_000) };
    await store.outbox.add([{ key: 'a', chatId: 1, method: 'm', payload, priority: 1 }]);
    await store.outbox.mark('a', { state: 'sending' });
    await store.outbox.mark('a', { state });
    await store.close();
    const database = new DatabaseSync(file);
    const [row] = database.prepare('SELECT payload FROM outbox').all();
    database.close();
    expect(row).toEqual({ payload: 'null' });
  },
);

it('forgets ended entries by its own clock', async () => {
  let nowMs = 1_000;
  const store = open(() => nowMs);
  await store.outbox.add(
    ['old', 'new'].map((key) => ({ key, chatId: 1, method: 'm', payload: null, priority: 1 })),
  );
  await store.outbox.mark('old', { state: 'sent' });
  nowMs = 2_000;
  await store.outbox.mark('new', { state: 'sent' });
  await store.outbox.prune(2_000);
  expect(await store.outbox.get('old')).toBeUndefined();
  expect(await store.outbox.get('new')).toBeDefined();
});
