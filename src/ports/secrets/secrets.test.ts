import { mkdtemp, readFile, rm, stat, writeFile, copyFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { secretsContract } from './contract.ts';
import { fileSecrets } from './file/file.ts';
import { aesSeal } from './file/seal.ts';
import { memorySecrets } from './memory.ts';

let root: string;
beforeEach(async () => (root = await mkdtemp(path.join(tmpdir(), 'secrets-'))));
afterEach(() => rm(root, { recursive: true, force: true }));

const open = () =>
  fileSecrets({
    directory: path.join(root, 'secrets'),
    keyFile: path.join(root, 'secrets.key'),
    now: () => 1_000,
  });
const fileOf = (project: string) => path.join(root, 'secrets', `${project}.sealed.json`);

describe('in memory', () => {
  secretsContract(async () => ({ secrets: memorySecrets(), close: async () => undefined }));
});

describe('in files', () => {
  secretsContract(async () => ({ secrets: open(), close: async () => undefined }));

  it('writes nothing readable, for us alone, and reads it after a restart', async () => {
    await open().set('shop', 'TOKEN', 'value-of-token', 7);
    const sealed = await readFile(fileOf('shop'), 'utf8');
    expect(sealed).not.toContain('TOKEN');
    expect(sealed).not.toContain(Buffer.from('value-of').toString('base64').slice(0, 8));
    expect(JSON.parse(sealed)).toMatchObject({ version: 1, algorithm: 'aes-256-gcm' });
    for (const file of [fileOf('shop'), path.join(root, 'secrets.key')])
      expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await open().forDeploy('shop')).toEqual({ TOKEN: 'value-of-token' });
  });

  it('opens no file that was changed, or was another project’s', async () => {
    await open().set('shop', 'TOKEN', 'value-of-token', 7);
    await copyFile(fileOf('shop'), fileOf('other'));
    await expect(open().forDeploy('other')).rejects.toMatchObject({ code: 'secrets-failed' });
    const sealed = JSON.parse(await readFile(fileOf('shop'), 'utf8')) as { data: string };
    const data = `${sealed.data.startsWith('A') ? 'B' : 'A'}${sealed.data.slice(1)}`;
    await writeFile(fileOf('shop'), JSON.stringify({ ...sealed, data }));
    await expect(open().forDeploy('shop')).rejects.toMatchObject({ code: 'secrets-failed' });
    expect(await open().values()).toEqual({ values: [], unreadable: ['other', 'shop'] });
  });

  it('never replaces what it cannot open, and makes no new key over a broken one', async () => {
    await open().set('shop', 'TOKEN', 'value-of-token', 7);
    const key = await readFile(path.join(root, 'secrets.key'), 'utf8');
    await writeFile(path.join(root, 'secrets.key'), 'broken');
    const sealed = await readFile(fileOf('shop'), 'utf8');
    await expect(open().set('shop', 'OTHER', 'x', 7)).rejects.toMatchObject({
      code: 'secrets-failed',
    });
    expect(await readFile(fileOf('shop'), 'utf8')).toBe(sealed);
    await writeFile(path.join(root, 'secrets.key'), key);
    expect(await open().forDeploy('shop')).toEqual({ TOKEN: 'value-of-token' });
  });

  it('makes no path out of a project’s name', async () => {
    await expect(open().set('../x', 'TOKEN', 'value', 7)).rejects.toThrow('not a project name');
  });
});

it('never seals the same text the same way twice', () => {
  const seal = aesSeal(Buffer.alloc(32, 1));
  expect(seal.seal('text', 'a')).not.toBe(seal.seal('text', 'a'));
  expect(seal.open(seal.seal('text', 'a'), 'a')).toBe('text');
  expect(() => seal.open(seal.seal('text', 'a'), 'b')).toThrow('authenticate');
});
