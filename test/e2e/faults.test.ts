import path from 'node:path';
import { existsSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { MessageView } from '#playground/bot-api/chats/chat-view.ts';
import type { FaultRule } from '#playground/bot-api/faults/fault-rule.ts';
import { killBots, until } from './bot.ts';
import { type FlakyWire, flakyWire } from './flaky-wire.ts';
import { isBusy, type RealGateway, startRealGateway } from './real-gateway.ts';
import { either } from './words.ts';
import { createWorldOn, type World } from './world.ts';

/** The real gateway behind a wire that can be cut, and a Telegram that fails as it is told. */
let world: World;
let gateway: RealGateway;
let wire: FlakyWire;

const SESSION = 'agent:main:tg:7:0:7:demo';
/** A call that left before the answer with the penalty came in is no offence. */
const ON_ITS_WAY_MS = 50;

beforeAll(async () => {
  world = await createWorldOn(async (place) => {
    gateway = await startRealGateway(place);
    wire = await flakyWire(Number(new URL(gateway.url).port));
    return {
      environment: {
        GATEWAY_URL: `ws://127.0.0.1:${wire.port}`,
        GATEWAY_TOKEN: gateway.token,
      },
      async close() {
        await wire.close();
        await gateway.close();
      },
    };
  });
  world.alice.says('/new telegram-bot demo');
  await world.see(world.words('new-done', { name: 'demo' }), { timeoutMs: 120_000 });
});

afterEach(() => {
  world.emulator.faults.clear();
  gateway.model.script(undefined);
  wire.mend();
});

afterAll(async () => {
  await world?.close();
  await killBots();
});

const demo = (...steps: readonly object[]) => `#demo ${JSON.stringify({ steps })}`;
const mark = () => world.alice.lastMessage()?.message_id ?? 0;
const since = (after: number) => world.alice.messages().filter((each) => each.message_id > after);
const starting = (text: string, after: number) =>
  since(after).filter((each) => each.from?.is_bot === true && each.text.startsWith(text));
const faults = (...rules: readonly FaultRule[]) => {
  for (const rule of rules) world.emulator.faults.add(rule);
};
const isMarked = ({ text }: MessageView) => text.includes(world.say('telegram-maybe-duplicate'));
const asked = (text: string) =>
  until(() => gateway.model.requests.some((each) => each.lastUserText.includes(text)), 30_000);

/** One of them, or more when each but the first says that it may be one too many. */
function expectOnceOrMarked(messages: readonly MessageView[]): void {
  const unmarked = messages.filter((each) => !isMarked(each));
  expect(messages.length).toBeGreaterThan(0);
  expect(unmarked.slice(1).map((each) => each.text)).toEqual([]);
}

/**
 * Every card newer than `after` has been closed. One whose sending was never answered cannot be:
 * it says no more than when the turn began.
 */
const cardsClosed = (after: number) =>
  until(
    () =>
      since(after)
        .filter((each) => each.buttons.flat().includes(world.say('turn-stop')))
        .every((each) => each.edits === 0 && world.words('turn-begun').test(each.text)),
    30_000,
  ).catch((error: unknown) => {
    const shown = since(after).map((each) => `${each.text} [${each.buttons.flat().join('|')}]`);
    throw new Error(shown.join('\n---\n'), { cause: error });
  });

/** Calls to a chat that Telegram had told to wait. */
function callsInPenalties(): string[] {
  return world.emulator.calls.flatMap((refused, index) => {
    const seconds = /retry after (\d+)/u.exec(refused.error?.description ?? '')?.[1];
    if (refused.error?.code !== 429 || seconds === undefined) return [];
    const isShut = ({ at }: { at: number }) =>
      at > refused.at + ON_ITS_WAY_MS && at < refused.at + Number(seconds) * 1_000;
    return world.emulator.calls
      .slice(index + 1)
      .filter(isShut)
      .filter((call) => call.payload['chat_id'] === refused.payload['chat_id'])
      .filter((call) => call.payload['chat_id'] !== undefined)
      .map((call) => `${call.method} ${call.at - refused.at} ms after ${refused.method}`);
  });
}

describe('a Telegram that fails', () => {
  const send = { method: 'sendMessage' };
  const edit = { method: 'editMessageText' };
  const poll = { method: 'getUpdates' };

  it.each<[string, FaultRule[]]>([
    [
      'asks to wait',
      [
        { ...send, kind: 'status', status: 429, retryAfter: 2, times: 1 },
        { ...edit, kind: 'status', status: 429, retryAfter: 1, times: 2 },
        { ...poll, kind: 'status', status: 429, retryAfter: 1, times: 1 },
      ],
    ],
    [
      'has an error of its own before anything happened',
      [
        { ...send, kind: 'status', status: 502, times: 2 },
        { ...edit, kind: 'status', status: 500, times: 2 },
        { ...poll, kind: 'status', status: 502, times: 2 },
      ],
    ],
    [
      'drops connections before anything happened',
      [
        { ...send, kind: 'drop-before', times: 2 },
        { ...edit, kind: 'drop-before', times: 2 },
        { ...poll, kind: 'drop-before', times: 2 },
      ],
    ],
    [
      'drops connections after it happened',
      [
        { ...send, kind: 'drop-after', times: 1 },
        { ...send, kind: 'drop-after', contains: 'Final', times: 1 },
        { ...edit, kind: 'drop-after', times: 2 },
        { ...poll, kind: 'drop-after', times: 1 },
      ],
    ],
    [
      'answers with an error or with half an answer after it happened',
      [
        { ...send, kind: 'status', status: 504, isAfterEffect: true, times: 1 },
        { ...send, kind: 'malformed-answer', contains: 'Final', times: 1 },
        { ...edit, kind: 'malformed-answer', times: 1 },
        { ...poll, kind: 'malformed-answer', times: 1 },
      ],
    ],
    [
      'is slow, and tells everything twice',
      [
        { ...send, kind: 'delay', ms: 1_500, times: 2 },
        { ...edit, kind: 'delay-after', ms: 1_000, times: 2 },
        { kind: 'duplicate-update', times: 1 },
      ],
    ],
  ])('that %s gets every final once, or marked', async (why, rules) => {
    const after = mark();
    const name = `Final: ${why}.`;
    faults(...rules);
    world.alice.says(
      demo(
        { tool: 'read', arguments: { path: 'package.json' } },
        { text: name, chunkDelayMs: 200 },
      ),
    );
    await world.see(name, { after });
    await cardsClosed(after);
    expectOnceOrMarked(starting(name, after));
    expect(gateway.model.requests.filter((each) => each.lastUserText.includes(name))).toHaveLength(
      2,
    );
  });

  it('puts an approval once, or marked, and obeys one tap, whatever becomes of its answer', async () => {
    const after = mark();
    const question = world.say('ask-approval', { project: 'demo' });
    const decision = world.say('ask-decided-once', { actor: 'Alice' });
    faults(
      { ...send, kind: 'status', status: 429, retryAfter: 1, contains: question, times: 1 },
      { ...send, kind: 'drop-after', contains: question, times: 1 },
      { method: 'answerCallbackQuery', kind: 'drop-before', times: 1 },
      { method: 'answerCallbackQuery', kind: 'status', status: 502, times: 1 },
      { ...edit, kind: 'drop-after', contains: decision, times: 1 },
      { update: 'callback_query', kind: 'duplicate-update', times: 1 },
    );
    const command = 'touch tapped.txt';
    world.alice.says(demo({ tool: 'exec', arguments: { command } }, { text: 'Tapped once.' }));
    const asks = await until(() => {
      const found = starting(question, after);
      return found.some(isMarked) ? found : undefined;
    }, 60_000);
    expect(asks).toHaveLength(2);
    expectOnceOrMarked(asks);
    await world.alice
      .taps(world.say('ask-button-once'), asks.at(-1)?.message_id)
      .catch(() => undefined);

    await world.see('Tapped once.', { after });
    await cardsClosed(after);
    expectOnceOrMarked(starting('Tapped once.', after));
    expect(existsSync(path.join(world.projectsDir, 'demo', 'tapped.txt'))).toBe(true);
    // Telegram was told of it by an edit whose answer got lost: it may come after the final.
    const decided = () => since(after).filter((each) => each.text.includes(decision));
    await until(() => decided().length > 0, 30_000);
    expect(decided()).toHaveLength(1);
  });

  it('is never called in a chat that it told to wait', () => {
    const refused = world.emulator.calls.filter((each) => each.error?.code === 429);
    expect(refused.length).toBeGreaterThan(3);
    expect(callsInPenalties()).toEqual([]);
  });
});

describe('a clean end', () => {
  it('leaves a running turn to the gateway and brings its final once', async () => {
    const after = mark();
    world.alice.says(demo({ text: 'Ended well, word by word.', chunkDelayMs: 1_500 }));
    await asked('Ended well');
    const card = await world.see(world.words('turn-working'), { after });
    const beganMs = performance.now();
    expect(await world.bot.stop()).toBe(0);
    expect(performance.now() - beganMs).toBeLessThan(8_000);
    const shown = () => world.alice.messages().find((each) => each.message_id === card.message_id);
    expect(shown()?.text).toMatch(world.words('turn-paused'));

    await until(async () => !(await isBusy(gateway, SESSION)), 30_000);
    await world.restartBot();
    await world.see('Ended well, word by word.', { after });
    await cardsClosed(after);
    expect(starting('Ended well', after)).toHaveLength(1);
  });

  it('loses nothing that waits for a penalty, and keeps to it after the restart', async () => {
    const after = mark();
    faults({
      method: 'sendMessage',
      kind: 'status',
      status: 429,
      retryAfter: 12,
      times: 1,
      contains: 'Penalty',
    });
    world.alice.says(demo({ text: 'Penalty served.' }));
    await until(
      () =>
        world.emulator.calls.findLast(
          (call) => call.error?.code === 429 && String(call.payload['text']).includes('Penalty'),
        ),
      30_000,
    );
    expect(await world.bot.stop()).toBe(0);
    expect(starting('Penalty', after)).toEqual([]);

    await world.restartBot();
    await world.see('Penalty served.', { after });
    await cardsClosed(after);
    expect(starting('Penalty', after)).toHaveLength(1);
    expect(callsInPenalties()).toEqual([]);
  });

  it('ends at once when it is told twice, and brings what was on its way, once or marked', async () => {
    const after = mark();
    faults({ method: 'sendMessage', kind: 'delay', ms: 5_000, times: 1, contains: 'Slow' });
    world.alice.says(demo({ text: 'Slow final.' }));
    await until(() => world.emulator.faults.remaining() === 0, 30_000);
    const ended = world.bot.stop();
    await until(() => world.bot.output().includes('"stopping"'), 5_000);
    const askedAtMs = performance.now();
    process.kill(world.bot.pid, 'SIGTERM');
    expect(await ended).toBe(1);
    expect(performance.now() - askedAtMs).toBeLessThan(1_500);

    await world.restartBot();
    await world.see('Slow final.', { after });
    await cardsClosed(after);
    expectOnceOrMarked(starting('Slow final.', after));
  });
});

describe('a gateway that comes and goes', () => {
  it('is followed over a line that breaks twice, with one final', async () => {
    const after = mark();
    const words = Array.from({ length: 8 }, (_, index) => `word${index}`).join(' ');
    world.alice.says(demo({ text: words, chunkDelayMs: 900 }));
    await asked('word7');
    for (const pauseMs of [600, 1_200]) {
      wire.cut();
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
      wire.mend();
      await until(async () => (await world.bot.health())['gatewayStatus'] === 'up', 15_000);
    }
    await world.see('word7', { after });
    await cardsClosed(after);
    expect(starting('word0', after).filter((each) => each.text.includes('word7'))).toHaveLength(1);
  });

  it('is not sent again what it did in more than a hundred steps while the bot was away', async () => {
    const after = mark();
    let asks = 0;
    gateway.model.script(({ messages, lastUserText }) => {
      if (!lastUserText.includes('a hundred steps')) return undefined;
      asks += 1;
      const done = messages.slice(messages.findLastIndex(isRequest)).filter(isResult).length;
      if (done >= STEPS) return { text: 'A hundred and more.' };
      return {
        text: `Step ${done}.`,
        toolCalls: [
          { name: 'read', arguments: { path: 'package.json', offset: 1 + (done % 7), limit: 1 } },
        ],
      };
    });
    world.alice.says('do a hundred steps');
    await until(() => asks > 3, 30_000);
    await world.bot.kill();
    await until(async () => !(await isBusy(gateway, SESSION)), 90_000);
    const before = asks;
    expect(before).toBeGreaterThan(STEPS);

    await world.restartBot();
    await world.see('A hundred and more.', { after });
    await cardsClosed(after);
    expect(starting('A hundred and more.', after)).toHaveLength(1);
    expect(asks).toBe(before);
  });

  it('closes card and approval when it was killed with both open', async () => {
    const after = mark();
    world.alice.says(
      demo({ tool: 'exec', arguments: { command: 'touch never.txt' } }, { text: 'Over.' }),
    );
    // The command stands on the card of its steps too.
    const isAsked = (each: MessageView) =>
      each.buttons.flat().includes(world.say('ask-button-deny'));
    const ask = await until(() => since(after).find(isAsked), 60_000);
    gateway.kill();
    await world.see(world.words('turn-gateway-down'), { after, timeoutMs: 30_000 });
    const expired = await world.see(world.words('ask-expired'), { after, timeoutMs: 100_000 });
    expect(expired.message_id).toBe(ask.message_id);
    world.alice.says('/stop');
    const over = either(world.words('turn-stopped'), /Over\./u, world.words('turn-lost'));
    await world.see(over, { after, timeoutMs: 60_000 });
    await cardsClosed(after);
    expect(existsSync(path.join(world.projectsDir, 'demo', 'never.txt'))).toBe(false);
  });
});

const STEPS = 105;
const isRequest = ({ role, content }: { role: string; content?: unknown }) =>
  role === 'user' && JSON.stringify(content).includes('a hundred steps');
const isResult = ({ role }: { role: string }) => role === 'tool';
