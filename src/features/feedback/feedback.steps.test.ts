import { describeFeature, loadFeature } from '@amiceli/vitest-cucumber';
import { expect, vi } from 'vitest';
import type { Reply } from '#dispatch/request.ts';
import { createWorld, type World } from '#test/world.ts';

const feature = await loadFeature('./src/features/feedback/feedback.feature');
const ALICE = 7;
const VERA = 9;

describeFeature(feature, ({ BeforeEachScenario, AfterEachScenario, defineSteps, Scenario }) => {
  let world: World;
  let reply: Reply;

  BeforeEachScenario(async () => {
    world = await createWorld();
  });
  AfterEachScenario(() => world.close());

  const turns = async () =>
    (await world.store.operations.recent({ limit: 20 })).filter(({ kind }) => kind === 'turn');
  const seen = (text: string) =>
    vi.waitFor(
      () => expect(world.messages.some(({ card }) => card.text.includes(text))).toBe(true),
      { timeout: 10_000 },
    );

  defineSteps(({ Given, When, Then, And }) => {
    /** A step under whichever word: it reads better, and means the same. */
    const step: typeof Given = (...words) => {
      for (const define of [Given, When, Then, And]) define(...words);
    };
    step('the project "shop" with an answer in it', async () => {
      await world.says(ALICE, '/new telegram-bot shop');
      await seen('is ready');
      world.gateway.script(async () => ({ text: 'Hello.' }));
      await world.says(ALICE, 'hello');
      await seen('no files changed');
    });
    step('Vera is a viewer', () =>
      world.store.actors.save({ id: VERA, name: 'Vera', role: 'viewer' }),
    );
    step('Alice sends {string}', async (_: unknown, line: string) => {
      reply = await world.says(ALICE, line);
    });
    step('Vera sends {string}', async (_: unknown, line: string) => {
      reply = await world.says(VERA, line);
    });
    step('Alice taps {string}', async (_: unknown, label: string) => {
      reply = await world.taps(ALICE, label);
    });
    step('Alice thinks again and taps {string}', async (_: unknown, label: string) => {
      reply = await world.taps(ALICE, label);
    });
    const newest = () => world.messages.findLast(({ key }) => key.startsWith('feedback:'))?.card;
    step('the newest card says {string}', (_: unknown, text: string) => {
      expect(newest()?.text).toContain(text);
    });
    step('the newest card says {string} once more', (_: unknown, text: string) => {
      expect(newest()?.text).toContain(text);
      expect(newest()?.buttons?.flat()).toHaveLength(1);
    });
    step('Alice taps the same once more', async () => {
      reply = await world.taps(ALICE, '👍');
    });
    step('Vera taps {string}', async (_: unknown, label: string) => {
      reply = await world.taps(VERA, label);
    });
    step('the answer contains {string}', (_: unknown, text: string) => {
      expect(reply.card?.text).toContain(text);
    });
    step('the toast says {string}', (_: unknown, text: string) => {
      expect(reply.toast).toContain(text);
    });
    step('the file has {string}', (_: unknown, text: string) => {
      expect(String(reply.card?.file?.content)).toContain(text);
    });
    step('the agent got 1 request', async () => {
      expect(await turns()).toHaveLength(1);
    });
    step('the agent gets 2 requests', async () => {
      expect(await turns()).toHaveLength(2);
    });
  });

  const steps = () => undefined;
  for (const scenario of feature.scenarii) Scenario(scenario.description, steps);
});
