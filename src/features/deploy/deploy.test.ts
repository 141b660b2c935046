import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Reply } from '#dispatch/request.ts';
import { expectationKey } from '#kernel/expectation.ts';
import { memoryDeployer } from '#ports/deployer/memory.ts';
import type { EnvironmentSettings } from '#ports/ops/port.ts';
import { declaration } from '#test/declaration.ts';
import { createWorld, type World } from '#test/world.ts';
import { failureOf } from './failure.ts';

const ALICE = 7;
const BOB = 8;
const WAIT = { timeout: 5_000 };
const STAGING = { project: 'shop', environment: 'staging' };
const PRODUCTION = { project: 'shop', environment: 'production' };
const APPROVAL = { role: 'releaser', expiresMs: 3_600_000, remindBeforeMs: 0 } as const;

let world: World;
let commits = 0;
let changes = 0;

const tree = () => world.workspace.directory('shop');
const commit = async () => {
  commits += 1;
  await writeFile(path.join(tree(), 'main.ts'), `${commits}\n`);
  const author = { name: 'Alice', email: '7@telegram.invalid' };
  return (await world.git.commitAll(tree(), author, `Change ${commits}`))?.sha ?? '';
};
const head = async () => (await world.git.head(tree())) ?? '';
const configure = (target: typeof STAGING, settings: Partial<EnvironmentSettings>) =>
  world.ops.configure({
    by: { id: ALICE, name: 'Alice' },
    reason: '',
    operationId: `set-up-${(changes += 1)}`,
    ...target,
    settings,
  });
const settled = () =>
  vi.waitFor(async () => expect(await world.store.operations.unfinished()).toEqual([]), WAIT);
const shown = () =>
  world.messages.flatMap(({ versions }) => versions.map(({ text }) => text.replaceAll('\\', '')));
const textOf = (reply: Reply) => (reply.card?.text ?? reply.toast ?? '').replaceAll(/[\\*]/gu, '');
const labelsOf = (reply: Pick<Reply, 'card'>) =>
  reply.card?.buttons?.flat().map(({ label }) => label) ?? [];
const deploy = async () => {
  await world.says(ALICE, '/deploy staging');
  await settled();
};
/** Goes back to the release of a commit, through the buttons that ask. */
const rollBack = async (sha: string) => {
  const release = (await world.deployer.releases(STAGING)).find((each) => each.sha === sha);
  const asked = await world.says(ALICE, `/rollback staging ${release?.id}`);
  return world.taps(ALICE, /Roll back to/u, asked);
};
const newest = async () => {
  const [operation] = await world.store.operations.recent({ project: 'shop', limit: 1 });
  if (!operation) throw new Error('no operation');
  return operation;
};
const statusOf = (target = STAGING) => world.deployer.status(target);
const called = (call: string) =>
  vi.waitFor(
    () => expect(world.deployer.calls.some((each) => each.startsWith(call))).toBe(true),
    WAIT,
  );
const approvalIsOpen = () =>
  vi.waitFor(
    () => expect(world.messages.some(({ key }) => key.includes('approval:release'))).toBe(true),
    WAIT,
  );
/** A second person may decide, and staging asks. */
const bobApproves = async () => {
  await world.store.actors.save({ id: BOB, name: 'Bob', role: 'releaser' });
  await world.says(BOB, '/use shop');
  await configure(STAGING, { approval: APPROVAL });
};
/** The newest commit ends once it has the traffic. */
const crashesUnderTraffic = () => {
  const leads = world.deployer.switch.bind(world.deployer);
  vi.spyOn(world.deployer, 'switch').mockImplementationOnce(async (target, id) => {
    const done = await leads(target, id);
    world.deployer.crashes(target);
    return done;
  });
};
const declare = (name: string, ...spec: readonly string[]) =>
  world.declares({ [`${name}.yaml`]: declaration(name, ...spec) });
const ASKS = 'gitOps: { createBranch: true, autoMerge: false, requireApproval: true }';

beforeEach(async () => {
  world = await createWorld();
  commits = 0;
  const project = { name: 'shop', archetype: 'web-service', createdAtMs: 1, createdBy: ALICE };
  await world.store.projects.add(project);
  await world.workspace.create('shop', 'web-service');
  await world.git.init(tree());
  await commit();
  for (const target of [STAGING, PRODUCTION]) await configure(target, { readinessDelayMs: 0 });
  await world.says(ALICE, '/use shop');
});
afterEach(async () => {
  vi.restoreAllMocks();
  await world.close();
});

describe('a reboot of the machine', () => {
  it('does not leave down what is live while an approval is open', async () => {
    await deploy();
    const before = (await statusOf()).live?.sha;
    await bobApproves();
    await commit();
    await world.says(ALICE, '/deploy staging');
    await approvalIsOpen();

    world.deployer.reboots();
    world.reconciler.revive();

    await vi.waitFor(
      async () => expect(await statusOf()).toMatchObject({ live: { sha: before }, health: 'well' }),
      WAIT,
    );
  });

  it('does not leave down what is live where it cut off a start in vain', async () => {
    await deploy();
    const before = (await statusOf()).live?.sha;
    const sha = await commit();
    world.deployer.behaves(sha, { at: 'start', hangs: true });
    await world.says(ALICE, '/deploy staging');
    await vi.waitFor(
      () => expect(world.deployer.calls.filter((each) => each.startsWith('start'))).toHaveLength(2),
      WAIT,
    );
    await world.operations.shutdown();
    world.deployer.reboots();
    world.deployer.behaves(sha, { at: 'start', fails: { reason: 'exited', tail: '' } });

    world = world.restart();
    await world.operations.resume();
    await settled();

    expect(await statusOf()).toMatchObject({ live: { sha: before }, health: 'well' });
  });
});

describe('what cannot go live', () => {
  it.each([
    { code: 'no-start', says: '`start` is missing in `.codefoundry/project.yaml`', isMended: true },
    { code: 'in-container', says: 'An owner can set `deployer: compose`', isMended: false },
  ] as const)('says what is missing, and who mends it: $code', async (how) => {
    const { code, says, isMended } = how;
    const fails = { reason: 'unsupported', why: [{ code }], tail: '' } as const;
    world.deployer.behaves(await commit(), { at: 'build', fails });
    await deploy();
    const { card } = world.messages.at(-1)!;
    expect(card.text.replaceAll('\\', '')).toContain('could not be built. ');
    expect(card.text.replaceAll('\\', '')).toContain(says);
    expect(labelsOf({ card }).includes('🔧 Fix')).toBe(isMended);
  });

  it('is taken back as far as that goes where a part of it fails', async () => {
    const sha = await commit();
    world.deployer.behaves(sha, { at: 'start', fails: { reason: 'exited', tail: '' } });
    const status = world.deployer.status.bind(world.deployer);
    const start = world.deployer.start.bind(world.deployer);
    Object.assign(world.deployer, {
      async start(...words: Parameters<typeof start>) {
        const outcome = await start(...words);
        Object.assign(world.deployer, { status: () => Promise.reject(new Error('no answer')) });
        return outcome;
      },
    });

    await deploy();
    Object.assign(world.deployer, { status, start });

    expect(await world.deployer.releases(STAGING)).toEqual([]);
    expect(world.checkouts.present.size).toBe(0);
    expect(shown().join('\n')).toContain('not everything could be taken back');
  });

  it('waits for no approval that its environment has come to ask for meanwhile', async () => {
    let isAsked = false;
    world.checkouts.behaves(async () => {
      if (!isAsked) await configure(STAGING, { approval: APPROVAL });
      isAsked = true;
      return { exitCode: 0, output: '', timedOut: false };
    });

    await deploy();

    expect((await newest()).result).toEqual({ kind: 'outdated' });
    expect(shown().at(-1)).toContain('the environment is set up differently by now');
    expect((await statusOf()).live).toBeUndefined();
  });

  it('was live nowhere, also where what was before does not come back', async () => {
    await deploy();
    const old = await head();
    await commit();
    crashesUnderTraffic();
    const start = world.deployer.start.bind(world.deployer);
    await world.says(ALICE, '/deploy staging');
    Object.assign(world.deployer, {
      async start(...words: Parameters<typeof start>) {
        const release = (await world.deployer.releases(STAGING)).find(({ id }) => id === words[1]);
        return release?.sha === old
          ? { kind: 'failed', reason: 'exited', tail: '' }
          : start(...words);
      },
    });
    await settled();
    Object.assign(world.deployer, { start });
    expect(shown().join('\n')).toContain('so the broken release still has the traffic');

    await configure(PRODUCTION, { promoteFrom: 'staging' });
    expect(textOf(await world.says(ALICE, '/deploy production'))).toContain(
      'was never live in staging',
    );
  });

  it('is not begun where another deployer has something live', async () => {
    await deploy();
    const before = await statusOf();
    const other = { ...memoryDeployer(Date.now), kind: 'compose' as const };
    world.deployers.set('compose', other);
    await configure(STAGING, { deployer: 'compose' });
    await commit();

    const { id } = await newest();

    expect(textOf(await world.says(ALICE, '/deploy staging'))).toContain('by `local`');

    expect((await newest()).id).toBe(id);
    expect(await statusOf()).toEqual(before);
  });
});

describe('an approval that a declared command asks for', () => {
  it('is asked for behind the button that names the environment', async () => {
    await declare('ship', 'command: /deploy', ASKS);
    const asked = await world.says(ALICE, '/ship');
    await world.taps(ALICE, /staging/u, asked);
    await vi.waitFor(() => expect(shown().join('\n')).toContain('write the name'), WAIT);
    expect((await statusOf()).live).toBeUndefined();
  });

  it('is asked for behind the button that breaks a hold', async () => {
    await declare('ship-staging', 'command: /deploy', 'args: [staging]', ASKS);
    await world.says(ALICE, '/lock staging "migration" 2h');
    const refused = await world.says(ALICE, '/ship-staging');
    await world.taps(ALICE, /Deploy anyway/u, refused);
    await world.says(ALICE, 'customers cannot pay');
    await vi.waitFor(() => expect(shown().join('\n')).toContain('write the name'), WAIT);
    expect((await statusOf()).live).toBeUndefined();
  });

  it('is not asked for behind the same buttons of /deploy', async () => {
    await world.taps(ALICE, /staging/u, await world.says(ALICE, '/deploy'));
    await settled();
    expect((await statusOf()).live?.sha).toBe(await head());

    await commit();
    await world.says(ALICE, '/lock staging "migration" 2h');
    await world.taps(ALICE, /Deploy anyway/u, await world.says(ALICE, '/deploy staging'));
    await world.says(ALICE, 'customers cannot pay');
    await vi.waitFor(async () => expect((await statusOf()).live?.sha).toBe(await head()), WAIT);
  });
});

describe('a deploy that waits for the name of the project', () => {
  it('asks for nothing any more once it is stopped', async () => {
    await world.says(ALICE, '/deploy production');
    await vi.waitFor(() => expect(shown().join('\n')).toContain('write the name'), WAIT);
    const { id, conversationId } = await newest();
    const confirm = () => world.messages.find(({ key }) => key === `${id}:confirm`);
    await vi.waitFor(
      async () =>
        expect(await world.store.settings.get(expectationKey(conversationId))).not.toBeNull(),
      WAIT,
    );

    await world.says(ALICE, `/stop ${id}`);
    await settled();

    expect(confirm()).toMatchObject({ closed: true });
    expect(confirm()?.card.buttons ?? []).toEqual([]);
    expect(await world.store.settings.get(expectationKey(conversationId))).toBeNull();
  });

  it('leaves what is expected of the person for something else', async () => {
    await world.says(ALICE, '/deploy production');
    await vi.waitFor(() => expect(shown().join('\n')).toContain('write the name'), WAIT);
    const { id, conversationId } = await newest();
    const other = { command: 'explain', words: [], untilMs: Date.now() + 60_000 };
    await vi.waitFor(async () => {
      const steps = await world.store.operations.steps(id);
      expect(steps.some(({ name, endedAtMs }) => name === 'expect' && endedAtMs)).toBe(true);
    }, WAIT);
    await world.store.settings.set(expectationKey(conversationId), other);

    await world.says(ALICE, `/stop ${id}`);
    await settled();

    expect(await world.store.settings.get(expectationKey(conversationId))).toEqual(other);
  });
});

describe('going back', () => {
  it('brings back what made way for a release that is stopped before it is well', async () => {
    await deploy();
    const old = await head();
    await commit();
    await deploy();
    const live = (await statusOf()).live?.sha;
    // Of what serves nothing only one runs: what is live ends first.
    const start = world.deployer.start.bind(world.deployer);
    Object.assign(world.deployer, {
      async start(...words: Parameters<typeof start>) {
        const release = (await world.deployer.releases(STAGING)).find(({ id }) => id === words[1]);
        if (release?.sha !== old) return start(...words);
        world.deployer.crashes(STAGING);
        await start(...words);
        return new Promise((_, reject) => {
          words[3].addEventListener('abort', () => reject(words[3].reason as Error));
        });
      },
    });

    await rollBack(old);
    await vi.waitFor(async () => expect(await statusOf()).toMatchObject({ health: 'down' }), WAIT);
    await world.says(ALICE, `/stop ${(await newest()).id}`);
    await settled();
    Object.assign(world.deployer, { start });

    expect((await newest()).state).toBe('canceled');
    expect(await statusOf()).toMatchObject({ live: { sha: live }, health: 'well' });
  });

  it('is done also where deploys cannot be let in again', async () => {
    await deploy();
    const old = await head();
    await commit();
    await deploy();
    const lift = vi.spyOn(world.ops, 'lift').mockRejectedValue(new Error('no space'));

    await rollBack(old);
    await settled();
    lift.mockRestore();

    expect(await newest()).toMatchObject({ kind: 'rollback', state: 'done' });
    expect((await statusOf()).live?.sha).toBe(old);
    expect(shown().join('\n')).toContain('✅ Rolled back');
  });

  it('says what could not be taken back', async () => {
    await deploy();
    const old = await head();
    await commit();
    await deploy();
    world.deployer.behaves(old, { at: 'start', fails: { reason: 'exited', tail: '' } });
    const settle = vi.spyOn(world.deployer, 'settle').mockRejectedValue(new Error('no answer'));
    const release = (await world.deployer.releases(STAGING)).find(({ sha }) => sha === old);
    world.deployer.reboots();
    await world.says(
      ALICE,
      `/rollback_now shop staging ${release?.id} ${(await statusOf()).live?.id}`,
    );
    await settled();
    settle.mockRestore();

    expect((await newest()).state).toBe('failed');
    expect(shown().join('\n')).toContain('not everything could be taken back');
  });

  it('stops a deploy whose release is not well yet', async () => {
    await deploy();
    const old = await head();
    await commit();
    await deploy();
    world.deployer.behaves(await commit(), { at: 'start', hangs: true });
    await world.says(ALICE, '/deploy staging');
    const { id, input } = await newest();
    await called(`start shop/staging ${(input as { readonly releaseId: string }).releaseId}`);

    await rollBack(old);
    await settled();

    expect(await world.store.operations.get(id)).toMatchObject({ state: 'canceled' });
    expect((await statusOf()).live?.sha).toBe(old);
  });

  it('offers no release that was never live', async () => {
    await deploy();
    await bobApproves();
    const sha = await commit();
    await world.says(ALICE, '/deploy staging');
    await approvalIsOpen();
    const built = (await world.deployer.releases(STAGING)).find((each) => each.sha === sha);
    expect(built).toBeDefined();

    expect(textOf(await world.says(ALICE, '/rollback staging'))).toContain('no other release');
    expect(textOf(await world.says(ALICE, `/rollback staging ${built?.id}`))).toContain(
      'has no release',
    );
    expect(textOf(await world.says(ALICE, '/releases staging'))).not.toContain(sha.slice(0, 7));
    const { id } = await newest();
    const live = (await statusOf()).live?.id;
    await world.says(ALICE, `/rollback_now shop staging ${built?.id} ${live}`);
    expect(await world.store.operations.get(id)).toMatchObject({ state: 'running' });
  });
});

describe('why a deploy failed', () => {
  it('is what the check printed that did not pass', async () => {
    world.checkouts.behaves(() => ({ exitCode: 1, output: 'not ok 1', timedOut: false }));
    await deploy();
    expect(await failureOf(world.store, (await newest()).id)).toEqual({
      project: 'shop',
      environment: 'staging',
      sha: await head(),
      output: 'not ok 1',
    });
  });

  it('is what a release printed that was not well under traffic', async () => {
    await deploy();
    await commit();
    crashesUnderTraffic();
    await deploy();
    const failure = await failureOf(world.store, (await newest()).id);
    expect(failure?.output).toBe(`${await head()} begins`);
  });

  it('is nothing where it did not fail, or is no deploy', async () => {
    await deploy();
    expect(await failureOf(world.store, (await newest()).id)).toBeUndefined();
    expect(await failureOf(world.store, 'turn-1')).toBeUndefined();
  });
});

it('a first release that breaks under traffic leaves nothing live, and what it was', async () => {
  crashesUnderTraffic();
  await deploy();
  expect(shown().join('\n')).toContain('so nothing is live there now');
  expect((await statusOf()).live).toBeUndefined();
  expect(world.deployer.calls.filter((each) => each.startsWith('remove'))).toEqual([]);
  expect(labelsOf(await world.says(ALICE, '/rollback staging'))).toEqual([]);
});
