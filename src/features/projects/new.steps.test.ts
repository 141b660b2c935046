import { describeFeature, loadFeature } from '@amiceli/vitest-cucumber';
import { execFileSync } from 'node:child_process';
import { expect, vi } from 'vitest';
import { expectationKey } from '#kernel/expectation.ts';
import type { Reply } from '#dispatch/request.ts';
import { fillUp } from '#test/at-capacity.ts';
import { createWorld, FOREVER, type World } from '#test/world.ts';

const feature = await loadFeature('./src/features/projects/new.feature');

describeFeature(feature, ({ BeforeEachScenario, AfterEachScenario, defineSteps, Scenario }) => {
  let world: World;
  let reply: Reply;

  BeforeEachScenario(async () => {
    world = await createWorld();
  });
  AfterEachScenario(() => world.close());

  const say = async (_: unknown, line: string) => {
    reply = await world.says(7, line);
  };
  const tap = async (_: unknown, label: string) => {
    reply = await world.taps(7, label);
  };
  const hear = async (_: unknown, text: string) => {
    const said = () => world.messages.map((each) => each.card.text.replaceAll('**', '')).join('\n');
    await vi.waitFor(() => expect(said()).toContain(text), { timeout: 10_000 });
  };

  defineSteps(({ Given, When, Then, And }) => {
    Given('the next command of project code fails', () => {
      world.runs.push({ exitCode: 1, output: 'npm error: no network' });
    });
    Given('the next command of project code never ends', () => {
      world.runs.push({ output: FOREVER });
    });
    Given('a file of the template holds a secret of the bot', () => {
      // A project is called what its template says, under its own name.
      world.masker.add('"name": "shop"');
    });
    Given('Alice has as much under way as may be', async () => {
      await fillUp(world, 7);
    });
    Given('what Alice has under way ends', async () => {
      for (const { id } of await world.store.operations.unfinished())
        await world.store.operations.update(id, { state: 'done' }, 2);
    });
    And('the bot is restarted while it installs', async () => {
      await vi.waitFor(() => expect(world.runs).toEqual([]), { timeout: 10_000 });
      await world.operations.shutdown();
      await world.restart().operations.resume();
    });
    When('Alice sends {string}', say);
    When('Alice taps {string}', tap);
    And('Alice taps {string}', tap);
    When('Alice answers {string}', say);
    When('Alice writes {string}', say);
    And('Alice writes {string}', say);
    Then('the bot says {string}', hear);
    And('the bot says {string}', hear);
    Then('the bot says {string} in the end', hear);
    Then('the bot says {string} on the way', hear);
    Then('the answer contains {string}', (_: unknown, text: string) => {
      expect(reply.card?.text).toContain(text);
    });
    And('there is one message', () => expect(world.messages).toHaveLength(1));
    And('there is still one message', () => expect(world.messages).toHaveLength(1));
    And('nothing is expected of Alice', async () => {
      expect(await world.store.settings.get(expectationKey('7:0:7'))).toBeNull();
    });
    And('the project demo has one commit by Alice', () => {
      const cwd = world.workspace.directory('demo');
      const log = execFileSync('git', ['log', '--format=%an: %s'], { cwd }).toString();
      expect(log).toBe('Alice: Create demo from telegram-bot\n');
    });
    And('Alice works in demo', async () => {
      expect(await world.store.conversations.get('7:0:7')).toMatchObject({ project: 'demo' });
    });
    And('there is no project shop', async () => {
      expect(await world.store.projects.list()).toEqual([]);
      expect(await world.workspace.exists('shop')).toBe(false);
    });
    And('there is no operation', async () => {
      expect(await world.store.operations.recent({ limit: 1 })).toEqual([]);
    });
  });

  const steps = () => undefined;
  for (const scenario of feature.scenarii) Scenario(scenario.description, steps);
});
