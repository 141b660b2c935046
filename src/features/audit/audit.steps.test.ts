import { describeFeature, loadFeature } from '@amiceli/vitest-cucumber';
import { expect, vi } from 'vitest';
import type { Reply } from '#dispatch/request.ts';
import { checkExport } from '#ports/audit/export.ts';
import { createWorld, type World } from '#test/world.ts';

const feature = await loadFeature('./src/features/audit/audit.feature');
const ALICE = 7;
const VERA = 9;

describeFeature(feature, ({ BeforeEachScenario, AfterEachScenario, defineSteps, Scenario }) => {
  let world: World;
  let reply: Reply;

  BeforeEachScenario(async () => {
    world = await createWorld();
  });
  AfterEachScenario(() => world.close());

  const cards = () => world.messages.filter((message) => message.key.startsWith('audit:'));
  const file = () => String(reply.card?.file?.content);

  defineSteps(({ Given, When, Then, And }) => {
    /** A step under whichever word: it reads better, and means the same. */
    const step: typeof Given = (...words) => {
      for (const define of [Given, When, Then, And]) define(...words);
    };
    step('Vera is a viewer', () =>
      world.store.actors.save({ id: VERA, name: 'Vera', role: 'viewer' }),
    );
    step('30 entries', async () => {
      for (let index = 0; index < 30; index += 1) {
        await world.store.audit.record({
          atMs: Date.now(),
          actor: { id: ALICE, name: 'Alice' },
          kind: 'command',
          command: `c${index}`,
          verdict: 'allowed',
        });
      }
    });
    step('the record cannot be written', () => {
      Object.assign(world.store.audit, { record: () => Promise.reject(new Error('disk full')) });
    });
    step('Alice sends {string}', async (_: unknown, line: string) => {
      reply = await world.says(ALICE, line);
    });
    step('Vera sends {string}', async (_: unknown, line: string) => {
      reply = await world.says(VERA, line);
    });
    step('Alice taps {string}', async (_: unknown, label: string) => {
      reply = await world.taps(ALICE, label);
    });
    step('the backup has ended', async () => {
      const ended = () => world.store.audit.list({ verdict: 'done', limit: 1 });
      await vi.waitFor(async () => expect(await ended()).toHaveLength(1), { timeout: 10_000 });
    });
    step('the card shows {string}', (_: unknown, text: string) => {
      expect(cards().at(-1)?.card.text).toContain(text);
    });
    step('the card does not show {string}', (_: unknown, text: string) => {
      expect(cards().at(-1)?.card.text).not.toContain(text);
    });
    step('there is one card', () => {
      expect(cards()).toHaveLength(1);
    });
    step('the answer contains {string}', (_: unknown, text: string) => {
      expect(reply.card?.text).toContain(text);
    });
    step('the file is whole', () => {
      expect(checkExport(file())).toMatchObject({ kind: 'whole' });
    });
    step('the file has no {string}', (_: unknown, text: string) => {
      expect(checkExport(file())).toMatchObject({ kind: 'whole' });
      expect(file()).not.toContain(text);
    });
  });

  const steps = () => undefined;
  for (const scenario of feature.scenarii) Scenario(scenario.description, steps);
});
