import { describeFeature, loadFeature } from '@amiceli/vitest-cucumber';
import { expect } from 'vitest';
import type { Reply } from '#dispatch/request.ts';
import { createWorld, type World } from '#test/world.ts';

const feature = await loadFeature('./src/features/settings/rich.feature');
const VERA = 9;

describeFeature(feature, ({ BeforeEachScenario, AfterEachScenario, defineSteps, Scenario }) => {
  let world: World;
  let reply: Reply;

  BeforeEachScenario(async () => {
    world = await createWorld();
    await world.store.actors.save({ id: VERA, name: 'Vera', role: 'viewer' });
  });
  AfterEachScenario(() => world.close());

  defineSteps(({ Given, When, Then }) => {
    const says = async (_: unknown, line: string) => {
      reply = await world.says(VERA, line);
    };
    const contains = (_: unknown, word: string) => {
      expect(reply.card?.text).toContain(`**${word}**`);
    };
    Given('Vera has sent {string}', says);
    When('Vera sends {string}', says);
    When('Vera asks again with {string}', says);
    When('Vera taps {string}', async (_: unknown, label: string) => {
      const button = reply.card?.buttons?.flat().find((each) => each.label === label);
      reply = await world.says(VERA, `/${button?.command} ${button?.words.join(' ')}`);
    });
    Then('the answer contains {string}', contains);
    Then('the chat has them {string}', contains);
  });

  const steps = () => undefined;
  for (const scenario of feature.scenarii) Scenario(scenario.description, steps);
});
