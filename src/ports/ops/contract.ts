import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Desired, Hold, Ops } from './port.ts';

/** An ops repository under test, and a person who edits it by hand. */
export interface OpsUnderTest {
  readonly ops: Ops;
  /** As another process would open it, after this one was killed. */
  reopen(): Promise<Ops>;
  /** Commits to the branch by hand; `undefined` removes a file. Resolves with the head. */
  edit(changes: Readonly<Record<string, string | undefined>>): Promise<string>;
  close(): Promise<void>;
}

const alice = { id: 7, name: 'Alice' };
const bob = { id: 8, name: 'Боб <b>' };
const NOW = Date.UTC(2026, 10, 22, 18);
const STAGING = 'environments/shop/staging.yaml';
const PRODUCTION = 'environments/shop/production.yaml';

/** A desired state for tests; `digit` makes the revision. */
export function desiredOf(operation: string, digit = '1'): Desired {
  return {
    revision: digit.repeat(40),
    release: `20261122T180000-${digit.repeat(7)}`,
    requestedBy: alice,
    operation,
    atMs: NOW,
  };
}

/** What every ops repository promises. */
export function opsContract(name: string, make: () => Promise<OpsUnderTest>): void {
  describe(`${name}: what should be live`, () => {
    let under: OpsUnderTest;
    let ops: Ops;
    let count = 0;

    beforeEach(async () => {
      under = await make();
      ({ ops } = under);
    });
    afterEach(() => under.close());

    const by = (operationId = `operation-${(count += 1)}`, reason = '') => ({
      by: alice,
      reason,
      operationId,
    });
    const environment = async (name: string, from = ops) =>
      (await from.environments('shop')).find((each) => each.name === name);
    const propose = (operationId: string, environment = 'staging', digit = '1') =>
      ops.propose({
        ...by(operationId, 'because'),
        project: 'shop',
        environment,
        desired: desiredOf(operationId, digit),
      });
    const deploy = async (operationId: string, environment = 'staging', digit = '1') => {
      await propose(operationId, environment, digit);
      const outcome = await ops.merge(operationId, bob);
      if (outcome.kind !== 'merged') throw new Error(outcome.kind);
      return outcome.sha;
    };
    const hold = (id: string, more: Partial<Hold> = {}): Hold => ({
      id,
      kind: 'freeze',
      project: 'shop',
      by: alice,
      reason: 'migration',
      sinceMs: NOW,
      ...more,
    });
    const fileOf = async (change: (text: string) => string, file = STAGING) => {
      await ops.configure({ ...by(), project: 'shop', environment: 'staging', settings: {} });
      return under.edit({ [file]: change(MINIMAL) });
    };
    const MINIMAL = 'apiVersion: openclaw.dev/v1\nkind: Environment\n';

    it('gives a project of which nothing is written staging, and production with approval', async () => {
      const [staging, production, ...more] = await ops.environments('shop');
      expect(more).toEqual([]);
      expect(staging).toEqual({
        project: 'shop',
        name: 'staging',
        settings: {
          deployer: 'local',
          healthTimeoutMs: 60_000,
          readinessDelayMs: 5_000,
          drainTimeoutMs: 10_000,
          keepReleases: 5,
          variables: {},
        },
      });
      expect(production).toMatchObject({
        name: 'production',
        settings: {
          approval: { role: 'releaser', expiresMs: 24 * 3_600_000, remindBeforeMs: 3_600_000 },
        },
      });
      expect(production?.settings.promoteFrom).toBeUndefined();
      expect(await ops.problems()).toEqual([]);
    });

    it('changes nothing by a proposal until it is merged', async () => {
      const { branch, sha } = await propose('d1');
      expect(branch).toBe('deploy/d1');
      expect(sha).toMatch(/^[0-9a-f]{40}$/u);
      expect((await environment('staging'))?.desired).toBeUndefined();
      const outcome = await ops.merge('d1', bob);
      expect(outcome).toMatchObject({ kind: 'merged' });
      expect((await environment('staging'))?.desired).toEqual({
        ...desiredOf('d1'),
        approvedBy: bob,
      });
      expect((await environment('production'))?.settings.approval?.role).toBe('releaser');
      expect(await ops.drift()).toBeUndefined();
    });

    it('proposes and merges an operation once, also when it is asked again after a crash', async () => {
      const first = await propose('d1');
      expect(await propose('d1')).toEqual(first);
      const merged = await ops.merge('d1', bob);
      const again = await under.reopen();
      expect(await again.merge('d1', bob)).toEqual(merged);
      expect(
        await again.propose({
          ...by('d1'),
          project: 'shop',
          environment: 'staging',
          desired: desiredOf('d1'),
        }),
      ).toEqual(first);
      const subjects = (await again.history('shop', 10)).map(({ subject }) => subject);
      expect(subjects).toEqual([
        'Deploy 1111111 to shop staging',
        'Describe the environments of shop',
        expect.any(String),
      ]);
    });

    it('takes an environment down when a proposal without a state is merged', async () => {
      await deploy('d1');
      await ops.propose({ ...by('down'), project: 'shop', environment: 'staging' });
      expect((await environment('staging'))?.desired).toBeDefined();
      await ops.merge('down');
      expect((await environment('staging'))?.desired).toBeUndefined();
    });

    it('says of a merge that somebody was faster, and lets other environments be', async () => {
      await propose('d1', 'staging', '1');
      await propose('d2', 'staging', '2');
      await propose('d3', 'production', '3');
      await ops.merge('d2');
      expect(await ops.merge('d1')).toEqual({ kind: 'moved' });
      expect(await ops.merge('d3')).toMatchObject({ kind: 'merged' });
      expect((await environment('staging'))?.desired?.operation).toBe('d2');
      expect((await environment('production'))?.desired?.operation).toBe('d3');
    });

    it('does not merge what was dropped or never proposed', async () => {
      await propose('d1');
      await ops.drop('d1');
      await ops.drop('d1');
      expect(await ops.merge('d1')).toEqual({ kind: 'unknown' });
      expect(await ops.merge('never')).toEqual({ kind: 'unknown' });
    });

    it('merges many at once without losing one', async () => {
      const projects = ['shop', 'blog', 'wiki'];
      const places = projects.flatMap((project) =>
        ['staging', 'production'].map((environment) => ({ project, environment })),
      );
      await Promise.all(
        places.map(async ({ project, environment }) => {
          const id = `${project}-${environment}`;
          await ops.propose({ ...by(id), project, environment, desired: desiredOf(id) });
          expect(await ops.merge(id)).toMatchObject({ kind: 'merged' });
        }),
      );
      for (const project of projects) {
        const states = await ops.environments(project);
        expect(states.map(({ desired }) => desired?.operation)).toEqual([
          `${project}-staging`,
          `${project}-production`,
        ]);
      }
    });

    it('changes settings and keeps the rest of the file', async () => {
      await deploy('d1');
      await ops.configure({
        ...by('c1'),
        project: 'shop',
        environment: 'staging',
        settings: {
          healthTimeoutMs: 1_500,
          memoryMiB: 512,
          variables: { NODE_ENV: 'test' },
          approval: { role: 'owner', expiresMs: 5_000, remindBeforeMs: 1_000 },
        },
      });
      const changed = await environment('staging');
      expect(changed?.settings).toMatchObject({
        healthTimeoutMs: 1_500,
        readinessDelayMs: 5_000,
        memoryMiB: 512,
        variables: { NODE_ENV: 'test' },
        approval: { role: 'owner', expiresMs: 5_000, remindBeforeMs: 1_000 },
      });
      expect(changed?.desired?.operation).toBe('d1');
      await ops.configure({
        ...by('c2'),
        project: 'shop',
        environment: 'staging',
        settings: {},
        cleared: ['approval', 'memoryMiB'],
      });
      // The first is asked again after a crash: what came later stays.
      await ops.configure({
        ...by('c2'),
        project: 'shop',
        environment: 'staging',
        settings: {},
        cleared: ['approval', 'memoryMiB'],
      });
      const cleared = (await environment('staging'))?.settings;
      expect(cleared?.approval).toBeUndefined();
      expect(cleared?.memoryMiB).toBeUndefined();
      expect(cleared?.healthTimeoutMs).toBe(1_500);
    });

    it('refuses settings that make no sense, and changes nothing', async () => {
      const settings = { promoteFrom: 'staging' };
      await expect(
        ops.configure({ ...by(), project: 'shop', environment: 'staging', settings }),
      ).rejects.toMatchObject({ code: 'config-invalid' });
      await expect(
        ops.configure({
          ...by(),
          project: 'shop',
          environment: 'staging',
          settings: { deployer: 'command' },
        }),
      ).rejects.toThrow(/hooks/u);
      expect((await environment('staging'))?.settings.promoteFrom).toBeUndefined();
    });

    it('orders environments by promotion', async () => {
      await ops.configure({ ...by(), project: 'shop', environment: 'qa', settings: {} });
      await ops.configure({
        ...by(),
        project: 'shop',
        environment: 'production',
        settings: { promoteFrom: 'qa' },
      });
      await ops.configure({
        ...by(),
        project: 'shop',
        environment: 'qa',
        settings: { promoteFrom: 'staging' },
      });
      const all = await ops.environments('shop');
      expect(all.map(({ name }) => name)).toEqual(['staging', 'qa', 'production']);
      // Whoever forgets to speak of approval has not opened it by that.
      expect(all[1]?.settings.approval?.role).toBe('releaser');
    });

    it('refuses names of environments that are none', async () => {
      const words = ['../etc', 'a/b', 'Staging', 'стенд', '', 'x'.repeat(300), 'all', '__proto__'];
      for (const word of words) {
        const change = { ...by(), project: 'shop', environment: word };
        await expect(ops.propose({ ...change, desired: desiredOf('d1') })).rejects.toMatchObject({
          code: 'config-invalid',
        });
        await expect(ops.configure({ ...change, settings: {} })).rejects.toMatchObject({
          code: 'config-invalid',
        });
      }
      expect(await ops.history('shop', 10)).toHaveLength(1);
    });

    it('refuses projects whose name is a path', async () => {
      await expect(ops.environments('../shop')).rejects.toMatchObject({ code: 'config-invalid' });
    });

    it('keeps holds until they are over or lifted, each once', async () => {
      await ops.hold({ ...by('h1'), hold: hold('f1') });
      await ops.hold({ ...by('h1'), hold: hold('f1') });
      await ops.hold({ ...by('h2'), hold: hold('l2', { kind: 'lock', untilMs: NOW + 1_000 }) });
      expect(await ops.holds(NOW)).toEqual([
        hold('f1'),
        hold('l2', { kind: 'lock', untilMs: NOW + 1_000 }),
      ]);
      expect((await ops.holds(NOW + 1_000)).map(({ id }) => id)).toEqual(['f1']);
      expect(await ops.lift({ ...by('u1'), holdId: 'f1' })).toBe(true);
      expect(await ops.lift({ ...by('u1'), holdId: 'f1' })).toBe(true);
      expect(await ops.lift({ ...by('u2'), holdId: 'f1' })).toBe(false);
      await ops.hold({ ...by('h1'), hold: hold('f1') });
      expect((await ops.holds(NOW)).map(({ id }) => id)).toEqual(['l2']);
    });

    it('keeps what people write as they wrote it, cut to a length', async () => {
      const reason = `"quotes": yes\n# no comment\n\u0000\u202e${'ы'.repeat(1_000_000)}`;
      await ops.hold({ ...by('h1', reason), hold: hold('f1', { reason }) });
      const [held] = await ops.holds(NOW);
      expect(held?.reason.startsWith('"quotes": yes\n# no comment\n')).toBe(true);
      expect(held?.reason.length).toBeLessThanOrEqual(1_000);
      const forged = 'x\n\nOperation: forged\nAction: deploy';
      await ops.note({ ...by('n1', forged), subject: 'Deny a deploy\nOperation: forged' });
      const [entry] = await ops.history('shop', 1);
      expect(entry?.operation).toBe('n1');
      expect(entry?.subject).not.toContain('\n');
      expect(await ops.merge('forged')).toEqual({ kind: 'unknown' });
    });

    it('takes operations whose ids are no names', async () => {
      for (const id of ['a/../b', 'x'.repeat(500), 'y.lock', 'a b\nc', '']) {
        await deploy(id, 'staging');
        expect(await ops.merge(id)).toMatchObject({ kind: 'merged' });
      }
    });

    it('refuses a state and a hold that nobody could read back', async () => {
      const desired = { ...desiredOf('d1'), revision: 'main' };
      const change = { project: 'shop', environment: 'staging', desired };
      await expect(ops.propose({ ...by('d1'), ...change })).rejects.toMatchObject({
        code: 'config-invalid',
      });
      await expect(
        ops.hold({ ...by(), hold: hold('f1', { project: '../shop' }) }),
      ).rejects.toMatchObject({ code: 'config-invalid' });
      expect(await ops.holds(NOW)).toEqual([]);
      expect(await ops.problems()).toEqual([]);
    });

    it('notes a decision once and shows it in the history of the project alone', async () => {
      const change = { ...by('n1', 'too late'), subject: 'Deny a deploy', project: 'shop' };
      await ops.note(change);
      await ops.note(change);
      await ops.note({ ...by('n1'), subject: 'Remind of a deploy', project: 'shop' });
      expect((await ops.history('shop', 10)).map(({ subject }) => subject).slice(0, 2)).toEqual([
        'Remind of a deploy',
        'Deny a deploy',
      ]);
      const [other] = await ops.history('blog', 10);
      expect(other?.operation).toBeUndefined();
      expect((await ops.history('shop', 10))[0]).toMatchObject({ by: 'Alice', operation: 'n1' });
      // Again after a crash, and with what no trailer takes.
      const long = { ...by('n2'), subject: `${'🚀'.repeat(59)}x\n👩‍🚀`, project: 'shop' };
      await ops.note(long);
      const again = await under.reopen();
      await again.note(change);
      await again.note(long);
      expect(await again.history('shop', 10)).toHaveLength(4);
    });

    it('lets an edit by hand change nothing until it is accepted, exactly as it was seen', async () => {
      await deploy('d1');
      await under.edit({ [STAGING]: MINIMAL, 'commands/hello.yaml': 'kind: TelegramCommand\n' });
      expect((await environment('staging'))?.desired?.operation).toBe('d1');
      expect(await ops.commandFiles()).toEqual([]);
      const drift = await ops.drift();
      expect(drift?.diff).toContain('-  operation: d1');
      expect(drift?.changed).toEqual([
        { project: 'shop', environment: 'staging', from: { ...desiredOf('d1'), approvedBy: bob } },
      ]);
      const head = await under.edit({ 'README.md': 'more' });
      expect(await ops.accept({ ...by('a1'), head: drift?.head ?? '' })).toBe(false);
      expect(await ops.accept({ ...by('a2'), head })).toBe(true);
      expect(await ops.accept({ ...by('a2'), head })).toBe(true);
      expect(await ops.drift()).toBeUndefined();
      expect((await environment('staging'))?.desired).toBeUndefined();
      expect(await ops.commandFiles()).toEqual([
        { file: 'commands/hello.yaml', text: 'kind: TelegramCommand\n' },
      ]);
    });

    it('takes an edit by hand back', async () => {
      await deploy('d1');
      const head = await under.edit({ [STAGING]: MINIMAL, [PRODUCTION]: undefined });
      expect(await ops.restore({ ...by('r1'), head })).toBe(true);
      expect(await ops.restore({ ...by('r1'), head })).toBe(true);
      expect(await ops.drift()).toBeUndefined();
      expect((await environment('staging'))?.desired?.operation).toBe('d1');
      expect(await environment('production')).toBeDefined();
    });

    it('goes on beside an edit by hand without bringing it into force', async () => {
      await deploy('d1');
      await under.edit({
        [PRODUCTION]: `${MINIMAL}settings: { approval: none }\n`,
        [STAGING]: `${MINIMAL}settings: { keepReleases: 9 } # nine\n`,
      });
      await deploy('d2', 'staging', '2');
      await deploy('d3', 'production', '3');
      await ops.hold({ ...by('h1'), hold: hold('f1') });
      expect((await environment('production'))?.settings.approval).toBeDefined();
      expect((await environment('staging'))?.settings.keepReleases).toBe(5);
      const drift = await ops.drift();
      expect(drift?.changed).toEqual([]);
      expect(drift?.diff).toContain('approval: none');
      expect(await ops.accept({ ...by(), head: drift?.head ?? '' })).toBe(true);
      const [staging, production] = await ops.environments('shop');
      expect(production?.settings.approval).toBeUndefined();
      expect(production?.desired?.operation).toBe('d3');
      expect(staging).toMatchObject({
        settings: { keepReleases: 9 },
        desired: { operation: 'd2' },
      });
      expect(await ops.holds(NOW)).toEqual([hold('f1')]);
    });

    it('keeps the last valid version of a file in force, and says what is wrong and where', async () => {
      await deploy('d1');
      const head = await under.edit({ [STAGING]: `${MINIMAL}settings:\n  keepReleases: many\n` });
      expect(await ops.problems()).toEqual([
        {
          file: STAGING,
          line: 4,
          key: 'settings.keepReleases',
          why: { code: 'type', expected: 'number' },
        },
      ]);
      await ops.accept({ ...by(), head });
      expect((await environment('staging'))?.desired?.operation).toBe('d1');
      expect(await ops.problems()).toHaveLength(1);
      await deploy('d2', 'staging', '2');
      expect(await ops.problems()).toEqual([]);
      expect((await environment('staging'))?.desired?.operation).toBe('d2');
    });

    it('says of an edit that is not valid only what applying it changes', async () => {
      const settings = { keepReleases: 9, readinessDelayMs: 0 };
      await ops.configure({ ...by(), project: 'shop', environment: 'staging', settings });
      await deploy('d1');
      const broken = `${MINIMAL}settings:\n  keepReleases: many\n`;
      await under.edit({ [STAGING]: broken });
      expect(await ops.drift()).toMatchObject({ changed: [], settings: [] });
      const gone = await under.edit({ [STAGING]: undefined });
      await ops.accept({ ...by(), head: gone });
      // The version before it was removed counts again.
      const head = await under.edit({ [STAGING]: broken });
      expect(await ops.drift()).toMatchObject({
        changed: [{ project: 'shop', environment: 'staging', to: { operation: 'd1' } }],
        settings: [
          { project: 'shop', environment: 'staging', names: ['keepReleases', 'readinessDelayMs'] },
        ],
      });
      await ops.accept({ ...by(), head });
      expect(await environment('staging')).toMatchObject({
        settings,
        desired: { operation: 'd1' },
      });
    });

    it('asks for approval in an environment whose file never was valid', async () => {
      const head = await under.edit({ [PRODUCTION]: 'settings: { approval: none }\n' });
      await ops.accept({ ...by(), head });
      expect((await environment('production'))?.settings.approval?.role).toBe('releaser');
    });

    it('survives a file that means gigabytes', async () => {
      await deploy('d1');
      const head = await under.edit({ [STAGING]: bomb() });
      await ops.accept({ ...by(), head });
      expect(await ops.problems()).toEqual([{ file: STAGING, line: 1, why: { code: 'anchors' } }]);
      expect((await environment('staging'))?.desired?.operation).toBe('d1');
    });

    it('says of files that nobody reads where they belong', async () => {
      await under.edit({
        'environments/shop/staging.yml': MINIMAL,
        'environments/SHOP/staging.yaml': MINIMAL,
        'environments/shop.yaml': MINIMAL,
        'commands/deep/er.yaml': 'x',
        'holds.yml': 'x',
        'notes.txt': 'x',
      });
      const problems = await ops.problems();
      expect(problems.map(({ file }) => file).toSorted()).toEqual([
        'commands/deep/er.yaml',
        'environments/SHOP/staging.yaml',
        'environments/shop.yaml',
        'environments/shop/staging.yml',
        'holds.yml',
      ]);
    });

    it('says of promotions that lead nowhere', async () => {
      await fileOf((text) => `${text}settings: { promoteFrom: nowhere }\n`);
      expect((await ops.problems())[0]?.why).toMatchObject({
        code: 'no-environment',
        environment: 'nowhere',
      });
      await under.edit({
        [STAGING]: `${MINIMAL}settings: { promoteFrom: production }\n`,
        [PRODUCTION]: `${MINIMAL}settings: { promoteFrom: staging }\n`,
      });
      const head = (await ops.drift())?.head ?? '';
      await ops.accept({ ...by(), head });
      expect((await ops.problems())[0]?.why).toEqual({ code: 'circle' });
      expect(await ops.environments('shop')).toHaveLength(2);
    });

    it('moves and removes what it says of a project', async () => {
      await deploy('d1');
      await ops.hold({ ...by(), hold: hold('f1') });
      await ops.hold({ ...by(), hold: hold('f2', { project: 'blog' }) });
      const rename = { ...by('r1'), project: 'shop', to: 'store' };
      await ops.rename(rename);
      await ops.rename(rename);
      const [staging] = await ops.environments('store');
      expect(staging).toMatchObject({ project: 'store', desired: { operation: 'd1' } });
      expect((await environment('staging'))?.desired).toBeUndefined();
      expect((await ops.holds(NOW)).map(({ id, project }) => [id, project])).toEqual([
        ['f2', 'blog'],
        ['f1', 'store'],
      ]);
      await ops.remove({ ...by('x1'), project: 'store' });
      await ops.remove({ ...by('x1'), project: 'store' });
      expect((await ops.environments('store'))[0]?.desired).toBeUndefined();
      expect((await ops.holds(NOW)).map(({ id }) => id)).toEqual(['f2']);
    });

    it('knows what was live once, as long as the project has its name', async () => {
      const wasLive = (digit: string, environment = 'staging', from = ops) =>
        from.wasLive('shop', environment, digit.repeat(40));
      expect(await wasLive('1')).toBe(false);
      await propose('d1', 'staging', '1');
      expect(await wasLive('1')).toBe(false);
      await ops.merge('d1');
      await deploy('d2', 'staging', '2');
      await ops.configure({
        ...by(),
        project: 'shop',
        environment: 'staging',
        settings: { variables: { SEEN: '3'.repeat(40) } },
      });
      await deploy('d4', 'production', '4');
      const again = await under.reopen();
      for (const each of [ops, again]) {
        expect(await wasLive('1', 'staging', each)).toBe(true);
        expect(await wasLive('2', 'staging', each)).toBe(true);
        expect(await wasLive('3', 'staging', each)).toBe(false);
        expect(await wasLive('4', 'staging', each)).toBe(false);
        expect(await wasLive('4', 'production', each)).toBe(true);
        expect(await each.wasLive('shop', 'staging', '.*')).toBe(false);
      }
      await ops.remove({ ...by('x1'), project: 'shop' });
      expect(await wasLive('1')).toBe(false);
    });

    it('does not count as live what was taken back, until it is live again', async () => {
      await deploy('d1', 'staging', '1');
      await propose('d2', 'staging', '2');
      await ops.merge('d2');
      const before = desiredOf('d1', '1');
      const back = { ...by('d2-back'), project: 'shop', environment: 'staging' };
      await ops.propose({ ...back, desired: before });
      await ops.merge('d2-back');
      expect(await ops.wasLive('shop', 'staging', '2'.repeat(40))).toBe(false);
      expect(await ops.wasLive('shop', 'staging', '1'.repeat(40))).toBe(true);
      await deploy('d3', 'staging', '2');
      expect(await ops.wasLive('shop', 'staging', '2'.repeat(40))).toBe(true);
    });

    it('does not count an edit by hand as live, also when it was accepted', async () => {
      await deploy('d1', 'staging', '1');
      const text = `${MINIMAL}desired:
  revision: "${'5'.repeat(40)}"
  release: 20261122T180000-5555555
  operation: d1
  requestedBy: { id: 7, name: Alice }
  at: 2026-11-22T18:00:00Z
`;
      const head = await under.edit({ [STAGING]: text });
      expect(await ops.accept({ ...by(), head })).toBe(true);
      expect((await environment('staging'))?.desired?.revision).toBe('5'.repeat(40));
      expect(await ops.wasLive('shop', 'staging', '5'.repeat(40))).toBe(false);
    });

    it('tells who watches, until they stop', async () => {
      const watching = new AbortController();
      let told = 0;
      ops.watch(() => (told += 1), watching.signal);
      await ops.hold({ ...by(), hold: hold('f1') });
      await expect.poll(() => told).toBeGreaterThan(0);
      watching.abort();
      const before = told;
      await ops.hold({ ...by(), hold: hold('f2') });
      expect(told).toBe(before);
    });
  });
}

function bomb(): string {
  const lines = ['a0: &a0 [x, x, x, x, x, x, x, x, x]'];
  for (let at = 1; at < 10; at += 1) {
    lines.push(`a${at}: &a${at} [${Array.from({ length: 9 }, () => `*a${at - 1}`).join(', ')}]`);
  }
  return `${lines.join('\n')}\n`;
}
