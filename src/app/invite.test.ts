import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { sha256 } from '#lib/digest.ts';
import { createEmulator } from '#playground/bot-api/emulator.ts';
import { sqliteStore } from '#ports/store/sqlite/sqlite.ts';
import { readConfig } from './config.ts';
import { inviteFromShell } from './invite.ts';

const TOKEN = `7000000001:${'a'.repeat(35)}`;
let root: string;

beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'invite-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

const open = () => sqliteStore(path.join(root, 'codefoundry.db'));
const invite = (line: string, more: Readonly<Record<string, string>> = {}) =>
  inviteFromShell(line.split(' '), readConfig({ DATA_DIR: root, ...more }));

it('makes a link while the bot does not run, and keeps no code', async () => {
  const emulator = createEmulator({ limits: {} });
  emulator.bot({ id: 7_000_000_001, token: TOKEN, name: 'Forge', username: 'forge_bot' });
  const telegram = await emulator.listen({ host: '127.0.0.1', port: 0 });
  const before = open();
  await before.projects.add({ name: 'shop', archetype: 'x', createdAtMs: 1, createdBy: 7 });
  await before.close();
  const bot = { TELEGRAM_BOT_TOKEN: TOKEN, TELEGRAM_API_ROOT: telegram.url };
  const text = await invite('developer shop 2h', bot);
  await telegram.close();
  const code = /https:\/\/t\.me\/forge_bot\?start=inv_(\w+)/u.exec(text)?.[1] ?? '';
  const store = open();
  const [made] = await store.invites.list(Date.now());
  await store.close();
  expect(made).toMatchObject({ role: 'developer', project: 'shop', codeHash: sha256(code) });
  expect(JSON.stringify(made)).not.toContain(code);
});

it('sends to the chat while the bot runs, and leaves its store alone', async () => {
  const store = open();
  await expect(invite('viewer')).rejects.toMatchObject({
    detail: expect.stringContaining('send it /invite'),
  });
  expect(await store.invites.list(0)).toEqual([]);
  await store.close();
});

it.each([
  ['boss', 'name a role'],
  ['viewer all 1y', 'the time is'],
  ['viewer shop', 'there is no project shop'],
  ['viewer all 1h more', 'name a role'],
])('says what is wrong with "%s"', async (line, problem) => {
  await expect(invite(line)).rejects.toMatchObject({ detail: expect.stringContaining(problem) });
});
