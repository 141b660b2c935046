import { describeFeature, loadFeature } from '@amiceli/vitest-cucumber';
import { expect, vi } from 'vitest';
import type { Button } from '#kernel/card.ts';
import type { Reply } from '#dispatch/request.ts';
import { createWorld, type World } from '#test/world.ts';

const feature = await loadFeature('./src/features/people/people.feature');
const IDS: Readonly<Record<string, number>> = { Alice: 7, Vera: 11, Olga: 12, Mallory: 666 };
const SOON = { timeout: 10_000 };

describeFeature(feature, ({ BeforeEachScenario, AfterEachScenario, defineSteps, Scenario }) => {
  let world: World;
  let reply: Reply;
  let link = '';

  const idOf = (name: string): number => IDS[name] ?? 0;
  const textOf = ({ card, toast }: Reply) => (card?.text ?? toast ?? '').replaceAll('\\', '');
  const hear = (answer: Reply) => {
    reply = answer;
    link = /start=(inv_\w+)/u.exec(textOf(reply))?.[1] ?? link;
  };
  let requests = 0;
  const base = (name: string) => ({
    id: `update:9:${(requests += 1)}`,
    place: { chatId: idOf(name) },
    chatKind: 'private' as const,
    from: { id: idOf(name), name },
  });
  const says = async (name: string, text: string) =>
    hear(await world.dispatch({ ...base(name), kind: 'text', text }));
  const taps = async (name: string, { command, words }: Button) => {
    const [buttonId, chatId] = [`people-${(requests += 1)}`, idOf(name)];
    await world.store.buttons.add([{ id: buttonId, command, words, chatId, createdAtMs: 0 }]);
    hear(await world.dispatch({ ...base(name), kind: 'tap', buttonId }));
  };
  const told = (name: string) =>
    world.messages
      .filter(({ conversationId }) => conversationId === `${idOf(name)}:0:${idOf(name)}`)
      .map(({ card }) => card.text.replaceAll('\\', ''))
      .join('\n');
  const save = (name: string, role: 'developer' | 'owner') =>
    world.store.actors.save({ id: idOf(name), name, role });

  BeforeEachScenario(async () => {
    world = await createWorld();
    link = '';
    world.operations.register('long', {
      title: 'Lasts until it is stopped.',
      steps: { waiting: 'Waits.' },
      async run(run) {
        await run.waitFor('end', { as: 'waiting' });
        return { state: 'done' };
      },
    });
  });
  AfterEachScenario(() => world.close());

  defineSteps(({ Given, When, Then, And }) => {
    /** A step as it may stand anywhere in a scenario. */
    const step: typeof And = (text, work) => {
      for (const keyword of [Given, When, Then, And]) keyword(text, work);
    };

    step('there are the projects {string} and {string}', async (_, one: string, two: string) => {
      for (const name of [one, two]) {
        await world.store.projects.add({ name, archetype: 'x', createdAtMs: 1, createdBy: 7 });
      }
    });
    step('Alice has started the bot', () => says('Alice', '/start'));
    step('Vera is a developer', () => save('Vera', 'developer'));
    step('Olga is an owner whom the bot has spoken with', async () => {
      await save('Olga', 'owner');
      await says('Olga', '/start');
    });
    step('Vera has a task running', async () => {
      const input = { id: 'long-1', kind: 'long', conversationId: '11:0:11', actorId: 11 };
      await world.operations.start({ ...input, input: null });
    });
    for (const name of ['Alice', 'Vera', 'Mallory']) {
      step(`${name} sends {string}`, (_, line: string) => says(name, line));
      step(`${name} taps {string}`, async (_, label: string) => {
        const buttons = reply.card?.buttons?.flat() ?? [];
        const button = buttons.find((each) => each.label === label);
        if (!button) throw new Error(`no ${label} in ${buttons.map((each) => each.label).join()}`);
        await taps(name, button);
      });
      step(`${name} opens the link`, () => says(name, `/start ${link}`));
    }
    for (const name of ['Alice', 'Olga']) {
      step(`${name} decides {string} about Mallory`, async (_, word: string) => {
        const cards = world.messages.filter(({ key }) => key.startsWith('access-666-'));
        const buttons = cards.flatMap(({ versions }) => versions[0]?.buttons?.flat() ?? []);
        const button = buttons.find(({ words }) => words[1] === word);
        await taps(name, button!);
      });
    }
    for (const name of ['Alice', 'Olga', 'Mallory']) {
      step(`${name} is told {string}`, (_, text: string) => {
        expect(told(name)).toContain(text);
      });
    }
    step('the answer contains {string}', (_, text: string) => {
      expect(textOf(reply)).toContain(text);
    });
    step('{string} of Vera is refused', async (_, line: string) => {
      await says('Vera', line);
      expect(textOf(reply)).toContain('You need the role owner');
    });
    step('the answer does not contain {string}', (_, text: string) => {
      expect(textOf(reply)).not.toContain(text);
    });
    step('the task ends as canceled', () =>
      vi.waitFor(async () => {
        expect(await world.store.operations.get('long-1')).toMatchObject({ state: 'canceled' });
      }, SOON),
    );
  });

  const steps = () => undefined;
  for (const scenario of feature.scenarii) Scenario(scenario.description, steps);
});
