import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describeFeature, loadFeature } from '@amiceli/vitest-cucumber';
import { expect, vi } from 'vitest';
import type { Reply } from '#dispatch/request.ts';
import type { FoundCommands } from '#ports/workspace/port.ts';
import { createWorld, type World } from '#test/world.ts';

const feature = await loadFeature('./src/features/deploy/deploy.feature');
const ALICE = 7;
const BOB = 8;
const WAIT = { timeout: 5_000 };
const STAGING = { project: 'shop', environment: 'staging' };
const PRODUCTION = { project: 'shop', environment: 'production' };
const TESTS = [{ name: 'tests', run: ['npm', 'test'] }] as const;

describeFeature(feature, ({ BeforeEachScenario, AfterEachScenario, defineSteps, Scenario }) => {
  let world: World;
  let reply: Reply;
  let bobs: Reply;
  let earlier: string | undefined;
  let commits = 0;
  const requests: string[] = [];

  const tree = () => world.workspace.directory('shop');
  const commit = async () => {
    commits += 1;
    await writeFile(path.join(tree(), 'main.ts'), `${commits}\n`);
    const author = { name: 'Alice', email: '7@telegram.invalid' };
    const made = await world.git.commitAll(tree(), author, `Change ${commits}`);
    return made?.sha ?? '';
  };
  const head = async () => (await world.git.head(tree())) ?? '';
  const settled = () =>
    vi.waitFor(async () => expect(await world.store.operations.unfinished()).toEqual([]), WAIT);
  const shown = () =>
    world.messages.flatMap(({ versions }) => versions.map(({ text }) => text.replaceAll('\\', '')));
  const told = () => `${reply?.card?.text ?? ''}${reply?.toast ?? ''}`;
  const live = async (target: typeof STAGING) => (await world.deployer.status(target)).live?.sha;
  const deploy = async () => {
    reply = await world.says(ALICE, '/deploy staging');
    await settled();
  };
  const declares = (sha: string, more: object) => {
    const commands: FoundCommands = { kind: 'declared', commands: { checks: TESTS, ...more } };
    world.checkouts.has(sha, { commands });
  };
  const asked = (id: number) =>
    vi.waitFor(() => {
      const card = world.messages.find(
        ({ key, closed }) => !closed && key.includes('approval:release') && key.includes(`:${id}`),
      );
      expect(card?.card.buttons?.flat().map(({ label }) => label)).toContain('✅ Approve');
    }, WAIT);

  BeforeEachScenario(async () => {
    world = await createWorld();
    commits = 0;
    earlier = undefined;
    requests.length = 0;
    world.gateway.script(async ({ text }) => {
      requests.push(text);
      return 'Mended.';
    });
    const project = { name: 'shop', archetype: 'web-service', createdAtMs: 1, createdBy: ALICE };
    await world.store.projects.add(project);
    await world.workspace.create('shop', 'web-service');
    await world.git.init(tree());
    await commit();
    const change = { by: { id: ALICE, name: 'Alice' }, reason: '', operationId: 'set-up' };
    for (const target of [STAGING, PRODUCTION])
      await world.ops.configure({
        ...change,
        ...target,
        operationId: `set-up-${target.environment}`,
        settings: { readinessDelayMs: 0 },
      });
  });
  AfterEachScenario(() => world.close());

  defineSteps(({ Given, When, Then, And }) => {
    /** The same words may stand behind any of the four. */
    const step: typeof Given = (words, work) => {
      for (const define of [Given, When, Then, And]) define(words, work);
    };
    step('I am logged in as admin', async () => {
      await world.says(ALICE, '/use shop');
    });
    step('tests are failing', () => {
      world.checkouts.behaves(() => ({ exitCode: 1, output: 'not ok 1', timedOut: false }));
    });
    step('the newest commit is live in staging', async () => {
      await deploy();
      earlier = await head();
      expect(await live(STAGING)).toBe(earlier);
      expect(shown().at(-1)).toContain('✅ Deployment complete');
    });
    step('a newer commit does not become well', async () => {
      const sha = await commit();
      world.deployer.behaves(sha, { at: 'start', fails: { reason: 'unwell', tail: 'no route' } });
    });
    step('a newer commit crashes under traffic', async () => {
      await commit();
      const leads = world.deployer.switch.bind(world.deployer);
      vi.spyOn(world.deployer, 'switch').mockImplementationOnce(async (target, id) => {
        const done = await leads(target, id);
        world.deployer.crashes(target);
        return done;
      });
    });
    step('a newer commit fills the disk', async () => {
      const sha = await commit();
      world.deployer.behaves(sha, { at: 'build', fails: { reason: 'full', tail: 'ENOSPC' } });
    });
    step('the hook before deploys fails', async () => {
      world.checkouts.has(await head(), { files: ['hooks/pre-deploy.sh'] });
      world.checkouts.behaves(([program]) => {
        const exitCode = program === 'sh' ? 1 : 0;
        return { exitCode, output: '', timedOut: false };
      });
    });
    step('Bob can release', async () => {
      await world.store.actors.save({ id: BOB, name: 'Person 8', role: 'releaser' });
      await world.says(BOB, '/use shop');
    });
    step('Bob has locked staging', async () => {
      await world.store.actors.save({ id: BOB, name: 'Person 8', role: 'developer' });
      await world.says(BOB, '/use shop');
      await world.says(BOB, '/lock staging "migration" 2h');
    });
    step('the project asks for approvals in staging', async () => {
      declares(await head(), { approvals: ['staging'] });
    });
    step('the project asks for no approvals', async () => {
      declares(await head(), { approvals: [] });
    });
    step('two commits went live in staging', async () => {
      await deploy();
      earlier = await head();
      await commit();
      await deploy();
      expect(await live(STAGING)).toBe(await head());
    });

    step('I send {string}', async (_, text: string) => {
      reply = await world.says(ALICE, text);
    });
    step('Bob sends {string}', async (_, text: string) => {
      bobs = await world.says(BOB, text);
    });
    step('I am asked for the name of the project', async () => {
      await vi.waitFor(() => expect(shown().join('\n')).toContain('write the name'), WAIT);
    });
    step('Bob approves', async () => {
      await asked(BOB);
      bobs = await world.taps(BOB, '✅ Approve');
    });
    step('I approve it myself', async () => {
      await asked(BOB);
      reply = await world.taps(ALICE, '✅ Approve');
    });
    step('the time for the approval is over', async () => {
      await asked(BOB);
      await world.operations.shutdown();
      const later = Date.now() + 25 * 3_600_000;
      vi.spyOn(Date, 'now').mockImplementation(() => later);
      world = world.restart();
      await world.operations.resume();
    });
    step('something else goes live in production', async () => {
      await asked(BOB);
      const release = {
        id: 'other',
        sha: 'f'.repeat(40),
        directory: '/',
        commands: { checks: [] },
      };
      const settings = (await world.ops.environments('shop'))[1]?.settings;
      if (!settings) throw new Error('no production');
      const { signal } = new AbortController();
      await world.deployer.build(PRODUCTION, release, settings, signal);
      await world.deployer.start(PRODUCTION, 'other', settings, signal);
      await world.deployer.switch(PRODUCTION, 'other');
    });
    step('I choose the earlier release and confirm', async () => {
      const [button] = reply?.card?.buttons?.[0] ?? [];
      expect(button?.label).toContain((earlier ?? '').slice(0, 7));
      reply = await world.says(ALICE, `/rollback staging ${button?.words[2]}`);
      const [now] = reply?.card?.buttons?.[0] ?? [];
      expect(now?.label).toContain('Roll back to');
      reply = await world.says(ALICE, `/rollback_now ${now?.words.join(' ')}`);
    });

    step('the release never becomes well', async () => {
      world.deployer.behaves(await head(), { at: 'start', hangs: true });
    });
    step('I stop it', async () => {
      await vi.waitFor(
        () => expect(world.deployer.calls.some((call) => call.startsWith('start'))).toBe(true),
        WAIT,
      );
      const [operation] = await world.store.operations.unfinished();
      await world.says(ALICE, `/stop ${operation?.id}`);
    });
    step('nothing is live in staging, and nothing is left', async () => {
      await settled();
      const [operation] = await world.store.operations.recent({ project: 'shop', limit: 1 });
      expect(operation?.state).toBe('canceled');
      expect(await live(STAGING)).toBeUndefined();
      expect(await world.deployer.releases(STAGING)).toEqual([]);
      expect(await world.ops.holds(Date.now())).toEqual([]);
      expect((await world.ops.environments('shop'))[0]?.desired).toBeUndefined();
      expect(world.checkouts.present.size).toBe(0);
    });
    step('I tap {string}', async (_, label: string) => {
      reply = await world.taps(ALICE, label);
    });
    step('the agent is told {string}', async (_, text: string) => {
      await vi.waitFor(() => expect(requests.join('\n')).toContain(text), WAIT);
    });
    step('I tap the button of the answer and write {string}', async (_, text: string) => {
      const words = reply?.card?.buttons?.[0]?.[0]?.words ?? [];
      await world.says(ALICE, `/deploy_over ${words.join(' ')}`);
      reply = await world.says(ALICE, text);
    });
    step('I should see {string}', async (_, text: string) => {
      await vi.waitFor(() => expect(shown().join('\n')).toContain(text), WAIT);
    });
    step('I should be answered with {string}', (_, text: string) => {
      expect(reply.card?.text).toContain(text);
    });
    step('I should be told {string}', (_, text: string) => {
      expect(told()).toContain(text);
    });
    step('Bob is told {string}', (_, text: string) => {
      expect(bobs?.card?.text).toContain(text);
    });
    step('Bob is asked to approve', () => asked(BOB));
    step('deployment should succeed', async () => {
      await settled();
      expect(await live(STAGING)).toBe(await head());
      const [staging] = await world.ops.environments('shop');
      expect(staging?.desired?.revision).toBe(await head());
      expect(await world.ops.holds(Date.now())).toEqual([]);
    });
    step('deployment should be aborted', async () => {
      await settled();
      const [operation] = await world.store.operations.recent({ project: 'shop', limit: 1 });
      expect(operation?.state).toBe('failed');
      expect(await live(STAGING)).toBeUndefined();
      expect(await live(PRODUCTION)).toBeUndefined();
      expect(await world.ops.holds(Date.now())).toEqual([]);
      expect(world.checkouts.present.size).toBe(0);
    });
    step('nothing was deployed', async () => {
      const before = world.deployer.calls.filter((call) => call.startsWith('build')).length;
      expect(before).toBe(earlier === undefined ? 0 : 1);
    });
    step('nothing is live in production', async () => {
      expect(await live(PRODUCTION)).toBeUndefined();
    });
    step('the earlier commit is live in staging', async () => {
      await settled();
      expect(await live(STAGING)).toBe(earlier);
      const [staging] = await world.ops.environments('shop');
      expect(staging?.desired?.revision).toBe(earlier);
    });
    step('staging is frozen', async () => {
      const [hold] = await world.ops.holds(Date.now());
      expect(hold).toMatchObject({ kind: 'freeze', ...STAGING });
      expect((await world.says(ALICE, '/deploy staging'))?.card?.text).toContain('is frozen by');
    });
  });

  const steps = () => undefined;
  for (const scenario of feature.scenarii) Scenario(scenario.description, steps);
});
