import { existsSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { killBots } from './bot.ts';
import { createWorld, type GatewayWorld } from './world.ts';

let world: GatewayWorld;

beforeAll(async () => {
  world = await createWorld({ language: 'ru' });
});

afterAll(async () => {
  await world?.close();
  await killBots();
});

const demo = (...steps: readonly object[]) => `#demo ${JSON.stringify({ steps })}`;
const mark = () => world.alice.lastMessage()?.message_id ?? 0;
const exec = (command: string) => ({ tool: 'exec', arguments: { command } });
const say: GatewayWorld['say'] = (...words) => world.say(...words);
/** Words of the bot without what is a name in every language. */
const spoken = (text: string) =>
  text.replaceAll(
    /\/\w+|[\w.-]+\.(?:ts|js|json|md)|\b(?:web|demo|telegram-bot|Alice|OpenClaw|bubblewrap|touch|exec|openai-compatible|UTC|[0-9a-f]{7,})\b/gu,
    '',
  );

it('makes a project, lets the agent change it, and asks before a command', async () => {
  world.alice.says('/new telegram-bot demo');
  await world.see(/demo готов: .* первый коммит [0-9a-f]{7}/u, { timeoutMs: 120_000 });

  const after = mark();
  world.alice.says(demo(exec('touch ok.txt'), { text: 'Сделано.' }));
  // The first turn starts the agent, which takes long on a busy machine.
  const waiting = say('ask-approval', { project: 'demo' });
  const ask = await world.see(waiting, { after, timeoutMs: 150_000 });
  expect(ask.buttons.flat()).toContain(say('ask-button-deny'));
  await world.alice.taps(say('ask-button-once'));
  await world.see(say('ask-decided-once', { actor: 'Alice' }), { after });
  const final = await world.see('Сделано.', { after });
  expect(final.text).toMatch(/📦 demo [0-9a-f]{7}/u);
  await world.see(/1 файл · \+0 −0/u, { after });
  expect(existsSync(path.join(world.projectsDir, 'demo', 'ok.txt'))).toBe(true);
}, 400_000);

it('stops in Russian', async () => {
  const after = mark();
  world.alice.says(demo(exec('touch never.txt'), { text: 'Сделано.' }));
  await world.see(say('ask-approval', { project: 'demo' }), { after });
  world.alice.says('/stop');
  await world.see(say('turn-stopped'), { after });
  expect(existsSync(path.join(world.projectsDir, 'demo', 'never.txt'))).toBe(false);
});

it('tells how it works, and keeps votes and the record, without an English word', async () => {
  let after = mark();
  world.alice.says('/status');
  const status = await world.see(/Агент готов/u, { after });
  expect(spoken(status.text)).not.toMatch(/[a-z]{3}/iu);

  after = mark();
  world.alice.says('/help');
  const help = await world.see(say('command-audit'), { after });
  expect(spoken(help.text)).not.toMatch(/[a-z]{4}/iu);

  after = mark();
  world.alice.says('/audit');
  const record = await world.see('Журнал действий', { after });
  expect(record.text).toContain(say('audit-verdict-allowed'));

  after = mark();
  world.alice.says('/lang en');
  await world.see('I speak English from now on', { after });
  after = mark();
  world.alice.says('/projects');
  await world.see('idle', { after });
});
