import { describeFeature, loadFeature } from '@amiceli/vitest-cucumber';
import { expect, vi } from 'vitest';
import type { Reply } from '#dispatch/request.ts';
import { createWorld, type World } from '#test/world.ts';

const feature = await loadFeature('./src/features/budget/budget.feature');
const IDS: Readonly<Record<string, number>> = { Alice: 7, Vera: 11 };
const SOON = { timeout: 10_000 };
const MINUTE_MS = 60_000;

describeFeature(feature, ({ BeforeEachScenario, AfterEachScenario, defineSteps, Scenario }) => {
  const limits = { user: {}, project: {}, total: {}, utcOffsetMinutes: 0 };
  let world: World;
  let reply: Reply;
  let tokens = 0;
  let gate = Promise.resolve();
  let open = () => undefined as void;
  let requests = 0;

  const textOf = ({ card, toast }: Reply) => (card?.text ?? toast ?? '').replaceAll('\\', '');
  const idOf = (name: string) => IDS[name] ?? 0;
  const cards = (name: string) =>
    world.messages
      .filter(({ conversationId }) => conversationId === `${idOf(name)}:0:${idOf(name)}`)
      .map(({ card }) => card.text.replaceAll('\\', ''));
  const unfinished = async () => (await world.store.operations.unfinished()).length;
  const finals = () => world.messages.filter(({ card }) => card.text.startsWith('Done:')).length;
  const base = (name: string) => ({
    id: `update:8:${(requests += 1)}`,
    place: { chatId: idOf(name) },
    chatKind: 'private' as const,
    from: { id: idOf(name), name },
  });
  const settled = () => vi.waitFor(async () => expect(await unfinished()).toBe(0), SOON);
  const says = async (name: string, text: string) => {
    reply = await world.dispatch({ ...base(name), kind: 'text', text });
  };
  const pass = (ms: number): void => void vi.setSystemTime(Date.now() + ms);
  let isHeld = false;
  const atWork = () =>
    vi.waitFor(async () => {
      const [turn] = await world.store.operations.unfinished();
      expect(await world.gateway.usage('', turn?.id ?? '')).toBeDefined();
    }, SOON);

  BeforeEachScenario(async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-11-22T10:00:00Z') });
    Object.assign(limits, { user: {}, project: {}, total: {} });
    isHeld = false;
    gate = Promise.resolve();
    world = await createWorld(limits);
    world.gateway.script(async (run) => {
      run.use({ inputTokens: tokens, outputTokens: 0 });
      await gate;
      return { text: `Done: ${run.text}`, usage: { inputTokens: tokens, outputTokens: 0 } };
    });
    await world.store.actors.save({ id: 11, name: 'Vera', role: 'developer' });
    await says('Alice', '/new telegram-bot shop');
    await settled();
    await says('Vera', '/use shop');
  });
  AfterEachScenario(async () => {
    await world.close();
    vi.useRealTimers();
  });

  defineSteps(({ Given, When, Then, And }) => {
    /** A step as it may stand anywhere in a scenario. */
    const step: typeof And = (text, work) => {
      for (const keyword of [Given, When, Then, And]) keyword(text, work);
    };

    step('a person may use 1,000 tokens a day', () => {
      Object.assign(limits.user, { tokens: 1_000 });
    });
    step('a project may use 1,000 tokens a day', () => {
      Object.assign(limits.project, { tokens: 1_000 });
    });
    for (const count of [100, 700, 900, 1_000, 5_000]) {
      step(`each turn uses ${count.toLocaleString('en')} tokens`, () => {
        tokens = count;
      });
    }
    step('turns wait', () => {
      isHeld = true;
      ({ promise: gate, resolve: open } = Promise.withResolvers<void>());
    });
    step('turns go on', () => open());
    for (const name of ['Alice', 'Vera']) {
      step(`${name} sends {string}`, async (_, line: string) => {
        await says(name, line);
        if (!isHeld) await settled();
      });
      step(`${name} is told {string}`, (_, text: string) =>
        vi.waitFor(() => expect(cards(name).join('\n')).toContain(text), SOON),
      );
    }
    step('Alice taps {string}', async (_, label: string) => {
      reply = await world.taps(7, label, reply);
    });
    step(
      'Alice is asked again by {string} with {string}',
      async (_, line: string, text: string) => {
        await says('Alice', line);
        expect(textOf(reply)).toContain(text);
      },
    );
    step('Vera stops it', async () => {
      await atWork();
      await says('Vera', '/stop');
      await settled();
    });
    step('the bot is restarted', async () => {
      await world.operations.shutdown();
      world = world.restart();
      await world.operations.resume();
    });
    step('Alice uses 5,000 tokens in the project meanwhile', () =>
      world.store.usage.add({
        operationId: 'turn-of-alice',
        actorId: 7,
        project: 'shop',
        inputTokens: 5_000,
        outputTokens: 0,
        atMs: Date.now(),
      }),
    );
    step('the agent is at work', () => atWork());
    step('10 minutes pass', () => pass(10 * MINUTE_MS));
    step('an hour passes', () => pass(60 * MINUTE_MS));
    step('a day passes', () => pass(24 * 60 * MINUTE_MS));
    step('there is no answer', () => {
      expect(textOf(reply)).toBe('');
    });
    step('the answer contains {string}', (_, text: string) => {
      expect(textOf(reply)).toContain(text);
    });
    step('the answer does not contain {string}', (_, text: string) => {
      expect(textOf(reply)).not.toContain(text);
    });
    for (const [words, count] of [
      ['1 turn was', 1],
      ['2 turns were', 2],
      ['3 turns were', 3],
    ] as const) {
      step(`${words} finished`, async () => {
        await settled();
        expect(finals()).toBe(count);
      });
    }
    step('Alice sees the second one as {string}', (_, text: string) => {
      const queued = world.messages.findLast(
        ({ key, conversationId }) => key.endsWith(':progress') && conversationId === '7:0:7',
      );
      expect(queued).toMatchObject({ closed: true });
      expect(queued?.card.text).toContain(text);
      expect(queued?.card.buttons?.flat()).toMatchObject([{ words: ['the second'] }]);
    });
    step('the record says that Alice did {string}', async (_, line: string) => {
      const entries = await world.store.audit.list({ actorId: 7, command: 'budget', limit: 9 });
      const lines = entries.map(({ entry }) => `/${entry.command} ${entry.words} ${entry.verdict}`);
      expect(lines).toContain(`${line} allowed`);
    });
  });

  const steps = () => undefined;
  for (const scenario of feature.scenarii) Scenario(scenario.description, steps);
});
