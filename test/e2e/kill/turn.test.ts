import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { MessageView } from '#playground/bot-api/chats/chat-view.ts';
import { killBots, until } from '../bot.ts';
import { createWorld, type GatewayWorld } from '../world.ts';
import { dieAt, dieAtAll, idle } from './deaths.ts';

/**
 * The bot dies at every write of its journals, before and after it, three times in each request; the
 * boundaries are those that an undisturbed request passes. After its deaths each request must end as
 * it would have: answered once, committed once, asked of the agent once.
 */

/** How often the bot dies in one request. */
const DEATHS = 3;
const PRELOAD = `--import=${new URL('preload.ts', import.meta.url).href}`;
/**
 * Of the outbox, the final and the approval stand for all messages: the others take the same way,
 * and its model test crashes it at every call of its store.
 */
const COVERED_BY_OTHERS = /^outbox\.\w+ (?!turn:final |ask:\* )/u;
/** Comes by time and not by the request: a quick one ends before. */
const BY_TIME = /^(?:leases\.renew|\w+\.prune) /u;
let world: GatewayWorld;
let logFile: string;
let killFile: string;
let request = 0;

beforeAll(async () => {
  world = await createWorld();
  logFile = path.join(world.dataDir, '..', 'boundaries.log');
  killFile = path.join(world.dataDir, '..', 'kill-at');
  world.alice.says('/new telegram-bot demo');
  await world.see(world.words('new-done', { name: 'demo' }), { timeoutMs: 120_000 });
});

afterAll(async () => {
  await world?.close();
  await killBots();
});

/** Of the button that a person taps. */
const allow = () => world.say('ask-button-once');
/** Said in a message that Telegram may have got before; then it is no double. */
const mayBeRepeated = (text: string) => text.includes(world.say('telegram-maybe-duplicate'));

interface Ended {
  /** Approvals that could still be tapped. */
  readonly open: readonly string[];
  readonly finals: readonly MessageView[];
  readonly commits: number;
  readonly modelCalls: number;
}

/** Sends a request that writes, asks and answers; `awake` is called until it has ended. */
async function ask(awake: () => Promise<void>): Promise<Ended> {
  request += 1;
  const name = `request-${request}-done`;
  const after = world.alice.lastMessage()?.message_id ?? 0;
  const steps = [
    { tool: 'write', arguments: { path: `${name}.txt`, content: name } },
    { tool: 'exec', arguments: { command: `touch ${name}.log` } },
    { text: `${name}.` },
  ];
  world.alice.says(`#demo ${JSON.stringify({ steps })}`);
  const fresh = () =>
    world.alice.messages().filter((each) => each.message_id > after && each.from?.is_bot === true);
  const finals = () => fresh().filter((each) => each.text.startsWith(`${name}.`));
  const change = () =>
    fresh().find((each) => each.text.includes(`${name}.txt`) && /\+\d+ −/u.test(each.text));
  let tapping: Promise<unknown> | undefined;
  await until(async () => {
    await awake();
    const open = fresh().find(isOpen);
    // A tap that a dying bot never answers is repeated, as a person would.
    if (open && !tapping) tapping = tapPatiently(open).finally(() => (tapping = undefined));
    return finals().length > 0 && change() !== undefined;
  }, 90_000);
  await idle(world, awake, 30_000);
  const log = execFileSync('git', ['log', '--format=%H', '--', `${name}.txt`], {
    cwd: path.join(world.projectsDir, 'demo'),
    encoding: 'utf8',
  });
  return {
    open: fresh()
      .filter((each) => isOpen(each) && !isTwin(each, fresh()))
      .map(({ text }) => text),
    finals: finals(),
    commits: log.split('\n').filter((line) => line !== '').length,
    modelCalls: world.gateway.model.requests.filter((each) => each.lastUserText.includes(name))
      .length,
  };
}

function isOpen({ buttons }: MessageView): boolean {
  return buttons.flat().includes(allow());
}

function isMarked({ versions }: MessageView): boolean {
  return versions.some(({ text }) => mayBeRepeated(text));
}

/** Sent just before a death, so that the bot knows only of the marked one that followed. */
function isTwin(card: MessageView, all: readonly MessageView[]): boolean {
  return !isMarked(card) && all.some((each) => isMarked(each) && each.text.includes(card.text));
}

/** Taps, and looks at what comes of it before anybody taps again. */
async function tapPatiently(card: MessageView): Promise<void> {
  await world.alice.taps(allow(), card).catch(() => undefined);
  const isClosed = () =>
    !world.alice.messages().some((each) => each.message_id === card.message_id && isOpen(each));
  await until(isClosed, 3_000).catch(() => undefined);
}

function expectWhole(
  { open, finals, commits, modelCalls }: Ended,
  boundaries: readonly string[],
): void {
  const unmarked = finals.filter(({ text }) => !mayBeRepeated(text)).length;
  const told = { boundaries, isLost: finals.length === 0, isDoubled: unmarked > 1 };
  expect({ ...told, open, commits, modelCalls }).toEqual({
    boundaries,
    isLost: false,
    isDoubled: false,
    open: [],
    commits: 1,
    modelCalls: 3,
  });
}

it('ends a request as it should wherever the bot is killed', { timeout: 900_000 }, async () => {
  const environment = { NODE_OPTIONS: PRELOAD, KILL_LOG: logFile, KILL_FILE: killFile };
  await world.restartBot(environment);
  expectWhole(await ask(async () => undefined), []);
  const passed = new Set(readFileSync(logFile, 'utf8').trim().split('\n'));
  const boundaries = [...passed].filter(
    (each) => !COVERED_BY_OTHERS.test(each) && !BY_TIME.test(each),
  );
  expect(boundaries.length).toBeGreaterThan(20);

  const backMs: number[] = [];
  const neverReached = await dieAtAll(boundaries, DEATHS, async (group) => {
    const gone = await dieAt({ world, killFile, environment }, group, ask);
    backMs.push(...gone.backMs);
    expectWhole(gone.ended, group);
    return gone.late;
  });

  expect(neverReached).toEqual([]);
  const slowest = Math.round(Math.max(...backMs));
  console.log(
    `killed at ${boundaries.length} boundaries; back in service in ${slowest} ms at most`,
  );
});
