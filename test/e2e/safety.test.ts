import { existsSync } from 'node:fs';
import { mkdir, readdir, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { killBots, until } from './bot.ts';
import { either, runLanguage } from './words.ts';
import { createWorld, type GatewayWorld } from './world.ts';

let world: GatewayWorld;

beforeAll(async () => {
  world = await createWorld({ language: runLanguage('ru') });
  world.alice.says('/new web-service shop');
  await world.see(world.words('new-done', { name: 'shop' }), { timeoutMs: 120_000 });
});

afterAll(async () => {
  await world?.close();
  await killBots();
});

const demo = (...steps: readonly object[]) => `#demo ${JSON.stringify({ steps })}`;
const mark = () => world.alice.lastMessage()?.message_id ?? 0;

it('shows a turn no secret, no data of the bot and no other project', async () => {
  const other = path.join(world.projectsDir, 'neighbor');
  await mkdir(other);
  await writeFile(path.join(other, 'secret.txt'), 'neighbor-secret');
  await symlink(world.dataDir, path.join(world.projectsDir, 'shop', 'link'));
  const command = `env; cat ${world.dataDir}/*; ls ..; ls ../neighbor; cat ../neighbor/secret.txt; cat link/*; cat /proc/*/environ | tr '\\0' '\\n'; ls ${world.dataDir}; echo end-of-it`;
  const after = mark();

  world.alice.says(
    demo({ tool: 'exec', arguments: { command } }, { text: 'Seen:\n```\n{{last}}\n```' }),
  );
  await world.see(world.words('ask-approval', { project: 'shop' }), { after });
  await world.alice.taps(world.say('ask-button-once'));
  await world.see(/^Seen:/u, { after });
  const file = await until(
    () => world.alice.messages().find((each) => each.message_id > after && each.document),
    20_000,
  );
  const seen = (await world.download(file)).replaceAll(command, '');

  expect(seen).toContain('PATH=');
  expect(seen).toContain('end-of-it');
  for (const secret of [
    'neighbor',
    world.gateway.token,
    world.gateway.model.apiKey,
    'codefoundry.db',
    'EMULATED-token',
    'GATEWAY_TOKEN',
    'TELEGRAM',
  ]) {
    expect(seen.replaceAll('../neighbor', '')).not.toContain(secret);
  }
});

it('denies a command in the directory of another project without asking', async () => {
  const after = mark();
  world.alice.says(
    demo(
      { tool: 'exec', arguments: { command: 'cat secret.txt', workdir: '../neighbor' } },
      { text: 'Read: {{last}} (end)' },
    ),
  );
  const final = await world.see('(end)', { after });
  expect(final.text).not.toContain('neighbor-secret');
  const asks = world.alice
    .messages()
    .filter((each) => each.message_id > after && each.text.startsWith('✋'));
  expect(asks).toEqual([]);
});

it.each([
  ['read', { path: '../neighbor/secret.txt' }],
  ['read', { path: '/proc/self/environ' }],
  ['read', { path: 'link/codefoundry.db' }],
])('keeps the file tool %s inside the project: %o', async (tool, args) => {
  const after = mark();
  world.alice.says(demo({ tool, arguments: args }, { text: 'Read: {{last}} (end)' }));
  const final = await world.see('(end)', { after });
  expect(final.text).not.toContain('neighbor-secret');
  expect(final.text).not.toContain('SQLite format');
  expect(final.text).not.toContain('GATEWAY_TOKEN=');
});

it('writes nothing outside the project', async () => {
  const after = mark();
  world.alice.says(
    demo(
      { tool: 'write', arguments: { path: '../neighbor/planted.txt', content: 'x' } },
      { text: 'Wrote: {{last}} (end)' },
    ),
  );
  await world.see('(end)', { after });
  expect(existsSync(path.join(world.projectsDir, 'neighbor/planted.txt'))).toBe(false);
});

it('gets nothing done for a stranger', async () => {
  const before = await readdir(world.projectsDir);
  world.mallory.says('/new telegram-bot evil');
  world.mallory.says('/status');
  world.mallory.says('write code');
  const answer = await world.emulator.waitFor(
    () => world.mallory.messages().find((each) => each.from?.is_bot),
    {
      timeoutMs: 10_000,
    },
  );
  expect(answer.text).toMatch(world.words('dispatch-stranger'));
  expect(answer.text).not.toMatch(/Alice|shop|OpenClaw/u);
  expect(await readdir(world.projectsDir)).toEqual(before);
});

it.each(['../../x', 'X', 'a', '-rf', 'a'.repeat(40), 'con/..', 'naïve', '.git', 'a b'])(
  'refuses the project name %s and says what is allowed',
  async (name) => {
    const before = await readdir(world.projectsDir);
    const after = mark();
    world.alice.says(`/new telegram-bot ${name}`);
    const answer = await world.see(world.words('new-name-bad'), { after });
    expect(await readdir(world.projectsDir)).toEqual(before);
    // It waits for a better name, which what comes next is not.
    await world.alice.taps(world.say('new-cancel'), answer.message_id);
  },
);

it('refuses a name that is taken', async () => {
  const after = mark();
  world.alice.says('/new telegram-bot shop');
  await world.see(world.words('new-taken', { name: 'shop' }), { after });
  world.alice.says('/new telegram-bot neighbor');
  await world.see(world.words('new-occupied', { name: 'neighbor' }), { after });
});

it('handles 4,096 characters of every Markdown character both ways', async () => {
  const nasty = '*_[]()~`>#+-=|{}.!\\<b>&amp;```\n'.repeat(140).slice(0, 4_090);
  const after = mark();
  world.alice.says(nasty);
  const unchanged = world.words('turn-no-commit', { project: 'shop' });
  const final = await world.see(either(unchanged, /📦 shop [0-9a-f]{7}/u), { after });
  expect(final.text.length).toBeGreaterThan(0);
});
