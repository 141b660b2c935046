import { execFile } from 'node:child_process';
import { readFile, readdir, readlink, realpath } from 'node:fs/promises';

/**
 * When the process started, as text that no later process with the same id repeats, not after a
 * restart of the machine either; nothing when it does not run.
 */
export async function processStart(pid: number): Promise<string | undefined> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
    // The name in parentheses may hold anything; the fields behind it are numbers.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const [state] = fields;
    if (state === 'Z' || state === 'X') return undefined;
    // Linux counts from the start of the machine.
    const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => '');
    return `${fields[19]}@${boot.trim()}`;
  } catch {
    return process.platform === 'linux' ? undefined : startByPs(pid);
  }
}

function startByPs(pid: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    execFile('ps', ['-o', 'lstart=', '-p', String(pid)], (error, stdout) => {
      const start = stdout.trim();
      resolve(error !== null || start === '' ? undefined : start);
    });
  });
}

/** Sends the signal to the process group that `pid` leads; says whether anybody was there. */
export function signalGroup(pid: number, signal: NodeJS.Signals): boolean {
  try {
    process.kill(-pid, signal);
    return true;
  } catch {
    return false;
  }
}

/** Processes of `program` that stand in `directory`. Linux only: empty elsewhere. */
export async function processesIn(directory: string, program: string): Promise<number[]> {
  const [place, file] = await Promise.all([realpath(directory), realpath(program)]);
  const names = await readdir('/proc').catch(() => []);
  const found: number[] = [];
  for (const name of names) {
    if (!/^\d+$/u.test(name)) continue;
    const there = await readlink(`/proc/${name}/cwd`).catch(() => undefined);
    if (there !== place) continue;
    const running = await readlink(`/proc/${name}/exe`).catch(() => undefined);
    if (running === file) found.push(Number(name));
  }
  return found;
}
