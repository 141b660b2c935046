import { existsSync } from 'node:fs';
import { mkdir, readFile, symlink } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { processStart } from '#lib/process-identity.ts';
import { pinnedVersion } from '#ports/gateway/embedded/install.ts';
import { killBots, until } from './bot.ts';
import { GATEWAY_DIR } from './setup.ts';
import { either } from './words.ts';
import { createWorldOn, type World } from './world.ts';

/** The bot with a gateway of its own, as `npm start` runs it; only the download is shared. */
let world: World;

beforeAll(async () => {
  world = await createWorldOn(async ({ dataDir }) => {
    const version = await pinnedVersion(path.join(import.meta.dirname, '../../gateway'));
    await mkdir(path.join(dataDir, 'gateway'), { mode: 0o700 });
    await symlink(GATEWAY_DIR, path.join(dataDir, 'gateway', `openclaw-${version}`));
    return { environment: { MODEL: 'demo' }, close: async () => undefined };
  });
});

afterAll(async () => {
  await world?.bot.stop();
  await world?.close();
  await killBots();
});

const gatewayPid = async (): Promise<number> => {
  const file = path.join(world.dataDir, 'gateway/state/process.json');
  return (JSON.parse(await readFile(file, 'utf8')) as { pid: number }).pid;
};

it('takes a request before the agent is there, and says what it waits for', async () => {
  world.alice.says('/new telegram-bot demo');
  await world.see(world.words('new-done', { name: 'demo' }), { timeoutMs: 120_000 });
  world.alice.says(
    '#demo {"steps":[{"tool":"exec","arguments":{"command":"touch early.txt"}},{"text":"Early."}]}',
  );
  const asked = world.words('ask-approval', { project: 'demo' });
  await world.see(either(world.words('turn-gateway-down'), asked));
  await world.see('touch early.txt', { timeoutMs: 120_000 });
});

it('leaves its gateway to the next bot when it is killed, and the turn goes on', async () => {
  const pid = await gatewayPid();
  await world.restartBot();
  await until(async () => (await world.bot.health())['gatewayStatus'] === 'up', 60_000);
  expect(await gatewayPid()).toBe(pid);

  await world.alice.taps(world.say('ask-button-once'));
  await world.see(/^Early\./u);
  await world.see('early.txt +0');
});

it('ends its gateway when it is stopped, even while a command waits for a person', async () => {
  const after = world.alice.lastMessage()?.message_id ?? 0;
  world.alice.says(
    '#demo {"steps":[{"tool":"exec","arguments":{"command":"touch never.txt"}},{"text":"No."}]}',
  );
  await world.see('touch never.txt', { after });
  const pid = await gatewayPid();

  expect(await world.bot.stop()).toBe(0);

  // Its parent died before it, so whoever inherited it may not have buried it yet.
  await until(async () => (await processStart(pid)) === undefined, 5_000);
  expect(existsSync(path.join(world.projectsDir, 'demo/never.txt'))).toBe(false);
});
