import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { cutLine } from '../long-line.ts';
import type { LogLine, LogQuery, Target } from '../port.ts';
import { type Container, containersOf } from './containers.ts';
import type { Docker } from './docker.ts';
import type { LiveRecord } from './record.ts';

const LOOK_AGAIN_MS = 1_000;
/** So many lines wait at most for somebody to read them. */
const MOST_WAITING = 5_000;

/** The last lines of what is live, else of what was made last. */
export async function readLogs(
  docker: Docker,
  target: Target,
  query: LogQuery,
  live: LiveRecord | undefined,
): Promise<readonly LogLine[]> {
  const chosen = choose(await containersOf(docker, target), query, live);
  return (await lastOf(docker, chosen, query.lines)).map(({ line }) => line);
}

/** The last lines of several containers together, and of which each is. */
async function lastOf(
  docker: Docker,
  containers: readonly Container[],
  count: number,
): Promise<readonly { readonly id: string; readonly line: LogLine }[]> {
  const parts = await Promise.all(
    containers.map(async ({ id, service }) => {
      const tail = ['logs', '--timestamps', '--tail', String(count), id];
      const { stdout, stderr } = await docker.run(tail);
      return [...stdout.split('\n'), ...stderr.split('\n')]
        .filter((line) => line !== '')
        .map((line) => ({
          id,
          line: readLine(line, containers.length > 1 ? service : undefined),
        }));
    }),
  );
  return parts
    .flat()
    .toSorted(({ line: one }, { line: other }) => (one.atMs ?? 0) - (other.atMs ?? 0))
    .slice(-count);
}

/** The same, then what comes, also from releases that become live meanwhile. */
export async function* followLogs(
  docker: Docker,
  target: Target,
  query: LogQuery,
  live: () => Promise<LiveRecord | undefined>,
  signal: AbortSignal,
): AsyncIterable<LogLine> {
  const lines = lineQueue();
  const followed = new Map<string, Followed>();
  const stop = () => {
    for (const { child } of followed.values()) child?.kill('SIGKILL');
    lines.wake();
  };
  signal.addEventListener('abort', stop, { once: true });

  const begin = (container: Container, tail: number, isOneOfMany: boolean) => {
    const state: Followed = followed.get(container.id) ?? { lastStamp: '' };
    followed.set(container.id, state);
    const since = state.lastStamp === '' ? [] : ['--since', state.lastStamp];
    const args = ['logs', '--timestamps', '--follow', '--tail', String(tail), ...since];
    const child = spawn('docker', [...args, container.id], {
      env: docker.environment,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    state.child = child;
    const gone = () => void (state.child = undefined);
    child.on('error', gone).on('close', gone);
    for (const input of [child.stdout, child.stderr])
      createInterface({ input }).on('line', (line) => {
        const stamp = line.slice(0, line.indexOf(' '));
        // `--since` is inclusive, and the two streams come in any order.
        if (since.length > 0 && stamp <= (since[1] ?? '')) return;
        if (stamp > state.lastStamp) state.lastStamp = stamp;
        lines.push(readLine(line, isOneOfMany ? container.service : undefined));
      });
  };

  try {
    for (let isFirst = true; !signal.aborted; isFirst = false) {
      const chosen = choose(await containersOf(docker, target), query, await live());
      const last = isFirst ? await lastOf(docker, chosen, query.lines) : [];
      for (const each of chosen) {
        const state = followed.get(each.id);
        // Of one that came later, or was started again, everything is new.
        const isNews = state === undefined || (!state.child && each.state === 'running');
        const own = last.filter(({ id }) => id === each.id).length;
        if (isNews) begin(each, isFirst ? own : MOST_WAITING, chosen.length > 1);
      }
      const again = Date.now() + LOOK_AGAIN_MS;
      while (!signal.aborted && Date.now() < again) yield* await lines.take(again - Date.now());
    }
  } finally {
    signal.removeEventListener('abort', stop);
    stop();
  }
}

interface Followed {
  child?: ChildProcess | undefined;
  /** Of the newest line that was seen. */
  lastStamp: string;
}

/** Lines that wait for whoever reads them; the oldest are dropped when nobody does. */
function lineQueue() {
  let waiting: LogLine[] = [];
  let woken = Promise.withResolvers<void>();
  return {
    wake: () => woken.resolve(),
    push(line: LogLine) {
      waiting.push(line);
      if (waiting.length > 2 * MOST_WAITING) waiting = waiting.slice(-MOST_WAITING);
      woken.resolve();
    },
    async take(limitMs: number): Promise<readonly LogLine[]> {
      if (waiting.length === 0) {
        woken = Promise.withResolvers<void>();
        const timer = setTimeout(woken.resolve, Math.max(1, limitMs));
        await woken.promise;
        clearTimeout(timer);
      }
      const taken = waiting;
      waiting = [];
      return taken;
    },
  };
}

function choose(
  containers: readonly Container[],
  query: LogQuery,
  live: LiveRecord | undefined,
): readonly Container[] {
  const newest = containers.toSorted((one, other) => other.createdAtMs - one.createdAtMs)[0];
  const isLiveThere = containers.some(({ release }) => release === live?.release);
  const release = isLiveThere ? live?.release : newest?.release;
  return containers.filter(
    (each) =>
      each.release === release && (query.service === undefined || each.service === query.service),
  );
}

/** `2026-11-22T18:03:01.123456789Z text`. */
function readLine(line: string, service: string | undefined): LogLine {
  const space = line.indexOf(' ');
  const atMs = Date.parse(line.slice(0, space === -1 ? line.length : space));
  const isStamped = Number.isFinite(atMs);
  const text = isStamped ? (space === -1 ? '' : line.slice(space + 1)) : line;
  const cut = cutLine(text);
  return {
    text: service === undefined ? cut : `${service} | ${cut}`,
    ...(isStamped ? { atMs } : {}),
  };
}
