import { mkdir, readdir, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { CloneOutcome, GitRemote } from '../remote.ts';
import { failureOf, runNetwork } from './network.ts';
import { readProgress } from './transfer-progress.ts';
import type { Workshop } from './workshop.ts';

type Clone = GitRemote['clone'];
type CloneOptions = Parameters<Clone>[2];

const WATCH_MS = 500;
/** Never committed, also where the repository does not say so itself. */
const EXCLUDED = '# Written by CodeFoundry.\nnode_modules/\n';

/** `GitRemote.clone` through git's command line: an empty repository of ours, filled by a fetch. */
export function cloneCli({ git, gitDirectory, keysDirectory }: Workshop): Clone {
  return async (directory, remote, options) => {
    const place = gitDirectory(directory);
    await mkdir(path.dirname(place), { recursive: true, mode: 0o700 });
    await mkdir(directory, { recursive: true });
    await git(directory, ['init', '--quiet', '--initial-branch=main', '--template=']);
    await writeFile(path.join(directory, '.git'), `gitdir: ${place}\n`);
    await mkdir(path.join(place, 'info'), { recursive: true });
    await writeFile(path.join(place, 'info', 'exclude'), EXCLUDED);
    await git(directory, ['config', 'remote.origin.url', remote.url]);
    await git(directory, ['config', 'remote.origin.fetch', '+refs/heads/*:refs/remotes/origin/*']);

    const deadlineMs = performance.now() + options.timeoutMs;
    const size = watchSize(place, options);
    const onOutput = readProgress(options.progress);
    const run = (args: readonly string[], workTree?: string) =>
      runNetwork(args, {
        ...options,
        gitDirectory: place,
        keysDirectory,
        remote,
        timeoutMs: Math.max(1, deadlineMs - performance.now()),
        signal: AbortSignal.any([options.signal, size.signal]),
        onOutput,
        ...(workTree !== undefined && { workTree }),
      });
    const tooLarge: CloneOutcome = { kind: 'too-large', limitBytes: options.limitBytes };
    try {
      const listed = await run(['ls-remote', '--symref', 'origin', 'HEAD']);
      const unreachable = failureOf(listed, options.signal);
      if (unreachable) return unreachable;
      const fetched = await run([
        'fetch',
        '--progress',
        '--tags',
        '--no-auto-maintenance',
        'origin',
      ]);
      if (size.isOver()) return tooLarge;
      const failure = failureOf(fetched, options.signal);
      if (failure) return failure;

      const said = /^ref: refs\/heads\/(.+)\tHEAD$/mu.exec(listed.output)?.[1];
      const names = await remoteBranches(git, directory);
      const branch = [said, 'main', 'master', names[0]].find(
        (each) => each !== undefined && names.includes(each),
      );
      if (branch === undefined) {
        return { kind: 'cloned', branch: 'main', submodules: [], hasLargeFiles: false };
      }
      const sha = (await git(directory, ['rev-parse', `refs/remotes/origin/${branch}`])).trim();
      await git(directory, ['update-ref', `refs/heads/${branch}`, sha]);
      await git(directory, ['symbolic-ref', 'HEAD', `refs/heads/${branch}`]);
      const entries = await listTree(git, directory, sha);
      const filesBytes = entries.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
      if (filesBytes > options.limitBytes) return tooLarge;
      const checkedOut = await run(['read-tree', '-m', '-u', '-v', sha], directory);
      const torn = failureOf(checkedOut, options.signal);
      if (torn) return torn;
      return {
        kind: 'cloned',
        sha,
        branch,
        submodules: entries.filter(({ isLink }) => isLink).map((entry) => entry.path),
        hasLargeFiles: await usesLfs(git, directory, sha),
      };
    } finally {
      size.stop();
    }
  };
}

/** Aborts when what came is larger than it may be. */
function watchSize(place: string, { limitBytes }: CloneOptions) {
  const controller = new AbortController();
  const look = async () => {
    if ((await packBytes(place)) > limitBytes) controller.abort();
  };
  const timer = setInterval(() => void look().catch(() => undefined), WATCH_MS);
  return {
    signal: controller.signal,
    isOver: () => controller.signal.aborted,
    stop: () => clearInterval(timer),
  };
}

async function packBytes(place: string): Promise<number> {
  const folder = path.join(place, 'objects', 'pack');
  const files = await readdir(folder).catch(() => []);
  const sizes = await Promise.all(
    files.map((file) =>
      stat(path.join(folder, file)).then(
        ({ size }) => size,
        () => 0,
      ),
    ),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}

async function remoteBranches(git: Workshop['git'], directory: string): Promise<readonly string[]> {
  const listing = ['for-each-ref', '--format=%(refname)', 'refs/remotes/origin'];
  const output = await git(directory, listing, { isBare: true });
  const prefix = 'refs/remotes/origin/';
  return output
    .split('\n')
    .filter((line) => line.startsWith(prefix) && line !== `${prefix}HEAD`)
    .map((line) => line.slice(prefix.length));
}

interface Entry {
  readonly path: string;
  readonly sizeBytes: number;
  readonly isLink: boolean;
}

async function listTree(
  git: Workshop['git'],
  directory: string,
  sha: string,
): Promise<readonly Entry[]> {
  const format = '--format=%(objectmode) %(objectsize)%x09%(path)';
  const output = await git(directory, ['ls-tree', '-r', '-z', format, sha], { isBare: true });
  return output
    .split('\0')
    .filter((row) => row !== '')
    .map((row) => {
      const [head = '', ...rest] = row.split('\t');
      const [mode, size] = head.split(' ');
      const sizeBytes = Number(size);
      return {
        path: rest.join('\t'),
        sizeBytes: Number.isFinite(sizeBytes) ? sizeBytes : 0,
        isLink: mode === '160000',
      };
    });
}

async function usesLfs(git: Workshop['git'], directory: string, sha: string): Promise<boolean> {
  const where = ['--', ':(glob)**/.gitattributes'];
  const args = ['grep', '--name-only', '-z', '-e', 'filter=lfs', sha, ...where];
  return (await git(directory, args, { isBare: true, okExitCodes: [1] })) !== '';
}
