import { describeFeature, loadFeature } from '@amiceli/vitest-cucumber';
import { expect, vi } from 'vitest';
import type { Reply } from '#dispatch/request.ts';
import { createWorld, type World } from '#test/world.ts';

const feature = await loadFeature('./src/features/backup/backup.feature');
const ALICE = 7;
const DMITRI = 8;

describeFeature(feature, ({ BeforeEachScenario, AfterEachScenario, defineSteps, Scenario }) => {
  let world: World;
  let reply: Reply;

  BeforeEachScenario(async () => {
    world = await createWorld();
  });
  AfterEachScenario(() => world.close());

  defineSteps(({ Given, When, Then, And }) => {
    Given('the disk is full', () => world.backups.fail(true));
    Given('a file {string} cannot be read', (_: unknown, name: string) =>
      world.backups.leaveOut(name),
    );
    When('the disk is free again', () => world.backups.fail(false));
    Given('Dmitri is a developer', () =>
      world.store.actors.save({ id: DMITRI, name: 'Dmitri', role: 'developer' }),
    );
    When('Alice sends {string}', async (_: unknown, line: string) => {
      reply = await world.says(ALICE, line);
    });
    When('Dmitri sends {string}', async (_: unknown, line: string) => {
      reply = await world.says(DMITRI, line);
    });
    And('Alice taps {string}', async (_: unknown, label: string) => {
      reply = await world.taps(ALICE, label);
    });
    Then('the answer contains {string}', (_: unknown, text: string) => {
      expect(reply.card?.text).toContain(text);
    });
    And('the answer offers {string}', (_: unknown, label: string) => {
      expect(reply.card?.buttons?.flat().map((button) => button.label)).toContain(label);
    });
    Then('the bot says {string}', async (_: unknown, text: string) => {
      await vi.waitFor(
        () => expect(world.messages.map((each) => each.card.text).join('\n')).toContain(text),
        { timeout: 10_000 },
      );
    });
    And('there is one backup', async () => {
      expect(await world.backups.list()).toHaveLength(1);
    });
    And('nothing was backed up', async () => {
      expect(await world.backups.list()).toEqual([]);
    });
  });

  const steps = () => undefined;
  for (const scenario of feature.scenarii) Scenario(scenario.description, steps);
});
