import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describeFeature, loadFeature } from '@amiceli/vitest-cucumber';
import { expect, vi } from 'vitest';
import type { Reply } from '#dispatch/request.ts';
import { createWorld, type World } from '#test/world.ts';

const SOON = { timeout: 10_000 };
const feature = await loadFeature('src/features/files/files.feature');

describeFeature(feature, ({ BeforeEachScenario, AfterEachScenario, Scenario }) => {
  let world: World;
  let directory: string;
  let reply: Reply;
  let number = 0;
  const told: string[] = [];

  BeforeEachScenario(async () => {
    world = await createWorld();
    told.length = 0;
    world.gateway.script(async ({ text }) => {
      told.push(text);
      return 'Done.';
    });
  });
  AfterEachScenario(() => world.close());

  const worksIn = async (_: unknown, name: string): Promise<void> => {
    await world.store.projects.add({ name, archetype: 'x', createdAtMs: 1, createdBy: 7 });
    directory = world.workspace.directory(name);
    await mkdir(directory, { recursive: true });
    await world.git.init(directory);
    await world.says(7, `/use ${name}`);
  };
  const sends = async (_: unknown, name: string, caption: string): Promise<void> => {
    number += 1;
    world.downloads.sent.set(`f${number}`, Buffer.from('content'));
    reply = await world.dispatch({
      id: `update:1:${500_000 + number}`,
      place: { chatId: 7 },
      chatKind: 'private',
      from: { id: 7, name: 'Alice' },
      kind: 'other',
      what: 'document',
      media: [{ what: 'document', fileId: `f${number}`, name, sizeBytes: 7 }],
      ...(caption === '' ? {} : { caption }),
    });
  };
  const text = (): string => (reply.card?.text ?? reply.toast ?? '').replaceAll('\\', '');

  Scenario('A file with its place in the caption', ({ Given, When, Then }) => {
    Given('Alice works in the project {string}', worksIn);
    When('she sends {string} with the caption {string}', sends);
    Then(
      'the project holds {string}, committed by {string}',
      async (_, name: string, who: string) => {
        await vi.waitFor(async () => {
          expect(await readFile(path.join(directory, name), 'utf8')).toBe('content');
          const [commit] = await world.git.log(directory, { skip: 0, limit: 1 });
          expect(commit?.author).toBe(who);
        }, SOON);
      },
    );
  });

  Scenario('A file without a word', ({ Given, When, And, Then }) => {
    Given('Alice works in the project {string}', worksIn);
    When('she sends {string} with the caption {string}', sends);
    And('she taps {string}', async (_, label: string) => {
      const button = reply.card?.buttons?.flat().find((each) => each.label === label);
      await world.says(7, `/${button?.command} ${button?.words.join(' ')}`);
    });
    And('she writes {string}', async (_, line: string) => void (await world.says(7, line)));
    Then('the agent is told where {string} lies', async (_, name: string) => {
      await vi.waitFor(() => expect(told.join()).toContain(`/${name}"`), SOON);
    });
  });

  Scenario('A name that is taken', ({ Given, And, When, Then }) => {
    Given('Alice works in the project {string}', worksIn);
    And('the project has a file {string}', (_, name: string) =>
      writeFile(path.join(directory, name), 'before'),
    );
    When('she sends {string} with the caption {string}', sends);
    Then('she is asked, and {string} is as it was', async (_, name: string) => {
      expect(text()).toContain('already');
      expect(await readFile(path.join(directory, name), 'utf8')).toBe('before');
    });
  });

  Scenario('A file of secrets', ({ Given, When, Then }) => {
    Given('Alice works in the project {string}', worksIn);
    When('she sends {string} with the caption {string}', sends);
    Then('she hears that it is locked', () => {
      expect(text()).toContain('🔒');
    });
  });
});
