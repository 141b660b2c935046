/**
 * `npm run bench:crowd`: fifty people in ten groups ask at once, then again while one of them floods.
 * Prints the table of docs/reference/performance.md; `--write` puts it there. Ends with 1 when an
 * answer got lost or reached somebody else, or when the flood slowed the others, everybody or those of
 * the flooded group, by more than a fifth.
 */
import { cpus } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { type BotHandle, createEmulator, type Emulator } from '#playground/bot-api/emulator.ts';
import type { PersonInChat } from '#playground/bot-api/people/person.ts';
import { percentile } from './load.ts';
import { writeInto } from './page.ts';
import { startCodeFoundry } from './process.ts';

const { values } = parseArgs({
  options: { write: { type: 'boolean' }, seconds: { type: 'string', default: '180' } },
});
const seconds = Number(values.seconds);

const GROUPS = 10;
const PEOPLE_PER_GROUP = 5;
const FIRST_PERSON = 10_000;
const FIRST_GROUP = -1_001_000_000_100;
/** Of the one who floods, who is in the first group. */
const FLOODER = FIRST_PERSON - 1;
const FLOOD_EVERY_MS = 50;
/** Telegram lets a bot say 20 things a minute in a group: five people who ask once a minute fit. */
const ASKED_EVERY_MS = 60_000;
/** How long the last answers may take. */
const PATIENCE_MS = 65_000;
const MAX_RATIO = 1.2;
/** What a machine that does other things too adds or takes. */
const NOISE_MS = 10;

interface Crowd {
  readonly emulator: Emulator;
  readonly bot: BotHandle;
  readonly url: string;
  readonly people: readonly PersonInChat[];
  readonly flooder: { readonly inGroup: PersonInChat; readonly inPrivate: PersonInChat };
  readonly ids: readonly number[];
  close(): Promise<void>;
}

interface Phase {
  readonly asked: number;
  readonly answers: readonly Answer[];
  /** Answers that reached a chat in which their asker is not. */
  readonly crossed: number;
  readonly refused: number;
}

interface Answer {
  /** Who asked. */
  readonly id: number;
  readonly ms: number;
}

async function createCrowd(): Promise<Crowd> {
  const emulator = createEmulator({ limits: {} });
  const bot = emulator.bot();
  const listening = await emulator.listen({ host: '127.0.0.1', port: 0 });
  const groups = Array.from({ length: GROUPS }, (_, each) =>
    emulator.group({ id: FIRST_GROUP - each, title: `Group ${each}` }),
  );
  for (const group of groups) group.add(bot);
  const ids = Array.from({ length: GROUPS * PEOPLE_PER_GROUP }, (_, each) => FIRST_PERSON + each);
  const people = ids.map((id, each) => {
    const group = groups[each % GROUPS];
    if (!group) throw new Error('no group');
    return emulator.person({ id, name: `Person ${id}` }).in(group);
  });
  const [first] = groups;
  if (!first) throw new Error('no group');
  const flooder = emulator.person({ id: FLOODER, name: 'Flooder' });
  return {
    emulator,
    bot,
    url: listening.url,
    people,
    flooder: { inGroup: flooder.in(first), inPrivate: flooder.chat(bot) },
    ids,
    close: () => listening.close(),
  };
}

/** Everybody asks once in `ASKED_EVERY_MS`, evenly; the answer to each names who asked, and where. */
async function ask(crowd: Crowd, flood?: PersonInChat): Promise<Phase> {
  const { emulator, people, ids } = crowd;
  const askedAtMs = new Map<number, number>();
  const answers: Answer[] = [];
  let crossed = 0;
  let refused = 0;
  const chatOf = new Map(people.map((person, each) => [ids[each], person.chatId]));
  const leave = emulator.events.subscribe((event) => {
    if (event.kind !== 'call' || event.call.method !== 'sendMessage') return;
    const { ok, payload } = event.call;
    if (!ok) refused += 1;
    const id = Number(/\b(1\d{4})\b/u.exec(String(payload['text']))?.[1]);
    const since = askedAtMs.get(id);
    if (!ok || since === undefined) return;
    askedAtMs.delete(id);
    answers.push({ id, ms: performance.now() - since });
    if (Number(payload['chat_id']) !== chatOf.get(id)) crossed += 1;
  });
  const flooding = flood && setInterval(() => flood.says('/whoami'), FLOOD_EVERY_MS);
  const everyMs = ASKED_EVERY_MS / people.length;
  const asked = Math.floor((seconds * 1_000) / everyMs);
  for (let each = 0; each < asked; each += 1) {
    const person = people[each % people.length];
    const id = ids[each % ids.length];
    if (!person || id === undefined) break;
    askedAtMs.set(id, performance.now());
    person.says('/whoami');
    await sleep(everyMs);
  }
  const deadline = performance.now() + PATIENCE_MS;
  while (answers.length < asked && performance.now() < deadline) await sleep(50);
  clearInterval(flooding);
  leave();
  return { asked, answers, crossed, refused };
}

const crowd = await createCrowd();
const { bot, url, ids, flooder } = crowd;
const ownerIds = [...ids, FLOODER];
const server = await startCodeFoundry({ token: bot.token, url, ownerIds, sendsPerSecond: 30 });
const phases = new Map<string, Phase>();
try {
  flooder.inPrivate.says('/start');
  phases.set('fifty people in ten groups', await ask(crowd));
  phases.set('and one floods in private, 20/s', await ask(crowd, flooder.inPrivate));
  // What the flood has used up of the group comes back within a minute.
  await sleep(60_000);
  phases.set('and one floods in a group, 20/s', await ask(crowd, flooder.inGroup));
} finally {
  await server.stop();
  await crowd.close();
}

/** Those who are in the group where somebody floods in the end. */
const isNear = (id: number): boolean => (id - FIRST_PERSON) % GROUPS === 0;
const parts = [
  { of: '', takes: () => true },
  { of: ': the flooded group', takes: isNear },
];
const percentileOf = (phase: Phase | undefined, takes: (id: number) => boolean, part: number) => {
  const near = (phase?.answers ?? []).filter(({ id }) => takes(id)).map(({ ms }) => ms);
  return percentile(
    near.toSorted((a, b) => a - b),
    part,
  );
};
const [quiet] = phases.values();
const lines = [...phases].flatMap(([name, phase]) =>
  parts.map(({ of, takes }) => {
    const { asked, answers, crossed, refused } = phase;
    const count = answers.filter(({ id }) => takes(id)).length;
    const times = [0.5, 0.95, 1].map((part) => percentileOf(phase, takes, part));
    const [p95, quietMs] = [phase, quiet].map((each) => percentileOf(each, takes, 0.95));
    const lost = of === '' ? [asked - answers.length, crossed, refused] : ['', '', ''];
    const ratio = (p95 ?? 0) / (quietMs ?? 0);
    const shown = [...times.map((ms) => `${ms.toFixed(0)} ms`), `${ratio.toFixed(2)} ×`];
    const isFair = (p95 ?? 0) <= MAX_RATIO * (quietMs ?? 0) + NOISE_MS;
    return { row: `| ${[`${name}${of}`, count, ...shown, ...lost].join(' | ')} |`, isFair };
  }),
);
const table = [
  '| load | answered | p50 | p95 | longest | p95 against quiet | lost | reached somebody else | refused by Telegram |',
  '|---|---|---|---|---|---|---|---|---|',
  ...lines.map(({ row }) => row),
  '',
  `${seconds} s each on ${cpus().length} cores (${cpus()[0]?.model ?? 'unknown'}), Telegram’s limits on.`,
].join('\n');
process.stdout.write(`${table}\n`);
if (values.write) writeInto('crowd', table);
const isWhole = [...phases.values()].every(
  ({ asked, answers, crossed }) => answers.length === asked && crossed === 0,
);
process.exitCode = isWhole && lines.every(({ isFair }) => isFair) ? 0 : 1;
