import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { Fault } from '#kernel/fault.ts';
import { freePort } from '#lib/free-port.ts';
import { processStart, signalGroup } from '#lib/process-identity.ts';
import { type LaunchOptions, fingerprint, launch, outputFile } from './launch.ts';
import { answers, heartbeat, listener } from './probe.ts';
import { end, endStrays, isAlive } from './process.ts';
import { type ProcessRecord, makePrivate, recordStore } from './record.ts';

export interface EmbeddedOptions extends LaunchOptions {
  log(event: EmbeddedEvent): void;
  now(): number;
  /** How often a gateway that was ready is asked whether it still is; 15 seconds when absent. */
  readonly healthEveryMs?: number;
}

/** What happened to the process, for the log. */
export type EmbeddedEvent =
  | { readonly kind: 'started' | 'adopted' | 'ready' | 'frozen' | 'stopped'; readonly pid: number }
  | { readonly kind: 'exited'; readonly restartInMs: number; readonly output: string };

type EmbeddedState = 'starting' | 'ready' | 'restarting' | 'stopped';

/** A gateway of our own on this machine. It outlives the bot's crash, and is found again after it. */
export interface EmbeddedGateway {
  /** `ws://127.0.0.1:<port>`, the same until `stop`. */
  readonly url: string;
  readonly token: string;
  pid(): number;
  state(): EmbeddedState;
  /** Whether it is our own process that serves at `url` now: what else listens gets no token. */
  serves(): Promise<boolean>;
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
/** One that hangs would not use a longer time either. */
const FROZEN_GRACE_MS = 1000;
const HEALTH_EVERY_MS = 15_000;

/**
 * Starts the gateway, or adopts the one that an earlier bot left running with exactly these
 * options. Resolves when the process runs; `ready` says when it serves. It is started again, with
 * growing pauses, whenever it ends, and ended when it answers no more.
 */
export async function startEmbeddedGateway(options: EmbeddedOptions): Promise<EmbeddedGateway> {
  await makePrivate(options.stateDir);
  const store = recordStore(options.stateDir);
  const token = await store.token();
  const wanted = fingerprint(options, token);
  const left = await store.read();
  const adopted = left !== undefined && (await canAdopt(left, wanted)) ? left : undefined;
  if (left !== undefined && adopted === undefined) await end(left, GRACE_MS);
  if (adopted === undefined) await endStrays(options.stateDir, options.node);
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

  let current: ProcessRecord | undefined = adopted ?? (await begin());
  let { pid } = current;
  if (adopted !== undefined) options.log({ kind: 'adopted', pid });
  let state: Exclude<EmbeddedState, 'stopped'> = 'starting';
  const watching = new AbortController();
  const firstReady = Promise.withResolvers<void>();
  firstReady.promise.catch(() => undefined);

  const watch = async () => {
    let backoffMs = FIRST_BACKOFF_MS;
    while (!watching.signal.aborted) {
      let output: string;
      try {
        if (current === undefined) {
          await endStrays(options.stateDir, options.node);
          current = await begin();
          pid = current.pid;
        }
        const readyAtMs = await serve(current);
        // Once only: later its id may be somebody else's.
        current = undefined;
        if (readyAtMs !== undefined && options.now() - readyAtMs > STEADY_MS)
          backoffMs = FIRST_BACKOFF_MS;
        output = await explain(options.stateDir, port, pid);
      } catch (error) {
        output = String(error);
      }
      if (watching.signal.aborted) return;
      state = 'restarting';
      options.log({ kind: 'exited', restartInMs: backoffMs, output });
      await sleep(backoffMs, undefined, { signal: watching.signal });
      backoffMs = Math.min(2 * backoffMs, LAST_BACKOFF_MS);
    }
  };

  /** Follows one process until it ends; resolves with when it became ready, if ever. */
  const serve = async (record: ProcessRecord): Promise<number | undefined> => {
    const bornMs = options.now();
    const pulse = heartbeat(port, options.healthEveryMs ?? HEALTH_EVERY_MS);
    let readyAtMs: number | undefined;
    while (await isAlive(record)) {
      if (readyAtMs === undefined && (await isServing(record, 'readyz'))) {
        readyAtMs = options.now();
        state = 'ready';
        options.log({ kind: 'ready', pid: record.pid });
        firstReady.resolve();
      }
      if (readyAtMs === undefined && options.now() - bornMs > BOOT_LIMIT_MS) await end(record, 0);
      if (readyAtMs !== undefined && (await pulse.isLost())) {
        options.log({ kind: 'frozen', pid: record.pid });
        await end(record, FROZEN_GRACE_MS);
      }
      await sleep(POLL_MS, undefined, { signal: watching.signal });
    }
    signalGroup(record.pid, 'SIGKILL');
    return readyAtMs;
  };

  const unwatch = () => {
    watching.abort();
    firstReady.reject(new Fault('gateway-unreachable', 'the embedded gateway was stopped'));
  };
  // Only the pauses throw, when the watching ends.
  const watched = watch().catch(() => undefined);

  return {
    url: `ws://127.0.0.1:${port}`,
    token,
    pid: () => pid,
    state: () => (watching.signal.aborted ? 'stopped' : state),
    serves: async () => state === 'ready' && current !== undefined && isServing(current, 'readyz'),
    ready: () => firstReady.promise,
    release: unwatch,
    async stop({ graceMs = GRACE_MS } = {}) {
      unwatch();
      await watched;
      if (current !== undefined) await end(current, graceMs);
      await endStrays(options.stateDir, options.node);
      options.log({ kind: 'stopped', pid });
    },
  };
}

async function canAdopt(record: ProcessRecord, wanted: string): Promise<boolean> {
  if (record.fingerprint !== wanted || !(await isAlive(record))) return false;
  return isServing(record, 'healthz');
}

/** Whether it is our process that answers: anybody may take the port while it restarts. */
async function isServing(record: ProcessRecord, path: 'healthz' | 'readyz'): Promise<boolean> {
  if ((await listener(record.port, record.pid)) !== 'it') return false;
  return answers(record.port, path);
}

/** Why the process ended, for the log. */
async function explain(stateDir: string, port: number, pid: number): Promise<string> {
  const output = (await readFile(outputFile(stateDir), 'utf8').catch(() => '')).slice(-2000);
  const isTaken = (await listener(port, pid)) === 'other';
  return isTaken ? `Another program holds port ${port} of 127.0.0.1.\n${output}` : output;
}
