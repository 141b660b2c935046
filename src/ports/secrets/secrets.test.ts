import {
  chmod,
  copyFile,
  mkdir,
  mkdtemp,
  readFile,
  readdir,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Decrypter, Encrypter, generateX25519Identity, identityToRecipient } from 'age-encryption';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { secretsContract } from './contract.ts';
import { fileSecrets, inspectSecrets } from './file/file.ts';
import { memorySecrets } from './memory.ts';

/** Written by the version before age, with the key beside it. */
const OLD_KEY = 't/Utgtd76Gx4w78KM1TLdx5ubck0LaUslfEoO4gcE6E=\n';
const OLD_SHOP =
  '{"version":1,"algorithm":"aes-256-gcm","nonce":"T2aCIbst1ydMT7Mv","tag":"qC8BZbSjAFm1Wyk77K4Cbw==","data":"fnHuaVBJm+UuVrb/rzXtIJF9lmXqlWTdFI7+mBHS91eGiJAFZzQzpng8SPFisWCyCyDpbULIHwAPel5RlFQe1PXeSDExp1LGNlzR8nnmFWVcHPVWCPX7Br8EZFt/hQFAQf/phK9oC2KitWX+rKfswzMkDlV7u3pYw1VjljSyipX+8AaGSbSfbD4MTKbsxwYPUwoznX8V"}\n';
const OLD_VALUES = { TOKEN: 'value-of-token', API_KEY: 'line one\nline "two" \u{1f600}' };

let root: string;
beforeEach(async () => (root = await mkdtemp(path.join(tmpdir(), 'secrets-'))));
afterEach(() => rm(root, { recursive: true, force: true }));

const identityFile = () => path.join(root, 'secrets-identity.txt');
const places = (given?: string) => ({
  directory: path.join(root, 'secrets'),
  identity: { file: identityFile(), ...(given !== undefined && { given }) },
  oldKeyFile: path.join(root, 'secrets.key'),
});
const open = (given?: string, more: { onIdentity?: (identity: string) => void } = {}) =>
  fileSecrets({ ...places(given), now: () => 2_000, ...more });
const fileOf = (project: string) => path.join(root, 'secrets', `${project}.age`);
const oldFileOf = (project: string) => path.join(root, 'secrets', `${project}.sealed.json`);
const keyLine = async () =>
  (await readFile(identityFile(), 'utf8')).trim().split('\n').at(-1) ?? '';
const failing = (detail: RegExp) => ({
  code: 'secrets-failed',
  detail: expect.stringMatching(detail) as string,
});

async function leaveOldFiles(): Promise<void> {
  await mkdir(path.join(root, 'secrets'));
  await writeFile(oldFileOf('shop'), OLD_SHOP);
  await writeFile(path.join(root, 'secrets.key'), OLD_KEY);
}

describe('in memory', () => {
  secretsContract(async () => ({ secrets: memorySecrets(), close: async () => undefined }));
});

describe('in age files', () => {
  secretsContract(async () => ({ secrets: open(), close: async () => undefined }));

  it('writes nothing readable, for us alone, and reads it after a restart', async () => {
    await open().set('shop', 'TOKEN', 'value-of-token', 7);
    const sealed = await readFile(fileOf('shop'), 'utf8');
    expect(sealed).toMatch(/^-----BEGIN AGE ENCRYPTED FILE-----\n/u);
    expect(sealed).not.toContain(Buffer.from('value-of').toString('base64').slice(0, 8));
    for (const file of [fileOf('shop'), identityFile()])
      expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await open().forDeploy('shop')).toEqual({ TOKEN: 'value-of-token' });
    await open().set('shop', 'TOKEN', 'value-of-token', 7);
    expect(await readFile(fileOf('shop'), 'utf8')).not.toBe(sealed);
    expect(await readdir(path.join(root, 'secrets'))).toEqual(['shop.age']);
  });

  it('is opened by whoever has the identity, as age does, and takes back what age wrote', async () => {
    await open().set('shop', 'TOKEN', 'value-of-token', 7);
    expect(await readFile(identityFile(), 'utf8')).toMatch(
      /^# created: 1970-\S+Z\n# public key: age1[0-9a-z]{58}\nAGE-SECRET-KEY-1[0-9A-Z]{58}\n$/u,
    );
    const age = await import('age-encryption');
    const decrypter = new Decrypter();
    decrypter.addIdentity(await keyLine());
    const sealed = age.armor.decode(await readFile(fileOf('shop'), 'utf8'));
    const text = await decrypter.decrypt(sealed, 'text');
    expect(JSON.parse(text)).toEqual({
      version: 1,
      project: 'shop',
      secrets: [{ name: 'TOKEN', value: 'value-of-token', setAtMs: 2_000, setBy: 7 }],
    });
    const encrypter = new Encrypter();
    encrypter.addRecipient(await identityToRecipient(await keyLine()));
    await writeFile(fileOf('shop'), await encrypter.encrypt(text.replace('value-of', 'new-of')));
    expect(await open().forDeploy('shop')).toEqual({ TOKEN: 'new-of-token' });
  });

  it('uses the identity that is given, with its comments, and makes no file of its own', async () => {
    const given = `# public key: age1…\n${await generateX25519Identity()}\n`;
    await open(given).set('shop', 'TOKEN', 'value-of-token', 7);
    expect(await open(given).forDeploy('shop')).toEqual({ TOKEN: 'value-of-token' });
    expect(await readdir(root)).toEqual(['secrets']);
    await expect(open().forDeploy('shop')).rejects.toMatchObject(failing(/bring it back/u));
  });

  it('tells the identity before anything can show it: given, found or made', async () => {
    const told: string[] = [];
    const onIdentity = (identity: string) => void told.push(identity);
    await open(undefined, { onIdentity }).values();
    expect(told).toEqual([]);
    await open(undefined, { onIdentity }).set('shop', 'TOKEN', 'value-of-token', 7);
    await rm(fileOf('shop'));
    await open(undefined, { onIdentity }).values();
    const own = await keyLine();
    expect(told).toEqual([own, own]);
    const given = await generateX25519Identity();
    await open(`# x\n${given}`, { onIdentity }).values();
    expect(told.at(-1)).toBe(given);
  });

  it('opens no file that was changed, cut off, or another project’s, and leaves it', async () => {
    await open().set('shop', 'TOKEN', 'value-of-token', 7);
    await copyFile(fileOf('shop'), fileOf('other'));
    await expect(open().forDeploy('other')).rejects.toMatchObject(failing(/of "shop": .*backup/u));
    const whole = await readFile(fileOf('shop'), 'utf8');
    const lines = whole.split('\n');
    const changed = lines.with(5, `${lines[5]?.startsWith('A') ? 'B' : 'A'}${lines[5]?.slice(1)}`);
    for (const damaged of [changed.join('\n'), whole.slice(0, 200), '', 'text', '\0\0']) {
      await writeFile(fileOf('shop'), damaged);
      await expect(open().set('shop', 'OTHER', 'x', 7)).rejects.toMatchObject(
        failing(/shop\.age is damaged; put it back from a backup/u),
      );
      expect(await readFile(fileOf('shop'), 'utf8')).toBe(damaged);
    }
    expect(await open().values()).toEqual({ values: [], unreadable: ['other', 'shop'] });
  });

  it('says which identity is wrong, and leaves the file', async () => {
    await open().set('shop', 'TOKEN', 'value-of-token', 7);
    const before = await readFile(fileOf('shop'), 'utf8');
    const other = await generateX25519Identity();
    await expect(open(other).set('shop', 'TOKEN', 'x', 7)).rejects.toMatchObject(
      failing(/another age identity than that of SECRETS_AGE_IDENTITY: bring back/u),
    );
    expect(await readFile(fileOf('shop'), 'utf8')).toBe(before);
    expect(await open().forDeploy('shop')).toEqual({ TOKEN: 'value-of-token' });
  });

  it('makes no new identity over a broken one, nor where one is missing', async () => {
    const secrets = open();
    await secrets.set('shop', 'TOKEN', 'value-of-token', 7);
    const whole = await readFile(identityFile(), 'utf8');
    const mistyped = whole.replace(/.\n$/u, (end) => (end === 'Q\n' ? 'P\n' : 'Q\n'));
    for (const broken of ['', 'broken', `${whole}${await keyLine()}`, mistyped]) {
      await writeFile(identityFile(), broken);
      await expect(open().set('blog', 'TOKEN', 'x', 7)).rejects.toMatchObject(
        failing(/secrets-identity\.txt holds no age identity/u),
      );
      expect(await readFile(identityFile(), 'utf8')).toBe(broken);
    }
    await rm(identityFile());
    await expect(open().set('blog', 'TOKEN', 'x', 7)).rejects.toMatchObject(
      failing(/shop\.age is there, but its age identity .* is not: bring it back/u),
    );
    expect(await readdir(root)).toEqual(['secrets']);
    await writeFile(identityFile(), whole);
    const late = open();
    expect(await late.forDeploy('shop')).toEqual({ TOKEN: 'value-of-token' });
  });

  it('goes on once an identity that was missing is there again', async () => {
    await open().set('shop', 'TOKEN', 'value-of-token', 7);
    const whole = await readFile(identityFile(), 'utf8');
    await rm(identityFile());
    const secrets = open();
    await expect(secrets.forDeploy('shop')).rejects.toMatchObject(failing(/bring it back/u));
    await writeFile(identityFile(), whole);
    expect(await secrets.forDeploy('shop')).toEqual({ TOKEN: 'value-of-token' });
  });

  it('takes no draft of a crash for more than that', async () => {
    await mkdir(path.join(root, 'secrets'));
    for (const draft of [`${fileOf('shop')}.new`, `${identityFile()}.new`]) {
      await writeFile(draft, 'half');
      await chmod(draft, 0o644);
    }
    await open().set('shop', 'TOKEN', 'value-of-token', 7);
    expect((await stat(fileOf('shop'))).mode & 0o777).toBe(0o600);
    expect((await stat(identityFile())).mode & 0o777).toBe(0o600);
    expect((await readdir(root)).toSorted()).toEqual(['secrets', 'secrets-identity.txt']);
  });

  it('does not take a folder that cannot be read for one without secrets', async () => {
    await writeFile(path.join(root, 'secrets'), 'a file');
    await expect(open().values()).rejects.toMatchObject(failing(/cannot be read \(ENOTDIR\)/u));
  });

  it('makes no path out of a project’s name', async () => {
    await expect(open().set('../x', 'TOKEN', 'value', 7)).rejects.toThrow('not a project name');
  });
});

describe('files that versions before age wrote', () => {
  beforeEach(leaveOldFiles);

  it('are read once and become age files, at the start, with all that was in them', async () => {
    expect(await open().values()).toEqual({ values: Object.values(OLD_VALUES), unreadable: [] });
    expect(await readdir(path.join(root, 'secrets'))).toEqual(['shop.age']);
    expect((await stat(fileOf('shop'))).mode & 0o777).toBe(0o600);
    await rm(path.join(root, 'secrets.key'));
    expect(await open().forDeploy('shop')).toEqual(OLD_VALUES);
    expect(
      (await open().list('shop')).map(({ name, setAtMs, setBy }) => [name, setAtMs, setBy]),
    ).toEqual([
      ['API_KEY', 1_000, 8],
      ['TOKEN', 1_000, 7],
    ]);
  });

  it('are finished when the change was cut off, and what was set later wins', async () => {
    await open().set('shop', 'TOKEN', 'newer', 7);
    await writeFile(oldFileOf('shop'), OLD_SHOP);
    expect(await open().forDeploy('shop')).toEqual({ ...OLD_VALUES, TOKEN: 'newer' });
    expect(await readdir(path.join(root, 'secrets'))).toEqual(['shop.age']);
  });

  it('stay as they are without their key, with another one, or damaged', async () => {
    const trouble = async (detail: RegExp) => {
      await expect(open().set('shop', 'TOKEN', 'x', 7)).rejects.toMatchObject(failing(detail));
      expect(await readdir(path.join(root, 'secrets'))).toEqual(['shop.sealed.json']);
    };
    await writeFile(path.join(root, 'secrets.key'), 'short');
    await trouble(/secrets\.key holds no key of 32 bytes/u);
    await writeFile(path.join(root, 'secrets.key'), Buffer.alloc(32).toString('base64'));
    await trouble(/cannot be opened with the key in .*backup/u);
    await rm(path.join(root, 'secrets.key'));
    await trouble(/its key .* cannot be read: bring it back/u);
    await writeFile(path.join(root, 'secrets.key'), OLD_KEY);
    await writeFile(oldFileOf('shop'), OLD_SHOP.replace('fnHu', 'fnHv'));
    await trouble(/cannot be opened with the key/u);
    await rm(oldFileOf('shop'));
    await writeFile(oldFileOf('blog'), OLD_SHOP);
    await expect(open().forDeploy('blog')).rejects.toMatchObject(failing(/cannot be opened/u));
  });
});

describe('an inspection', () => {
  it('changes nothing and names what keeps a file closed', async () => {
    expect(await inspectSecrets(places())).toEqual({
      opened: [],
      problems: [],
      hasIdentity: false,
    });
    await leaveOldFiles();
    expect(await inspectSecrets(places())).toMatchObject({ opened: ['shop'], hasIdentity: false });
    expect(await readdir(path.join(root, 'secrets'))).toEqual(['shop.sealed.json']);
    await open().set('blog', 'TOKEN', 'value-of-token', 7);
    await writeFile(fileOf('web'), 'damaged');
    const found = await inspectSecrets(places());
    expect(found).toMatchObject({ hasIdentity: true });
    expect(found.opened.toSorted()).toEqual(['blog', 'shop']);
    expect(found.problems).toEqual([expect.stringMatching(/web\.age is damaged/u)]);
    const wrong = await inspectSecrets(places('AGE-SECRET-KEY-1'));
    expect(wrong).toMatchObject({ opened: ['shop'], hasIdentity: false });
    expect(wrong.problems).toEqual([expect.stringMatching(/^SECRETS_AGE_IDENTITY holds no age/u)]);
  });
});
