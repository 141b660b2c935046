import { readFile, readdir, readlink } from 'node:fs/promises';

/** Whether the gateway on this port answers `path` with success, within two seconds. */
export async function answers(port: number, path: 'healthz' | 'readyz'): Promise<boolean> {
  try {
    const signal = AbortSignal.timeout(2000);
    const response = await fetch(`http://127.0.0.1:${port}/${path}`, { signal });
    await response.body?.cancel();
    return response.ok;
  } catch {
    return false;
  }
}

/** A gateway that fails so many checks in a row hangs: about two minutes, at one in 15 seconds. */
const MOST_FAILURES = 8;

/** Asks for the health of the gateway on `port`, at most once in `everyMs`. */
export function heartbeat(port: number, everyMs: number) {
  let failures = 0;
  let nextMs = performance.now() + everyMs;
  return {
    /**
     * Whether it missed too many checks in a row. Counted, not timed: after the machine slept,
     * one late answer is not two minutes of silence.
     */
    async isLost(): Promise<boolean> {
      if (performance.now() < nextMs) return failures >= MOST_FAILURES;
      failures = (await answers(port, 'healthz')) ? 0 : failures + 1;
      nextMs = performance.now() + everyMs;
      return failures >= MOST_FAILURES;
    },
  };
}

/**
 * Whether process `pid` listens on the port of 127.0.0.1: `nobody` or `other` else. Where the
 * system does not tell (it is not Linux), whoever answers counts as `pid`.
 */
export async function listener(port: number, pid: number): Promise<'it' | 'other' | 'nobody'> {
  const table = await readFile('/proc/net/tcp', 'utf8').catch(() => undefined);
  if (table === undefined) return 'it';
  const address = `0100007F:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  const inodes = table
    .split('\n')
    .map((row) => row.trim().split(/\s+/u))
    // The fourth column is the state: 0A listens.
    .filter(([, local, , state]) => local === address && state === '0A')
    .map((row) => `socket:[${row[9]}]`);
  if (inodes.length === 0) return 'nobody';
  const directory = `/proc/${pid}/fd`;
  for (const name of await readdir(directory).catch(() => [])) {
    const held = await readlink(`${directory}/${name}`).catch(() => '');
    if (inodes.includes(held)) return 'it';
  }
  return 'other';
}
