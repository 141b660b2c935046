import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Deployer, DeployerSettings, LogLine, ReleaseSource, Target } from './port.ts';

/** What the project that is deployed does; `well` prints `<sha> begins` and answers with its `sha`. */
export type Doing =
  | 'well'
  | 'build-fails'
  | 'exits'
  | 'exits-late'
  /** Within the time that it has. */
  | 'never-well'
  /** Neither well nor unwell, for as long as the test takes. */
  | 'hangs'
  | 'no-start';

/** A deployer, and a project to try it with. */
export interface DeployerUnderTest {
  readonly deployer: Deployer;
  readonly target: Target;
  /** Another process of the bot on the same machine. */
  readonly again: () => Deployer;
  /** Makes a commit of a project that does so. */
  readonly source: (id: string, doing: Doing) => Promise<ReleaseSource>;
  /** What a person gets at the address of the target; nothing when nobody answers. */
  readonly ask: () => Promise<string | undefined>;
  /** Makes what is live print a line. */
  readonly print: (text: string) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** Short, so that tests are. */
export const SETTINGS: DeployerSettings = {
  healthTimeoutMs: 5_000,
  readinessDelayMs: 400,
  drainTimeoutMs: 2_000,
  keepReleases: 1,
  variables: {},
};
const SOON = { timeout: 10_000 };
const never = new AbortController().signal;

/** What every deployer must do. */
export function deployerContract(
  name: string,
  make: () => Promise<DeployerUnderTest>,
  timeoutMs = 30_000,
): void {
  describe(`${name} deployer`, { timeout: timeoutMs }, () => {
    let under: DeployerUnderTest;
    beforeEach(async () => void (under = await make()), timeoutMs);
    afterEach(() => under.close(), timeoutMs);

    const ready = async (id: string, deployer = under.deployer, doing: Doing = 'well') => {
      const source = await under.source(id, doing);
      expect(await deployer.build(under.target, source, SETTINGS, never)).toEqual({ kind: 'done' });
      expect(await deployer.start(under.target, id, SETTINGS, never)).toEqual({ kind: 'done' });
      return source;
    };
    const release = async (id: string) => {
      const source = await ready(id);
      const switched = await under.deployer.switch(under.target, id);
      await under.deployer.settle(under.target, SETTINGS);
      return { ...source, switched };
    };
    const liveId = async () => (await under.deployer.status(under.target)).live?.id;

    it('says that nothing was ever live', async () => {
      const { deployer, target } = under;
      expect(await deployer.status(target)).toEqual({ health: 'stopped' });
      expect(await deployer.releases(target)).toEqual([]);
      expect(await deployer.logs(target, { lines: 10 })).toEqual([]);
      await deployer.revive(target, SETTINGS);
      await deployer.settle(target, SETTINGS);
      await deployer.remove(target);
      expect(await deployer.status(target)).toEqual({ health: 'stopped' });
    });

    it('makes a release live, at an address that stays', async () => {
      const { sha, switched } = await release('r1');
      expect(switched).toEqual({});
      const status = await under.deployer.status(under.target);
      expect(status).toMatchObject({ live: { id: 'r1', sha }, health: 'well' });
      expect(await under.ask()).toBe(sha);
      const second = await release('r2');
      expect(second.switched).toEqual({ previous: 'r1' });
      expect(await under.ask()).toBe(second.sha);
      expect((await under.deployer.status(under.target)).address).toBe(status.address);
    });

    it('serves what was live until the next one is switched to, and can go back at once', async () => {
      const one = await release('r1');
      const two = await ready('r2');
      expect(await under.ask()).toBe(one.sha);
      expect(await liveId()).toBe('r1');
      expect(await under.deployer.switch(under.target, 'r2')).toEqual({ previous: 'r1' });
      expect(await under.ask()).toBe(two.sha);
      await under.deployer.switch(under.target, 'r1');
      expect(await under.ask()).toBe(one.sha);
      await under.deployer.discard(under.target, 'r2');
      expect((await under.deployer.releases(under.target)).map(({ id }) => id)).toEqual(['r1']);
      expect(await under.ask()).toBe(one.sha);
    });

    it.each([
      ['exits', 'exited', 'start'],
      ['exits-late', 'exited', 'start'],
      ['never-well', 'unwell', 'start'],
      ['build-fails', 'failed', 'build'],
      ['no-start', 'unsupported', 'build'],
    ] as const)('keeps what was live when the next one %s', async (doing, reason, step) => {
      const { deployer, target } = under;
      const one = await release('r1');
      const source = await under.source('r2', doing);
      const settings = { ...SETTINGS, healthTimeoutMs: doing === 'never-well' ? 600 : 5_000 };
      const built = await deployer.build(target, source, settings, never);
      const outcome =
        built.kind === 'failed' ? built : await deployer.start(target, 'r2', settings, never);
      expect(outcome).toMatchObject({ kind: 'failed', reason });
      expect(built.kind).toBe(step === 'build' ? 'failed' : 'done');
      const tail = outcome.kind === 'failed' ? outcome.tail : '';
      const isPrinted = doing === 'exits' || doing === 'build-fails';
      expect(tail).toContain(isPrinted ? doing : '');
      expect(await under.ask()).toBe(one.sha);
      await deployer.discard(target, 'r2');
      expect(await deployer.status(target)).toMatchObject({ live: { id: 'r1' }, health: 'well' });
      expect((await deployer.releases(target)).map(({ id }) => id)).toEqual(['r1']);
    });

    it('changes nothing when what is live is released again', async () => {
      const { deployer, target } = under;
      const source = await release('r1');
      const before = await deployer.status(target);
      for (const each of [deployer, under.again()]) {
        await each.build(target, source, SETTINGS, never);
        expect(await each.start(target, 'r1', SETTINGS, never)).toEqual({ kind: 'done' });
        expect(await each.switch(target, 'r1')).toEqual({});
        await each.settle(target, SETTINGS);
        await each.discard(target, 'r1');
        await each.revive(target, SETTINGS);
      }
      expect(await deployer.status(target)).toEqual(before);
      expect((await deployer.logs(target, { lines: 100 })).map(({ text }) => text)).toEqual([
        `${source.sha} begins`,
      ]);
    });

    it('does each step once, whoever goes on after a crash', async () => {
      await release('r1');
      const { target } = under;
      const source = await under.source('r2', 'well');
      await under.deployer.build(target, source, SETTINGS, never);
      expect(await under.again().build(target, source, SETTINGS, never)).toEqual({ kind: 'done' });
      await under.again().start(target, 'r2', SETTINGS, never);
      await under.again().start(target, 'r2', SETTINGS, never);
      expect(await under.again().switch(target, 'r2')).toEqual({ previous: 'r1' });
      expect(await under.again().switch(target, 'r2')).toEqual({ previous: 'r1' });
      await under.again().settle(target, SETTINGS);
      await under.again().settle(target, SETTINGS);
      expect(await under.ask()).toBe(source.sha);
      const said = await under.deployer.logs(target, { lines: 100 });
      expect(said.map(({ text }) => text)).toEqual([`${source.sha} begins`]);
    });

    it('restores a release by its id, and forgets the oldest', async () => {
      const { deployer, target } = under;
      const one = await release('r1');
      const two = await release('r2');
      expect(await under.ask()).toBe(two.sha);
      expect((await deployer.releases(target)).map(({ id }) => id)).toEqual(['r2', 'r1']);
      expect(await deployer.start(target, 'r1', SETTINGS, never)).toEqual({ kind: 'done' });
      await deployer.switch(target, 'r1');
      await deployer.settle(target, SETTINGS);
      expect(await under.ask()).toBe(one.sha);
      await release('r3');
      const left = (await deployer.releases(target)).map(({ id }) => id);
      expect(left).toEqual(['r3', 'r2']);
      expect(await deployer.start(target, 'r1', SETTINGS, never)).toMatchObject({
        reason: 'unsupported',
      });
    });

    it('tells what was live once from what was only built', async () => {
      const { deployer, target } = under;
      await release('r1');
      await ready('r2');
      const known = async () =>
        (await under.again().releases(target)).map(({ id, wasLive }) => ({ id, wasLive }));
      expect(await known()).toEqual([
        { id: 'r2', wasLive: false },
        { id: 'r1', wasLive: true },
      ]);
      await deployer.switch(target, 'r2');
      await deployer.switch(target, 'r1');
      await deployer.settle(target, SETTINGS);
      expect(await known()).toEqual([
        { id: 'r2', wasLive: true },
        { id: 'r1', wasLive: true },
      ]);
    });

    it('takes down what is live, and keeps the address and what was built', async () => {
      const { deployer, target } = under;
      await deployer.takeDown(target);
      const one = await release('r1');
      const { address } = await deployer.status(target);
      await ready('r2');
      await deployer.takeDown(target);
      await under.again().takeDown(target);
      expect(await deployer.status(target)).toEqual({ health: 'stopped' });
      expect(await under.ask()).toBeUndefined();
      await deployer.discard(target, 'r2');
      await deployer.settle(target, { ...SETTINGS, keepReleases: 0 });
      await deployer.revive(target, SETTINGS);
      expect(await deployer.status(target)).toEqual({ health: 'stopped' });
      expect(await deployer.releases(target)).toMatchObject([{ id: 'r1', wasLive: true }]);
      expect(await deployer.start(target, 'r1', SETTINGS, never)).toEqual({ kind: 'done' });
      expect(await deployer.switch(target, 'r1')).toEqual({});
      expect(await under.ask()).toBe(one.sha);
      expect((await deployer.status(target)).address).toBe(address);
    });

    it('stops when it is told to, and can begin again', async () => {
      const { deployer, target } = under;
      const one = await release('r1');
      const stop = new AbortController();
      const source = await under.source('r2', 'hangs');
      await deployer.build(target, source, SETTINGS, never);
      const starting = deployer.start(target, 'r2', SETTINGS, stop.signal);
      await sleep(50);
      stop.abort(new Error('told to'));
      await expect(starting).rejects.toThrow('told to');
      const building = deployer.build(
        target,
        source,
        SETTINGS,
        AbortSignal.abort(stop.signal.reason),
      );
      await building.catch(() => undefined);
      expect(await under.ask()).toBe(one.sha);
      await deployer.discard(target, 'r2');
      const three = await release('r3');
      expect(await under.ask()).toBe(three.sha);
    });

    it('tells the last lines of what is live, and goes on with what comes', async () => {
      const { deployer, target } = under;
      const { sha } = await release('r1');
      const stop = new AbortController();
      const seen: LogLine[] = [];
      const following = (async () => {
        for await (const line of deployer.follow(target, { lines: 10 }, stop.signal))
          seen.push(line);
      })();
      await expect.poll(() => seen.map(({ text }) => text), SOON).toEqual([`${sha} begins`]);
      await under.print('one');
      await under.print('two');
      await expect
        .poll(() => seen.map(({ text }) => text), SOON)
        .toEqual([`${sha} begins`, 'one', 'two']);
      stop.abort();
      await following;
      const last = await deployer.logs(target, { lines: 2 });
      expect(last.map(({ text }) => text)).toEqual(['one', 'two']);
    });

    it('keeps environments apart', async () => {
      const one = await release('r1');
      const other = { ...under.target, environment: 'production' };
      expect(await under.deployer.status(other)).toEqual({ health: 'stopped' });
      await under.deployer.remove(other);
      expect(await under.ask()).toBe(one.sha);
    });

    it('removes all of it', async () => {
      const { deployer, target } = under;
      await release('r1');
      await ready('r2');
      await deployer.remove(target);
      expect(await deployer.status(target)).toEqual({ health: 'stopped' });
      expect(await deployer.releases(target)).toEqual([]);
      expect(await under.ask()).toBeUndefined();
    });
  });
}
