import { describeFeature, loadFeature } from '@amiceli/vitest-cucumber';
import { expect, vi } from 'vitest';
import type { Reply } from '#dispatch/request.ts';
import { DEFAULT_PREFERENCES } from '#kernel/preferences.ts';
import { createWorld, type World } from '#test/world.ts';

const feature = await loadFeature('./src/features/settings/settings.feature');
const ALICE = 7;
const DMITRI = 8;

describeFeature(feature, ({ BeforeEachScenario, AfterEachScenario, defineSteps, Scenario }) => {
  let world: World;
  let reply: Reply;

  BeforeEachScenario(async () => {
    world = await createWorld();
  });
  AfterEachScenario(() => world.close());

  const cards = () => world.messages.filter((message) => message.key.startsWith('settings:'));
  const find = (text: string) =>
    vi.waitFor(
      () => {
        const found = world.messages.findLast(({ card }) => card.text.includes(text));
        expect(found).toBeDefined();
        return found!;
      },
      { timeout: 10_000 },
    );

  defineSteps(({ Given, When, Then, And }) => {
    /** A step under whichever word: it reads better, and means the same. */
    const step: typeof Given = (...words) => {
      for (const define of [Given, When, Then, And]) define(...words);
    };
    step('Dmitri is a developer', () =>
      world.store.actors.save({ id: DMITRI, name: 'Dmitri', role: 'developer' }),
    );
    step('it is quiet all day for Alice', () =>
      world.store.preferences.save(ALICE, {
        ...DEFAULT_PREFERENCES,
        quietHours: { fromMinute: 1, toMinute: 0 },
        // Whatever time it is: the one minute that is not quiet is half a day away.
        utcOffsetMinutes: -Math.round((Date.now() / 60_000) % 1_440) + 720,
      }),
    );
    const speak = async (actorId: number, line: string, language?: string) => {
      reply = await world.says(actorId, line, language);
    };
    step('Alice sends {string}', (_: unknown, line: string) => speak(ALICE, line));
    step('Dmitri sends {string}', (_: unknown, line: string) => speak(DMITRI, line));
    step(
      'Dmitri sends {string} from a Telegram in {string}',
      (_: unknown, line: string, language: string) => speak(DMITRI, line, language),
    );
    step('Alice taps {string}', async (_: unknown, label: string) => {
      reply = await world.taps(ALICE, label);
    });
    step('Alice chooses the clock that is 3 hours before UTC', async () => {
      const buttons = world.messages.at(-1)?.card.buttons?.flat() ?? [];
      await world.taps(ALICE, buttons.find(({ label }) => label.endsWith('(+3)'))?.label ?? '');
    });
    step('the answer contains {string}', (_: unknown, text: string) => {
      expect(reply.card?.text).toContain(text);
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
    step('Alice is still spoken with in English', async () => {
      expect((await world.says(ALICE, '/projects')).card?.text).toContain('No projects yet');
    });
    step('{string} arrives without a sound', async (_: unknown, text: string) => {
      expect((await find(text)).card.isMuted).toBe(true);
    });
    step('{string} arrives with a sound', async (_: unknown, text: string) => {
      const isLoud = () =>
        world.messages.some(({ card }) => card.text.includes(text) && !card.isMuted);
      await vi.waitFor(() => expect(isLoud()).toBe(true), { timeout: 10_000 });
    });
  });

  const steps = () => undefined;
  for (const scenario of feature.scenarii) Scenario(scenario.description, steps);
});
