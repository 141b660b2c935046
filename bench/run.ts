/**
 * `npm run bench`: our bot and a bare grammY bot under the same load, in one run, in turns. Prints
 * the table of docs/reference/performance.md; `--write` puts it there.
 */
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { createStage, measure, type Measured, percentile } from './load.ts';
import { writeInto } from './page.ts';
import { type BotUnderTest, startCodeFoundry, startGrammy } from './process.ts';

const { values } = parseArgs({
  options: { write: { type: 'boolean' }, seconds: { type: 'string', default: '30' } },
});
const seconds = Number(values.seconds);

const LOADS = [
  { name: '20/s over 200 chats, Telegram’s limits', perSecond: 20, limits: {} },
  { name: '50/s over 200 chats, no limits', perSecond: 50, limits: 'off' },
] as const;
const PEOPLE = 200;
/** Quiet time before the memory of an idle bot is read. */
const IDLE_MS = 15_000;

const rows: string[] = [];
const readyMs: number[] = [];
let idleBytes = 0;

for (const { name, perSecond, limits } of LOADS) {
  const results = new Map<BotUnderTest['name'], Measured>();
  for (const which of ['grammy', 'codefoundry'] as const) {
    const stage = await createStage(PEOPLE, limits);
    const bot =
      which === 'codefoundry'
        ? await startCodeFoundry(stage)
        : await startGrammy(stage, () => stage.emulator.pollsOf(stage.bot) > 0);
    try {
      if (bot.readyMs !== undefined) {
        readyMs.push(bot.readyMs);
        await new Promise((resolve) => setTimeout(resolve, IDLE_MS));
        idleBytes = bot.rssBytes();
      }
      // What is loaded and compiled with the first requests is not measured.
      await measure(stage, bot, { text: '/whoami', perSecond: 20, seconds: 5 });
      results.set(which, await measure(stage, bot, { text: '/whoami', perSecond, seconds }));
    } finally {
      await bot.stop();
      await stage.close();
    }
  }
  const bare = results.get('grammy');
  for (const [which, measured] of results) rows.push(row(name, which, measured, bare));
}

const table = [
  '| load | bot | p50 | p95 | p99 | lost | CPU per update | against grammY | memory |',
  '|---|---|---|---|---|---|---|---|---|',
  ...rows,
  '',
  `Start to ready: ${readyMs.map((ms) => `${(ms / 1_000).toFixed(1)} s`).join(', ')}. ` +
    `Idle memory ${IDLE_MS / 1_000} s later: ${toMebibytes(idleBytes)}. ` +
    `${seconds} s each on ${cpus().length} cores (${cpus()[0]?.model ?? 'unknown'}), Node ${process.version}.`,
].join('\n');
process.stdout.write(`${table}\n`);
if (values.write) writeInto('bench', table);

function row(load: string, bot: string, measured: Measured, bare: Measured | undefined): string {
  const { latenciesMs, cpuPerUpdateMs, rssBytes, lost } = measured;
  const times = [0.5, 0.95, 0.99].map((part) => `${percentile(latenciesMs, part).toFixed(0)} ms`);
  const ratio = bare ? `${(cpuPerUpdateMs / bare.cpuPerUpdateMs).toFixed(2)} ×` : '';
  const cells = [
    load,
    bot,
    ...times,
    lost,
    `${cpuPerUpdateMs.toFixed(2)} ms`,
    ratio,
    toMebibytes(rssBytes),
  ];
  return `| ${cells.join(' | ')} |`;
}

function toMebibytes(bytes: number): string {
  return `${Math.round(bytes / 1_048_576)} MiB`;
}
