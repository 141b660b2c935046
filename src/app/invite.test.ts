import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { sha256 } from '#lib/digest.ts';
import { createEmulator } from '#playground/bot-api/emulator.ts';
import { sqliteStore } from '#ports/store/sqlite/sqlite.ts';
import { readConfig } from './config.ts';
import { inviteFromShell } from './invite.ts';
import { UsageError } from './usage-error.ts';

const TOKEN = `7000000001:${'a'.repeat(35)}`;
const closers: (() => Promise<unknown>)[] = [];
let root: string;

beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'invite-'));
  // A bot has been started here before.
  await open().close();
});
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
  await rm(root, { recursive: true, force: true });
});

async function listen() {
  const emulator = createEmulator({ limits: {} });
  emulator.bot({ id: 7_000_000_001, token: TOKEN, name: 'Forge', username: 'forge_bot' });
  const telegram = await emulator.listen({ host: '127.0.0.1', port: 0 });
  closers.push(() => telegram.close());
  return telegram;
}

const open = () => sqliteStore(path.join(root, 'codefoundry.db'));
const invite = (line: string, more: Readonly<Record<string, string>> = {}) =>
  inviteFromShell(line.split(' '), readConfig({ DATA_DIR: root, ...more }));

it('makes a link while the bot does not run, and keeps no code', async () => {
  const telegram = await listen();
  const before = open();
  await before.projects.add({ name: 'shop', archetype: 'x', createdAtMs: 1, createdBy: 7 });
  await before.close();
  const bot = { TELEGRAM_BOT_TOKEN: TOKEN, TELEGRAM_API_ROOT: telegram.url };
  const text = await invite('developer shop 2h', bot);
  const code = /https:\/\/t\.me\/forge_bot\?start=inv_(\w+)/u.exec(text)?.[1] ?? '';
  const store = open();
  const [made] = await store.invites.list(Date.now());
  await store.close();
  expect(made).toMatchObject({ role: 'developer', project: 'shop', codeHash: sha256(code) });
  expect(JSON.stringify(made)).not.toContain(code);
});

it('shows the QR code in a terminal that is wide enough, and nowhere without a link', async () => {
  const telegram = await listen();
  await open().close();
  const bot = { TELEGRAM_BOT_TOKEN: TOKEN, TELEGRAM_API_ROOT: telegram.url };
  const shown = async (more: Readonly<Record<string, string>>, terminalColumns?: number) => {
    const config = readConfig({ DATA_DIR: root, ...more });
    const text = await inviteFromShell(
      ['viewer'],
      config,
      terminalColumns === undefined ? {} : { terminalColumns },
    );
    return text.split('\n').filter((line) => line.includes('\u001b[30;107m'));
  };
  const rows = await shown(bot, 80);
  const others = [await shown(bot), await shown(bot, 30), await shown({}, 80)];
  expect(rows.length).toBeGreaterThan(20);
  expect(rows.join('')).toContain('█');
  // Four modules on each side are left empty, or a camera does not find it.
  for (const row of rows) expect(row).toMatch(/^\S{9} {4}.* {4}\S{4}$/u);
  expect(others).toEqual([[], [], []]);
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
  ['viewer all 1h more', 'name a role'],
])('says what is wrong with "%s"', async (line, problem) => {
  await expect(invite(line)).rejects.toThrow(problem);
  await expect(invite(line)).rejects.toThrow(UsageError);
});

it('names the projects that there are', async () => {
  await open().close();
  await expect(invite('viewer shop')).rejects.toMatchObject({
    detail: 'there is no project shop; there are: none',
  });
});

it('reads a time alone as the chat does: good in all projects for that long', async () => {
  expect(await invite('developer 2h')).toContain('as developer of all projects, until ');
  const store = open();
  const [made] = await store.invites.list(Date.now());
  await store.close();
  expect(made).not.toHaveProperty('project');
  expect((made?.expiresAtMs ?? 0) - (made?.createdAtMs ?? 0)).toBe(2 * 3_600_000);
});

it('says that a link lets nobody in while the bot is open to its owners alone', async () => {
  const store = open();
  await store.settings.set('access', { stage: 'alpha', cap: 10 });
  await store.close();
  expect(await invite('viewer')).toContain('this lets nobody in until /access opens it');
});

it('makes no store where there is no bot', async () => {
  const empty = path.join(root, 'empty');
  await mkdir(empty);
  await expect(invite('viewer', { DATA_DIR: empty })).rejects.toMatchObject({
    detail: expect.stringContaining('holds no bot'),
  });
  expect(await readdir(empty)).toEqual([]);
});
