import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { Fault } from '#kernel/fault.ts';
import { freePort } from '#lib/free-port.ts';
import { processStart, processesIn, signalGroup } from '#lib/process-identity.ts';
import { type LaunchOptions, fingerprint, launch, outputFile } from './launch.ts';
import { type ProcessRecord, makePrivate, recordStore } from './record.ts';

export interface EmbeddedOptions extends LaunchOptions {
  log(event: EmbeddedEvent): void;
  now(): number;
}

/** What happened to the process, for the log. */
export type EmbeddedEvent =
  | { readonly kind: 'started' | 'adopted' | 'ready' | 'stopped'; readonly pid: number }
  | { readonly kind: 'exited'; readonly restartInMs: number; readonly output: string };

type EmbeddedState = 'starting' | 'ready' | 'restarting' | 'stopped';

/** A gateway of our own on this machine. It outlives the bot's crash, and is found again after it. */
export interface EmbeddedGateway {
  /** `ws://127.0.0.1:<port>`, the same until `stop`. */
  readonly url: string;
  readonly token: string;
  pid(): number;
  state(): EmbeddedState;
  /** Resolves once it serves. @throws {Fault} `gateway-unreachable` when it is stopped before that */
  ready(): Promise<void>;
  /** Stops watching and leaves the process running, for the next start to adopt. */
  release(): void;
  /** Ends the process and all it started. Pending approvals hold it: deny them first. */
  stop(options?: { readonly graceMs?: number }): Promise<void>;
}

const POLL_MS = 250;
const BOOT_LIMIT_MS = 180_000;
const FIRST_BACKOFF_MS = 1000;
const LAST_BACKOFF_MS = 30_000;
/** Ready for so long, the next crash counts as the first one. */
const STEADY_MS = 60_000;
const GRACE_MS = 10_000;
const STRAY_LIMIT_MS = 5000;

/**
 * Starts the gateway, or adopts the one that an earlier bot left running with exactly these
 * options. Resolves when the process runs; `ready` says when it serves. It is started again, with
 * growing pauses, whenever it ends.
 */
export async function startEmbeddedGateway(options: EmbeddedOptions): Promise<EmbeddedGateway> {
  await makePrivate(options.stateDir);
  const store = recordStore(options.stateDir);
  const token = await store.token();
  const wanted = fingerprint(options, token);
  const left = await store.read();
  const adopted = left !== undefined && (await canAdopt(left, wanted)) ? left : undefined;
  if (left !== undefined && adopted === undefined) await end(left, GRACE_MS);
  if (adopted === undefined) await endStrays(options);
  const port = adopted?.port ?? (await freePort(left?.port));

  const begin = async (): Promise<ProcessRecord> => {
    const pid = await launch(options, port, token).catch((cause: unknown) => {
      throw new Fault('gateway-unreachable', 'the embedded gateway cannot be started', { cause });
    });
    const started = { pid, start: (await processStart(pid)) ?? '', port, fingerprint: wanted };
    await store.write(started);
    options.log({ kind: 'started', pid });
    return started;
  };

  let current = adopted ?? (await begin());
  if (adopted !== undefined) options.log({ kind: 'adopted', pid: adopted.pid });
  let state: EmbeddedState = 'starting';
  const watching = new AbortController();
  const firstReady = Promise.withResolvers<void>();
  firstReady.promise.catch(() => undefined);

  const watch = async () => {
    let backoffMs = FIRST_BACKOFF_MS;
    while (!watching.signal.aborted) {
      const readyAtMs = await serve();
      if (watching.signal.aborted) return;
      if (readyAtMs !== undefined && options.now() - readyAtMs > STEADY_MS)
        backoffMs = FIRST_BACKOFF_MS;
      state = 'restarting';
      const output = await tail(options.stateDir);
      options.log({ kind: 'exited', restartInMs: backoffMs, output });
      await sleep(backoffMs, undefined, { signal: watching.signal });
      backoffMs = Math.min(2 * backoffMs, LAST_BACKOFF_MS);
      await endStrays(options);
      current = await begin().catch((error: unknown) => {
        options.log({ kind: 'exited', restartInMs: backoffMs, output: String(error) });
        return current;
      });
    }
  };

  /** Follows one process until it ends; resolves with when it became ready, if ever. */
  const serve = async (): Promise<number | undefined> => {
    const bornMs = options.now();
    let readyAtMs: number | undefined;
    while (await isAlive(current)) {
      if (readyAtMs === undefined && (await answers(port, 'readyz'))) {
        readyAtMs = options.now();
        state = 'ready';
        options.log({ kind: 'ready', pid: current.pid });
        firstReady.resolve();
      }
      if (readyAtMs === undefined && options.now() - bornMs > BOOT_LIMIT_MS) await end(current, 0);
      await sleep(POLL_MS, undefined, { signal: watching.signal });
    }
    signalGroup(current.pid, 'SIGKILL');
    return readyAtMs;
  };

  const unwatch = () => {
    state = 'stopped';
    watching.abort();
    firstReady.reject(new Fault('gateway-unreachable', 'the embedded gateway was stopped'));
  };
  const watched = watch().catch((error: unknown) => {
    if (watching.signal.aborted) return;
    state = 'stopped';
    firstReady.reject(error);
  });

  return {
    url: `ws://127.0.0.1:${port}`,
    token,
    pid: () => current.pid,
    state: () => state,
    ready: () => firstReady.promise,
    release: unwatch,
    async stop({ graceMs = GRACE_MS } = {}) {
      unwatch();
      await watched;
      await end(current, graceMs);
      await endStrays(options);
      options.log({ kind: 'stopped', pid: current.pid });
    },
  };
}

async function canAdopt(record: ProcessRecord, wanted: string): Promise<boolean> {
  if (record.fingerprint !== wanted || !(await isAlive(record))) return false;
  return answers(record.port, 'healthz');
}

async function isAlive(record: ProcessRecord): Promise<boolean> {
  return (await processStart(record.pid)) === record.start;
}

/** Asks it to end, then makes it. Its group goes with it; a process that is not ours is left alone. */
async function end(record: ProcessRecord, graceMs: number): Promise<void> {
  if (!(await isAlive(record))) return;
  process.kill(record.pid, 'SIGTERM');
  const deadlineMs = performance.now() + graceMs;
  while (performance.now() < deadlineMs && (await isAlive(record))) await sleep(100);
  signalGroup(record.pid, 'SIGKILL');
  while (await isAlive(record)) await sleep(20);
}

/** Helpers that outlived their gateway, or a gateway that was never recorded: its lock would stay. */
async function endStrays(options: EmbeddedOptions): Promise<void> {
  const deadlineMs = performance.now() + STRAY_LIMIT_MS;
  while (performance.now() < deadlineMs) {
    const strays = await processesIn(options.stateDir, options.node);
    if (strays.length === 0) return;
    for (const pid of strays) {
      try {
        process.kill(pid, 'SIGKILL');
      } catch {
        // It ended by itself.
      }
    }
    await sleep(50);
  }
}

async function answers(port: number, path: 'healthz' | 'readyz'): Promise<boolean> {
  try {
    const signal = AbortSignal.timeout(2000);
    const response = await fetch(`http://127.0.0.1:${port}/${path}`, { signal });
    await response.body?.cancel();
    return response.ok;
  } catch {
    return false;
  }
}

async function tail(stateDir: string): Promise<string> {
  const output = await readFile(outputFile(stateDir), 'utf8').catch(() => '');
  return output.slice(-2000);
}
