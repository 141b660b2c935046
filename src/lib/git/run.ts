import { type Argv, exec, type ExecResult } from '#lib/exec.ts';
import { gitEnvironment } from './environment.ts';
import { waitForLock } from './lock.ts';

/** Where one call of git works, and with what. */
export interface GitCall {
  /** The repository, or what belongs to one of its trees. */
  readonly gitDirectory: string;
  /** Absent: git sees no working tree, and nothing in a tree steers it. */
  readonly workTree?: string;
  /** Whole words, such as `core.fsync=committed`. */
  readonly settings?: readonly string[];
  /** Beside `gitEnvironment`. */
  readonly env?: Readonly<Record<string, string>>;
}

const TIMEOUT_MS = 60_000;
/** Each lock is waited for; more of them in a row is something else than bad luck. */
const MOST_RETRIES = 5;
const SETTINGS = ['core.hooksPath=/dev/null', 'core.quotePath=false'];

/** The words of a call: without hooks, and without settings of whoever runs the bot. */
export function gitArgv(args: readonly string[], call: GitCall): Argv {
  const { gitDirectory, workTree, settings = [] } = call;
  return [
    'git',
    `--git-dir=${gitDirectory}`,
    workTree === undefined ? '--bare' : `--work-tree=${workTree}`,
    ...[...SETTINGS, ...settings].flatMap((setting) => ['-c', setting]),
    ...args,
  ];
}

/**
 * Runs git and resolves with how it ended. Where another git holds a lock it waits for that one, and
 * tries again.
 */
export async function runGit(
  args: readonly string[],
  call: GitCall & {
    /** What it runs in; absent: wherever this process does. */
    readonly directory?: string;
    /** All locks of the repository lie in it: what its trees share. */
    readonly repository: string;
    readonly input?: string;
  },
): Promise<ExecResult> {
  const options = {
    env: { ...gitEnvironment(), ...call.env },
    timeoutMs: TIMEOUT_MS,
    ...(call.directory !== undefined && { cwd: call.directory }),
    ...(call.input !== undefined && { input: call.input }),
  };
  for (let retries = 0; ; retries += 1) {
    const result = await exec(gitArgv(args, call), options);
    const isOver = result.exitCode === 0 || retries === MOST_RETRIES;
    if (isOver || !(await waitForLock(result.stderr, call.repository))) return result;
  }
}
