import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { readConfig } from './config.ts';

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
