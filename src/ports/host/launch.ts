import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { ProcessSpec } from './port.ts';

/**
 * A shell that waits for a word before it runs anything: a process begins its work only once it is
 * recorded, so that none runs that nobody knows of. The shell stays, as the parent: what bubblewrap
 * started ends with it, but not with us.
 */
const GATE = 'read -r go <&3 || exit 125; "$@"; exit $?';
const GATE_WITHOUT_INPUT = 'read -r go <&3 || exit 125; exec 3<&-; "$@"; exit $?';

/** A process that waits to be let go. */
export interface Launched {
  readonly child: ChildProcess;
  readonly pid: number;
  /** Lets it begin. */
  readonly go: () => void;
}

/** @throws when it cannot be started, such as without space for what it prints */
export async function launch(spec: ProcessSpec): Promise<Launched> {
  await mkdir(dirname(spec.logFile), { recursive: true, mode: 0o700 });
  const log = await open(spec.logFile, 'a', 0o600);
  try {
    const gate = spec.input === undefined ? GATE_WITHOUT_INPUT : GATE;
    const child = spawn('/bin/sh', ['-c', gate, 'release', ...spec.argv], {
      cwd: spec.directory,
      env: { ...spec.environment },
      stdio: ['ignore', log.fd, log.fd, 'pipe'],
      detached: true,
    });
    const pid = await new Promise<number | undefined>((resolve, reject) => {
      child.once('error', reject);
      child.once('spawn', () => resolve(child.pid));
    });
    const gatePipe = child.stdio[3];
    if (pid === undefined || gatePipe == null || !('end' in gatePipe))
      throw new Error('the process has no id or no gate');
    // It may have ended before it read; then its exit says so.
    gatePipe.on('error', () => undefined);
    child.unref();
    return { child, pid, go: () => void gatePipe.end(`go\n${spec.input ?? ''}`) };
  } finally {
    await log.close();
  }
}
