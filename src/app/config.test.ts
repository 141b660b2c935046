import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { readConfig, secretsOf } from './config.ts';

const token = `123456789:${'A'.repeat(35)}`;

it('is the playground with the demo model when nothing is set', () => {
  expect(readConfig({})).toMatchObject({ model: { kind: 'demo' }, httpPort: 9090, ownerIds: [] });
  expect(readConfig({})).not.toHaveProperty('telegramToken');
});

it('is live without a model until one is set', () => {
  expect(readConfig({ TELEGRAM_BOT_TOKEN: token }).model).toEqual({ kind: 'none' });
  expect(readConfig({ TELEGRAM_BOT_TOKEN: token, OPENAI_API_KEY: 'k' }).model.kind).toBe('openai');
});

it.each([
  ['TELEGRAM_BOT_TOKEN', 'nonsense', '@BotFather'],
  ['TELEGRAM_API_ROOT', 'ftp://x', 'https://api.telegram.org'],
  ['TELEGRAM_MODE', 'webhook', 'not supported'],
  ['TELEGRAM_SENDS_PER_SECOND', '0', '1 to 1000'],
  ['TELEGRAM_SENDS_PER_SECOND', 'many', 'such as 30'],
  ['OWNER_IDS', '12,bob', '123456,654321'],
  ['GATEWAY_URL', 'http://x', 'ws://127.0.0.1:18789'],
  ['HTTP_PORT', '99999', '9090'],
  ['REDIS_URL', 'redis://x', 'not supported'],
  ['MODEL', 'gpt', 'demo'],
  ['LOG_LEVEL', 'loud', 'info'],
])('stops with the name, the problem and an example: %s=%s', (name, value, hint) => {
  const read = () => readConfig({ [name]: value });
  expect(read).toThrow(name);
  expect(read).toThrow(hint);
});

it('never repeats a secret that is wrong', () => {
  expect(() => readConfig({ TELEGRAM_BOT_TOKEN: 'my secret' })).not.toThrow('my secret');
});

it('reads a secret from a file', () => {
  const directory = mkdtempSync(path.join(tmpdir(), 'config-'));
  const file = path.join(directory, 'token');
  writeFileSync(file, `${token}\n`);
  try {
    expect(readConfig({ TELEGRAM_BOT_TOKEN_FILE: file }).telegramToken).toBe(token);
    expect(() => readConfig({ TELEGRAM_BOT_TOKEN_FILE: `${file}x` })).toThrow(
      'TELEGRAM_BOT_TOKEN_FILE',
    );
  } finally {
    rmSync(directory, { recursive: true });
  }
});

it('guards the first days with a budget for everybody together, until another is set', () => {
  expect(readConfig({}).budgets).toEqual({
    user: {},
    project: {},
    total: { tokens: 50_000_000, microUsd: 25_000_000 },
    utcOffsetMinutes: 0,
  });
  const set = {
    BUDGET_USER_TOKENS_PER_DAY: '1.5M',
    BUDGET_USER_USD_PER_DAY: '2.50',
    BUDGET_PROJECT_TOKENS_PER_DAY: '500k',
    BUDGET_PROJECT_USD_PER_DAY: '$7',
    BUDGET_TOKENS_PER_DAY: 'off',
    BUDGET_USD_PER_DAY: 'OFF',
    BUDGET_UTC_OFFSET: '-05:30',
  };
  expect(readConfig(set).budgets).toEqual({
    user: { tokens: 1_500_000, microUsd: 2_500_000 },
    project: { tokens: 500_000, microUsd: 7_000_000 },
    total: {},
    utcOffsetMinutes: -330,
  });
});

it.each([
  ['BUDGET_USER_TOKENS_PER_DAY', '0'],
  ['BUDGET_TOKENS_PER_DAY', '-5'],
  ['BUDGET_PROJECT_TOKENS_PER_DAY', 'lots'],
  ['BUDGET_USD_PER_DAY', '0.00'],
  ['BUDGET_USER_USD_PER_DAY', '1e9'],
  ['BUDGET_UTC_OFFSET', 'Moscow'],
])('refuses %s=%s with its name and an example', (name, value) => {
  expect(() => readConfig({ [name]: value })).toThrow(new RegExp(`${name} must be .*such as`, 'u'));
});

describe('the age identity of project secrets', () => {
  const identity = `AGE-SECRET-KEY-1${'Q'.repeat(58)}`;

  it('is a secret, given with the comments of age-keygen or without', () => {
    const config = readConfig({ SECRETS_AGE_IDENTITY: `# public key: age1x\n${identity}\n` });
    expect(config.secretsIdentity).toBe(identity);
    expect(secretsOf(config)).toContain(identity);
    const directory = mkdtempSync(path.join(tmpdir(), 'config-'));
    try {
      writeFileSync(path.join(directory, 'identity'), `# created: now\n${identity}\n`);
      const file = { SECRETS_AGE_IDENTITY_FILE: path.join(directory, 'identity') };
      expect(readConfig(file).secretsIdentity).toBe(identity);
    } finally {
      rmSync(directory, { recursive: true });
    }
  });

  it('is made beside the old key, which may lie outside of the backups', () => {
    const place = (env: Readonly<Record<string, string>>) =>
      readConfig({ DATA_DIR: '/srv/data', ...env }).secretsIdentityFile;
    expect(place({})).toBe('/srv/data/secrets-identity.txt');
    expect(place({ SECRETS_KEY_FILE: '/etc/keys/old.key' })).toBe('/etc/keys/secrets-identity.txt');
  });

  it.each(['nonsense', identity.toLowerCase(), `${identity}\n${identity}`, identity.slice(0, -1)])(
    'stops the start when it is none, without showing it: %#',
    (wrong) => {
      const read = () => readConfig({ SECRETS_AGE_IDENTITY: wrong });
      expect(read).toThrow(/SECRETS_AGE_IDENTITY must be one age identity, AGE-SECRET-KEY-1…/u);
      expect(read).not.toThrow(wrong);
    },
  );
});

it('counts the private keys of its files among its secrets, and nothing else of them', () => {
  const root = mkdtempSync(path.join(tmpdir(), 'config-'));
  const file = (name: string, text: string) => {
    writeFileSync(path.join(root, name), text);
    return path.join(root, name);
  };
  const key = (name: string) => `-----BEGIN ${name} PRIVATE KEY-----\nAAAA\n`;
  const env = { OPS_REMOTE_URL: 'git@example.org:ops.git' };
  const secrets = (OPS_SIGNING_KEY_FILE: string, OPS_REMOTE_SSH_KEY_FILE: string) =>
    secretsOf(readConfig({ ...env, OPS_SIGNING_KEY_FILE, OPS_REMOTE_SSH_KEY_FILE }));
  expect(secrets(file('sign', key('A')), file('ssh', key('B')))).toEqual([key('A'), key('B')]);
  expect(secrets(file('sign.pub', 'ssh-ed25519 AAAA'), path.join(root, 'missing'))).toEqual([]);
  rmSync(root, { recursive: true });
});

it('takes folders inside of each other, and refuses one folder for two things', () => {
  const inside = { DATA_DIR: '/d', PROJECTS_DIR: '/d/work/projects', BACKUP_DIR: '/d/var/backups' };
  expect(readConfig(inside)).toMatchObject({ projectsDir: '/d/work/projects' });
  for (const same of [
    { PROJECTS_DIR: '/d/' },
    { BACKUP_DIR: '/d/x/..' },
    { BACKUP_DIR: '/d/projects' },
  ])
    expect(() => readConfig({ DATA_DIR: '/d', ...same })).toThrow('are the same folder');
});
