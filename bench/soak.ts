/**
 * `npm run bench:soak`: ten minutes of 20 updates a second with random trouble (429, 5xx, dropped
 * connections before and after the effect, slow answers, the bot killed), and turns of a real
 * agent's gateway with approvals between them. Reports what was lost, doubled and late; ends with
 * 1 when the promise was broken.
 */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { createEmulator } from '#playground/bot-api/emulator.ts';
import { startRealGateway } from '#test/e2e/real-gateway.ts';
import installGateway from '#test/e2e/setup.ts';
import { killBots, startBot } from '#test/e2e/bot.ts';
import { answersOf } from './answers.ts';
import { seeded } from './random.ts';
import { penaltyWatch } from './penalty-watch.ts';
import { troublesOf } from './trouble.ts';
import { turnsOf } from './turns.ts';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '10' },
    seed: { type: 'string', default: '1' },
  },
});
const PEOPLE = 200;
const PER_SECOND = 20;
const KILL_EVERY_MS = 120_000;
/** How long the last answers may take once the trouble is over. */
const PATIENCE_MS = 180_000;
const OWNER = 10_000;

/** What is started, to be ended in reverse order whatever happens. */
const endings: (() => Promise<unknown>)[] = [];
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => void cleanUp().finally(() => process.exit(1)));
let isKept = false;
try {
  isKept = await soak();
} finally {
  await cleanUp();
}
process.exit(isKept ? 0 : 1);

async function cleanUp(): Promise<void> {
  for (const end of endings.splice(0).toReversed()) await end().catch(() => undefined);
}

async function soak(): Promise<boolean> {
  const random = seeded(Number(values.seed));
  const lastsMs = Number(values.minutes) * 60_000;
  const root = await mkdtemp(path.join(tmpdir(), 'codefoundry-soak-'));
  endings.push(() => rm(root, { recursive: true, force: true }));
  const dataDir = path.join(root, 'data');
  const projectsDir = path.join(root, 'projects');
  await mkdir(dataDir, { mode: 0o700 });
  await mkdir(projectsDir);
  await installGateway();

  const emulator = createEmulator({ limits: {} });
  const account = emulator.bot();
  const listening = await emulator.listen({ host: '127.0.0.1', port: 0 });
  endings.push(() => listening.close());
  const gateway = await startRealGateway({ root, dataDir, projectsDir });
  endings.push(() => gateway.close());
  const ids = Array.from({ length: PEOPLE }, (_, each) => OWNER + each);
  const environment = {
    TELEGRAM_BOT_TOKEN: account.token,
    TELEGRAM_API_ROOT: listening.url,
    OWNER_IDS: ids.join(','),
    DATA_DIR: dataDir,
    PROJECTS_DIR: projectsDir,
    GATEWAY_URL: gateway.url,
    GATEWAY_TOKEN: gateway.token,
    LOG_LEVEL: 'warn',
    BACKUP_KEEP: '0',
  };
  let bot = await startBot(environment);
  endings.push(() => killBots());
  const chats = ids.map((id) => emulator.person({ id, name: `Person ${id}` }).chat(account));

  const answers = answersOf(emulator);
  const penalties = penaltyWatch(emulator);
  const turns = await turnsOf(chats[0], { minutes: lastsMs / 60_000 });
  endings.push(async () => turns.stop());
  emulator.events.subscribe((event) => {
    if (event.kind === 'message' && event.message.from?.is_bot) turns.saw(event.message.text ?? '');
  });

  const troubles = troublesOf(emulator, ids, random);
  const startedAtMs = performance.now();
  let kills = 0;
  let slowestRestartMs = 0;
  let restarting: Promise<void> | undefined;
  const restart = async (): Promise<void> => {
    await bot.kill();
    const diedAtMs = performance.now();
    bot = await startBot(environment);
    slowestRestartMs = Math.max(slowestRestartMs, Math.round(performance.now() - diedAtMs));
    restarting = undefined;
  };
  for (let each = 0; performance.now() - startedAtMs < lastsMs; each += 1) {
    await sleep(startedAtMs + (each * 1_000) / PER_SECOND - performance.now());
    answers.ask(`soak-${each}`);
    // Chat 0 belongs to the turns.
    chats[1 + (each % (PEOPLE - 1))]?.says(`/use soak-${each}`);
    troubles.tick();
    const isTime = performance.now() - startedAtMs > (kills + 1) * KILL_EVERY_MS;
    if (isTime && !restarting) {
      kills += 1;
      restarting = restart();
    }
  }
  await restarting;
  emulator.faults.clear();
  const deadline = performance.now() + PATIENCE_MS;
  while (performance.now() < deadline && (answers.waiting() > 0 || turns.waiting() > 0))
    await sleep(200);
  // Doubles come after what they double.
  await sleep(10_000);

  const counted = answers.report();
  const report = {
    ...counted,
    troubles: troubles.count(),
    kills,
    slowestRestartMs,
    penalties: penalties.count(),
    callsInsidePenalty: penalties.broken().length,
    ...turns.report(),
  };
  process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
  for (const each of penalties.broken().slice(0, 10))
    process.stdout.write(`${JSON.stringify(each)}\n`);
  const isWhole = counted.lost === 0 && counted.doubledUnmarked === 0 && turns.isWhole();
  return isWhole && penalties.broken().length === 0;
}

function sleep(ms: number): Promise<void> {
  return ms <= 0 ? Promise.resolve() : new Promise((resolve) => setTimeout(resolve, ms));
}
