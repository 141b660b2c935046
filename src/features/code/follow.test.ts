import { afterEach, expect, it, vi } from 'vitest';
import { memoryGateway, type MemoryScript } from '#ports/gateway/memory.ts';
import { followRun, type FollowTimes } from './follow.ts';

const times: FollowTimes = { recoveryMs: 300, probeMs: 10_000, retryMs: 20 };
const request = {
  sessionKey: 'agent:main:tg:1:0:1:shop',
  runId: 'turn-1',
  text: 'add a command',
  directory: '/tmp',
  label: 'shop',
  resumed: false,
};

const stops: AbortController[] = [];
afterEach(() => stops.splice(0).forEach((stop) => stop.abort('canceled')));

/** A gateway that notes every run it begins. */
function noting(script: MemoryScript, options: { recovers?: boolean } = {}) {
  const runs: string[] = [];
  const gateway = memoryGateway({
    ...options,
    script(run) {
      runs.push(run.runId);
      return script(run);
    },
  });
  return Object.assign(gateway, { runs });
}

function follow(gateway: ReturnType<typeof memoryGateway>, changes: Partial<typeof request> = {}) {
  const stop = new AbortController();
  stops.push(stop);
  const seen: string[] = [];
  const watch = {
    event: (event: { kind: string }) => seen.push(event.kind),
    state: (state: { kind: string }) => seen.push(state.kind),
    attached: () => undefined,
  };
  const leaving = new AbortController();
  const signals = { signal: stop.signal, leaving: leaving.signal };
  const outcome = followRun(gateway, { ...request, ...changes }, watch, signals, times);
  return { outcome, stop, leaving, seen };
}

const never = () => new Promise<never>(() => undefined);

it('resolves with the answer', async () => {
  const gateway = noting(async () => ({
    text: 'Done.',
    usage: { inputTokens: 1, outputTokens: 2 },
  }));
  expect(await follow(gateway).outcome).toEqual({
    kind: 'answered',
    text: 'Done.',
    usage: { inputTokens: 1, outputTokens: 2 },
  });
});

it('waits for a gateway that is not up yet, and sends once', async () => {
  const gateway = noting(async () => 'Done.');
  gateway.goDown();
  const { outcome, seen } = follow(gateway);
  await vi.waitFor(() => expect(seen).toContain('down'));
  gateway.goUp();
  expect(await outcome).toMatchObject({ kind: 'answered' });
  expect(gateway.runs).toHaveLength(1);
});

it('keeps what was said when it is stopped', async () => {
  const gateway = noting(async (run) => {
    run.say('Half of it');
    return never();
  });
  const { outcome, stop, seen } = follow(gateway);
  await vi.waitFor(() => expect(seen).toContain('text'));
  stop.abort('canceled');
  expect(await outcome).toEqual({ kind: 'stopped', text: 'Half of it' });
});

it('sends nothing when it was stopped before the gateway came up', async () => {
  const gateway = noting(async () => 'Done.');
  gateway.goDown();
  const { outcome, stop } = follow(gateway);
  stop.abort('canceled');
  expect(await outcome).toMatchObject({ kind: 'stopped' });
  gateway.goUp();
  expect(gateway.runs).toEqual([]);
});

it('takes the answer that came while the line was down', async () => {
  const gate = Promise.withResolvers<void>();
  const gateway = noting(async () => {
    await gate.promise;
    return 'Done meanwhile.';
  });
  const { outcome } = follow(gateway);
  await vi.waitFor(() => expect(gateway.runs).toHaveLength(1));
  gateway.goDown();
  gate.resolve();
  await vi.waitFor(async () => undefined);
  gateway.goUp();
  expect(await outcome).toEqual({ kind: 'answered', text: 'Done meanwhile.' });
  expect(gateway.runs).toHaveLength(1);
});

it('goes on with a run of an earlier process instead of sending again', async () => {
  const gate = Promise.withResolvers<void>();
  const gateway = noting(async (run) => {
    run.say('Beginning');
    await gate.promise;
    return 'The end.';
  });
  const first = follow(gateway);
  await vi.waitFor(() => expect(first.seen).toContain('text'));
  first.stop.abort('shutdown');
  await expect(first.outcome).rejects.toThrow('shutdown');

  const second = follow(gateway, { resumed: true });
  await vi.waitFor(() => expect(second.seen).toContain('text'));
  gate.resolve();

  expect(await second.outcome).toMatchObject({ kind: 'answered', text: 'The end.' });
  expect(gateway.runs).toHaveLength(1);
});

it('lets go of a run that was stopped while its gateway is away', async () => {
  const gateway = noting(async (run) => {
    run.say('Half');
    return never();
  });
  const { outcome, stop, leaving, seen } = follow(gateway);
  await vi.waitFor(() => expect(seen).toContain('text'));
  gateway.goDown();
  stop.abort('canceled');
  leaving.abort('shutdown');
  await expect(outcome).rejects.toThrow('shutdown');
});

it('adopts the run that the gateway starts by itself after its crash', async () => {
  const gateway = noting(async (run) => {
    if (run.isRecovery) return 'Recovered.';
    run.say('Before');
    return never();
  });
  const { outcome, seen } = follow(gateway);
  await vi.waitFor(() => expect(seen).toContain('text'));
  gateway.crash();
  gateway.goUp();
  expect(await outcome).toMatchObject({ kind: 'answered', text: 'Recovered.' });
});

it('says that the run is lost when nothing comes after a crash', async () => {
  const gateway = noting(
    async (run) => {
      run.say('Before');
      return never();
    },
    { recovers: false },
  );
  const { outcome, seen } = follow(gateway);
  await vi.waitFor(() => expect(seen).toContain('text'));
  gateway.crash();
  gateway.goUp();
  expect(await outcome).toEqual({ kind: 'lost', text: 'Before' });
});

it('ends with the reason when the gateway refuses', async () => {
  const gateway = noting(async () => 'Done.');
  gateway.refuse({ code: 'pairing-of', requestId: '1' });
  expect(await follow(gateway).outcome).toEqual({
    kind: 'refused',
    reason: { code: 'pairing-of', requestId: '1' },
  });
});

it('ignores what happens in other sessions', async () => {
  const gateway = noting(async (run) => `for ${run.sessionKey}`);
  const [mine, other] = await Promise.all([
    follow(gateway).outcome,
    follow(gateway, { sessionKey: 'agent:main:tg:2:0:2:shop', runId: 'turn-2' }).outcome,
  ]);
  expect(mine).toMatchObject({ text: `for ${request.sessionKey}` });
  expect(other).toMatchObject({ text: 'for agent:main:tg:2:0:2:shop' });
});

it('says that it stopped only when nothing runs any more, also when the line was down', async () => {
  const gateway = noting(async (run) => {
    run.say('Half');
    return never();
  });
  const { outcome, stop, seen } = follow(gateway);
  await vi.waitFor(() => expect(seen).toContain('text'));
  gateway.goDown();
  stop.abort('canceled');
  gateway.goUp();
  expect(await outcome).toEqual({ kind: 'stopped', text: 'Half' });
  expect((await gateway.inspect(request.sessionKey)).active).toBeUndefined();
});

it('ends the run that the gateway starts by itself after a stop', async () => {
  const gateway = noting(async (run) => {
    run.say(run.isRecovery ? 'Again' : 'Before');
    return never();
  });
  const { outcome, stop, seen } = follow(gateway);
  await vi.waitFor(() => expect(seen).toContain('text'));
  gateway.crash();
  stop.abort('canceled');
  gateway.goUp();
  expect(await outcome).toMatchObject({ kind: 'stopped' });
  expect((await gateway.inspect(request.sessionKey)).active).toBeUndefined();
});
