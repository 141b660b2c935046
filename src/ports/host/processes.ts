import { setTimeout as sleep } from 'node:timers/promises';
import { keyedMutex } from '#lib/mutex.ts';
import { processStart, signalGroup } from '#lib/process-identity.ts';
import { programOf } from './inside.ts';
import { launch } from './launch.ts';
import type { ProcessSpec, ProcessState, Processes } from './port.ts';
import { rotate } from './rotate.ts';

/** What is known of a process, also after a restart of ours. */
interface SavedProcess {
  readonly pid: number;
  /** As `processStart` says. */
  readonly start: string;
  readonly startedAtMs: number;
  readonly logFile: string;
  readonly restart: boolean;
}

export interface ProcessesOptions {
  readonly saved: Readonly<Record<string, SavedProcess>>;
  /** Makes what `state` tells outlive us. */
  readonly save: () => Promise<void>;
  readonly log: (message: string) => void;
  readonly now: () => number;
  /** How large a log may become; 10 MiB when absent. */
  readonly mostLogBytes?: number;
}

/** Processes that this process watches over, and which it leaves running when it ends. */
export interface Supervisor extends Processes {
  state(): Readonly<Record<string, SavedProcess>>;
  /** Watches no more; everything goes on running. */
  leave(): void;
}

const POLL_MS = 200;
const FIRST_BACKOFF_MS = 500;
const LAST_BACKOFF_MS = 30_000;
/** What ran so long is started again as after its first crash. */
const STEADY_MS = 60_000;
const END_POLL_MS = 20;
const MOST_LOG_BYTES = 10 * 1024 * 1024;

interface Entry extends SavedProcess {
  readonly id: string;
  /** Absent after a restart of ours, until it is told again. */
  spec?: ProcessSpec;
  pid: number;
  start: string;
  startedAtMs: number;
  logFile: string;
  restart: boolean;
  isRunning: boolean;
  isEnding: boolean;
  restarts: number;
  backoffMs: number;
  dueAtMs?: number;
  exitCode?: number;
}

/** Finds again what still runs of `saved`, and watches over it. */
export async function openProcesses(options: ProcessesOptions): Promise<Supervisor> {
  const { save, now, log, mostLogBytes = MOST_LOG_BYTES } = options;
  const entries = new Map<string, Entry>();
  const inTurn = keyedMutex();
  const leaving = new AbortController();
  for (const [id, saved] of Object.entries(options.saved))
    entries.set(id, {
      ...newEntry({ ...saved, id }, saved.startedAtMs),
      ...saved,
      isRunning: (await processStart(saved.pid)) === saved.start,
    });

  const begin = async (entry: Entry, spec: ProcessSpec) => {
    delete entry.dueAtMs;
    delete entry.exitCode;
    const { child, pid, go } = await launch(spec);
    child.once('exit', (code) => {
      if (entry.pid === pid && code !== null) entry.exitCode = code;
    });
    const start = (await processStart(pid)) ?? '';
    Object.assign(entry, { spec, pid, start, logFile: spec.logFile, restart: spec.restart });
    entry.startedAtMs = now();
    entry.isRunning = true;
    try {
      await save();
    } catch (error) {
      signalGroup(pid, 'SIGKILL');
      Object.assign(entry, { isRunning: false, pid: 0 });
      throw error;
    }
    go();
  };

  const beginLater = (entry: Entry, why: string) => {
    log(`${entry.id} ${why}, again in ${entry.backoffMs} ms`);
    entry.dueAtMs = now() + entry.backoffMs;
    entry.backoffMs = Math.min(2 * entry.backoffMs, LAST_BACKOFF_MS);
  };

  const ended = async (entry: Entry) => {
    await endGroup(entry);
    entry.isRunning = false;
    if (now() - entry.startedAtMs > STEADY_MS) entry.backoffMs = FIRST_BACKOFF_MS;
    if (entry.restart && !entry.isEnding) beginLater(entry, `ended (${entry.exitCode ?? '?'})`);
  };

  const look = async (entry: Entry) => {
    if (entry.isRunning && !(await isAlive(entry))) await ended(entry);
    const { dueAtMs, spec } = entry;
    if (dueAtMs !== undefined && dueAtMs <= now() && entry.restart && spec && !entry.isEnding) {
      entry.restarts += 1;
      await begin(entry, spec).catch((error: unknown) =>
        beginLater(entry, `does not start (${String(error)})`),
      );
    }
    await rotate(entry.logFile, mostLogBytes);
  };
  const watch = async () => {
    const { signal } = leaving;
    while (!signal.aborted) {
      for (const id of entries.keys())
        await inTurn(id, async () => {
          const entry = entries.get(id);
          if (entry && !signal.aborted) await look(entry);
        }).catch((error: unknown) => log(`${id}: ${String(error)}`));
      await sleep(POLL_MS, undefined, { signal }).catch(() => undefined);
    }
  };
  void watch();

  return {
    start: (spec) =>
      inTurn(spec.id, async () => {
        const known = entries.get(spec.id);
        if (known?.isRunning && (await isAlive(known))) {
          Object.assign(known, { spec, restart: spec.restart });
          await save();
          return stateOf(known);
        }
        const entry = known ?? newEntry(spec, now());
        if (known?.isRunning) await ended(known);
        entries.set(spec.id, entry);
        await begin(entry, spec).catch((error: unknown) => {
          entries.delete(spec.id);
          throw error;
        });
        return stateOf(entry);
      }),
    keep: (id, restart) =>
      inTurn(id, async () => {
        const entry = entries.get(id);
        if (entry === undefined || entry.restart === restart) return;
        entry.restart = restart;
        if (!entry.isRunning && restart) entry.dueAtMs = now();
        await save();
      }),
    async end(id, graceMs) {
      const entry = entries.get(id);
      // At once, so that it is not started again while this waits for its turn.
      if (entry) entry.isEnding = true;
      await inTurn(id, async () => {
        const found = entries.get(id);
        if (found === undefined) return;
        if (found.isRunning) await stop(found, graceMs);
        entries.delete(id);
        await save();
      });
    },
    list: async (prefix) =>
      [...entries.values()].filter(({ id }) => id.startsWith(prefix)).map(stateOf),
    state: () =>
      Object.fromEntries(
        [...entries.values()]
          .filter(({ pid }) => pid > 0)
          .map(({ id, pid, start, startedAtMs, logFile, restart }) => [
            id,
            { pid, start, startedAtMs, logFile, restart },
          ]),
      ),
    leave: () => leaving.abort(),
  };
}

async function isAlive({ pid, start }: Entry): Promise<boolean> {
  return (await processStart(pid)) === start;
}

/**
 * Ends the group of a process that was seen to run: nobody of it must hold its port. Where the number
 * is another process's by now, nobody of it is left.
 */
async function endGroup({ pid, start }: Entry): Promise<void> {
  const leader = await processStart(pid);
  if (leader === undefined || leader === start) signalGroup(pid, 'SIGKILL');
}

/** Asks a process that runs to end, and makes it and whom it started after `graceMs`. */
async function stop(entry: Entry, graceMs: number): Promise<void> {
  const program = (await isAlive(entry)) ? await programOf(entry.pid) : undefined;
  if (program !== undefined) signal(program, 'SIGTERM');
  const deadlineMs = performance.now() + (program === undefined ? 0 : graceMs);
  while (performance.now() < deadlineMs && (await isAlive(entry))) await sleep(END_POLL_MS);
  await endGroup(entry);
  while (await isAlive(entry)) await sleep(END_POLL_MS);
}

function newEntry(of: Pick<ProcessSpec, 'id' | 'logFile' | 'restart'>, nowMs: number): Entry {
  const { id, logFile, restart } = of;
  const never = { pid: 0, start: '', startedAtMs: nowMs, isRunning: false, isEnding: false };
  return { id, logFile, restart, ...never, restarts: 0, backoffMs: FIRST_BACKOFF_MS };
}

function stateOf({ id, isRunning, startedAtMs, restarts, exitCode }: Entry): ProcessState {
  const state = { id, isRunning, startedAtMs, restarts };
  return exitCode === undefined ? state : { ...state, exitCode };
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It has ended by itself.
  }
}
