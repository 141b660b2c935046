import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describeFeature, loadFeature } from '@amiceli/vitest-cucumber';
import { expect, vi } from 'vitest';
import type { Reply } from '#dispatch/request.ts';
import { createWorld, type World } from '#test/world.ts';

const feature = await loadFeature('./src/features/tasks/tasks.feature');
const ALICE = 7;
const BOB = 8;
const WAIT = { timeout: 30_000 };

// Real git in two trees, on a machine that may be busy.
vi.setConfig({ testTimeout: 60_000 });

describeFeature(feature, ({ BeforeEachScenario, AfterEachScenario, defineSteps, Scenario }) => {
  let world: World;
  let reply: Reply;

  BeforeEachScenario(async () => {
    world = await createWorld();
    world.gateway.script(async (run) => {
      await writeFile(path.join(run.directory, 'agent.txt'), 'made\n');
      return 'built it';
    });
  });
  AfterEachScenario(() => world.close());

  const settled = () =>
    vi.waitFor(async () => expect(await world.store.operations.unfinished()).toEqual([]), WAIT);
  const clean = (text: string) => text.replaceAll(/[\\*]/gu, '');
  const answer = () => clean(reply.card?.text ?? reply.toast ?? '');
  const sends = async (actorId: number, text: string) => {
    reply = await world.says(actorId, text);
    await settled();
  };
  const tap = async (label: string) => {
    const button = reply.card?.buttons?.flat().find((each) => each.label === label);
    reply = button
      ? await world.says(ALICE, `/${button.command} ${button.words.join(' ')}`)
      : await world.taps(ALICE, label);
    await settled();
  };
  const project = async (name: string, file: string, text: string) => {
    await world.store.projects.add({ name, archetype: 'x', createdAtMs: 1, createdBy: ALICE });
    const directory = world.workspace.directory(name);
    await mkdir(directory, { recursive: true });
    await world.git.init(directory);
    await writeFile(path.join(directory, file), `${text}\n`);
    await world.git.commitAll(directory, { name: 'Alice', email: '7@telegram.invalid' }, 'First');
    await world.says(ALICE, `/use ${name}`);
  };
  const has = (name: string, file: string) =>
    existsSync(path.join(world.workspace.directory(name), file));

  defineSteps(({ Given, When, Then, And }) => {
    Given('the project {string} with {string} in {string}', (_, name: string, text, file) =>
      project(name, String(file), String(text)),
    );
    When('Alice sends {string}', (_, text: string) => sends(ALICE, text));
    When('Bob sends {string}', (_, text: string) => sends(BOB, text));
    When('Alice taps {string}', (_, label: string) => tap(label));
    Then('the chat shows {string}', (_, text: string) => {
      expect(clean(world.messages.map(({ card }) => card.text).join('\n'))).toContain(text);
    });
    Then('the card shows {string}', (_, text: string) => expect(answer()).toContain(text));
    Then('Bob is told {string}', (_, text: string) => expect(answer()).toContain(text));
    And('{string} is in {string}', (_, file: string, name) =>
      expect(has(String(name), file)).toBe(true),
    );
    And('{string} is not in {string}', (_, file: string, name) =>
      expect(has(String(name), file)).toBe(false),
    );
    And('the project {string} has {string}', (_, name: string, file) =>
      expect(has(name, String(file))).toBe(true),
    );
    And('the project {string} has no tasks', async (_, name: string) => {
      expect(await world.store.projects.tasks(name)).toEqual([]);
      expect(has(`${name}.login`, '.')).toBe(false);
    });
    Given('a project {string} with a task {string}', async (_, name: string, task) => {
      await project(name, 'a.txt', 'one');
      await sends(ALICE, `/task ${String(task)}`);
    });
    And('Bob is let into another project alone', async () => {
      const rights = { confined: true, projectRoles: { blog: 'owner' } } as const;
      await world.store.actors.save({ id: BOB, name: 'Bob', role: 'viewer', ...rights });
    });
  });

  for (const { description } of feature.scenarii) Scenario(description, () => undefined);
});
