/**
 * `npm run bench:final`: from the frame with which the real gateway ends a run to the answer in the
 * chat, seen from the wire and from Telegram. Half of the turns change a file, so that a commit
 * lies between. `--write` puts the lines into docs/reference/performance.md.
 */
import { once } from 'node:events';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { createEmulator } from '#playground/bot-api/emulator.ts';
import { killBots, startBot, until } from '#test/e2e/bot.ts';
import { startRealGateway } from '#test/e2e/real-gateway.ts';
import installGateway from '#test/e2e/setup.ts';
import { finder } from './finder.ts';
import { percentile } from './load.ts';
import { writeInto } from './page.ts';

const { values } = parseArgs({
  options: { write: { type: 'boolean' }, turns: { type: 'string', default: '10' } },
});
const OWNER = 7;
/** How the gateway's protocol says that a run has ended. */
const FINAL = '"state":"final"';

const endings: (() => Promise<unknown>)[] = [];
try {
  const lines = await measureFinals(Number(values.turns));
  process.stdout.write(`${lines}\n`);
  if (values.write) writeInto('final', lines);
} finally {
  for (const end of endings.toReversed()) await end();
}
process.exit(0);

async function measureFinals(turns: number): Promise<string> {
  const root = await mkdtemp(path.join(tmpdir(), 'codefoundry-bench-'));
  endings.push(() => rm(root, { recursive: true, force: true }));
  const dataDir = path.join(root, 'data');
  const projectsDir = path.join(root, 'projects');
  await mkdir(dataDir, { mode: 0o700 });
  await mkdir(projectsDir);
  await installGateway();
  const gateway = await startRealGateway({ root, dataDir, projectsDir });
  endings.push(() => gateway.close());
  const wire = await listeningWire(Number(new URL(gateway.url).port));
  const emulator = createEmulator();
  const account = emulator.bot();
  const listening = await emulator.listen({ host: '127.0.0.1', port: 0 });
  endings.push(() => listening.close());
  await startBot({
    TELEGRAM_BOT_TOKEN: account.token,
    TELEGRAM_API_ROOT: listening.url,
    OWNER_IDS: String(OWNER),
    DATA_DIR: dataDir,
    PROJECTS_DIR: projectsDir,
    GATEWAY_URL: `ws://127.0.0.1:${wire.port}`,
    GATEWAY_TOKEN: gateway.token,
    LOG_LEVEL: 'warn',
    BACKUP_KEEP: '0',
  });
  endings.push(() => killBots());
  const chat = emulator.person({ id: OWNER, name: 'Olga' }).chat(account);
  const arrivedMs = new Map<string, number>();
  emulator.events.subscribe((event) => {
    if (event.kind !== 'message' || event.message.from?.is_bot !== true) return;
    const name = /^bench-\d+/u.exec(event.message.text ?? '')?.[0];
    if (name) arrivedMs.set(name, performance.now());
  });
  chat.says('/new telegram-bot demo');
  await until(() => chat.messages().some(({ text }) => text.includes('demo is ready')), 120_000);

  const took = { answer: [] as number[], commit: [] as number[] };
  for (let each = 0; each < 2 * turns; each += 1) {
    const name = `bench-${each}`;
    const change = { tool: 'write', arguments: { path: `${name}.txt`, content: name } };
    const steps = each % 2 === 0 ? [{ text: name }] : [change, { text: name }];
    chat.says(`#demo ${JSON.stringify({ steps })}`);
    const atMs = await until(() => arrivedMs.get(name), 60_000);
    took[each % 2 === 0 ? 'answer' : 'commit'].push(atMs - wire.lastFinalMs());
  }
  const line = (what: string, ms: readonly number[]): string => {
    const ascending = ms.toSorted((a, b) => a - b);
    const [half, most] = [percentile(ascending, 0.5), percentile(ascending, 0.95)];
    return `- ${what}: p50 ${half.toFixed(0)} ms, p95 ${most.toFixed(0)} ms (${ms.length} turns)`;
  };
  return [line('answer only', took.answer), line('with a commit', took.commit)].join('\n');
}

/** A wire to the gateway that notes when a frame came by that ends a run. */
async function listeningWire(
  port: number,
): Promise<{ readonly port: number; lastFinalMs(): number }> {
  let lastFinalMs = Number.NaN;
  const server = createServer((near) => {
    const far = connect(port, '127.0.0.1');
    near.pipe(far);
    const isInFinal = finder(FINAL);
    far.on('data', (bytes: Buffer) => {
      if (isInFinal(bytes)) lastFinalMs = performance.now();
    });
    far.pipe(near);
    for (const socket of [near, far])
      socket
        .on('error', () => socket.destroy())
        .once('close', () => {
          near.destroy();
          far.destroy();
        });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  endings.push(async () => void server.close());
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return { port: address.port, lastFinalMs: () => lastFinalMs };
}
