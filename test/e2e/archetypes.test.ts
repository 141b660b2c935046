import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { killBots } from './bot.ts';
import { either } from './words.ts';
import { createWorldOn, type World } from './world.ts';

const ARCHETYPES = readdirSync(path.join(import.meta.dirname, '../../archetypes'));
let world: World;

beforeAll(async () => {
  // Projects are made without the agent, which nobody answers for here.
  const environment = { GATEWAY_URL: 'ws://127.0.0.1:9', GATEWAY_TOKEN: 'nobody' };
  world = await createWorldOn(async () => ({ environment, close: async () => undefined }));
});

afterAll(async () => {
  await world?.close();
  await killBots();
});

it.each(ARCHETYPES)(
  'makes a project from %s in the chat, its tests run and committed',
  async (kind) => {
    const name = `my-${kind}`;
    const after = world.alice.lastMessage()?.message_id ?? 0;

    world.alice.says(`/new ${kind} ${name}`);

    const done = world.words('new-done', { name, archetype: kind, sha: /(?<sha>[0-9a-f]{7})/u });
    const failed = ['new-check-failed', 'new-broken'].map((key) => world.words(key, { name }));
    const ended = await world.see(either(done, ...failed), { after, timeoutMs: 170_000 });
    expect(ended.text).toMatch(done);
    const sha = done.exec(ended.text)?.groups?.['sha'] ?? '';
    const git = [
      '--git-dir',
      path.join(world.dataDir, 'git', `${name}.git`),
      'log',
      '--format=%h %s',
    ];
    expect(execFileSync('git', git, { encoding: 'utf8' })).toContain(`${sha} Create ${name}`);
  },
);
