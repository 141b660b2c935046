import { mkdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Fault } from '#kernel/fault.ts';
import { runGit } from '#lib/git/run.ts';
import { keyedMutex } from '#lib/mutex.ts';
import { EMPTY_TREE } from '../diff.ts';
import type { Commit, Git } from '../port.ts';
import type { Scheme } from '../remote-url.ts';
import { sharedBy } from '../repository-place.ts';
import { addedLines } from './added.ts';
import { attributeGuard } from './attributes.ts';
import { branchesCli } from './branches.ts';
import { commitIndex } from './commit.ts';
import { diffCli } from './diff.ts';
import { historyCli } from './history.ts';
import { mergeCli } from './merge.ts';
import { parseChanges } from './parse.ts';
import { remoteCli } from './remote.ts';
import { stageAll } from './stage.ts';
import { undoCli } from './undo.ts';
import { visibleCli } from './visible.ts';
import { identity, type Workshop } from './workshop.ts';
import { worktreesCli } from './worktrees.ts';

/** What a commit links to of other repositories stays as it is: it is never in our index. */
const IGNORE_LINKS = '--ignore-submodules=all';

interface GitOptions {
  /**
   * Where the repository of a working tree is kept. Outside the tree on purpose: the agent can
   * write in the tree, and settings or hooks it planted in a `.git` folder would run as us.
   */
  readonly gitDirectory: (directory: string) => string;
  /** How repositories elsewhere may be reached; tests allow more. */
  readonly schemes?: readonly Scheme[];
  /**
   * Where private keys lie while git uses them: `emptyKeys` removes what a killed process left there.
   * Absent: a folder of this process for temporary files.
   */
  readonly keysDirectory?: string;
}

/** Git through its command line, in English, without hooks, pagers, prompts or user settings. */
export function gitCli(options: GitOptions): Git {
  const ignoreAttributes = attributeGuard();
  const git: Workshop['git'] = async (directory, args, extra = {}) => {
    const { isBare, okExitCodes, ...more } = extra;
    const place = options.gitDirectory(directory);
    const repository = sharedBy(place);
    if (isBare) await ignoreAttributes(repository);
    const { exitCode = -1, ...said } = await runGit(args, {
      ...more,
      directory,
      repository,
      gitDirectory: place,
      ...(!isBare && { workTree: directory }),
    });
    if (exitCode === 0 || okExitCodes?.includes(exitCode)) return said.stdout;
    throw new Fault('git-failed', `git ${args.join(' ')}: ${said.stderr.trim().slice(-2_000)}`);
  };

  const commitOf = async (directory: string, revision: string): Promise<Commit> => {
    const sha = (await git(directory, ['rev-parse', '--verify', `${revision}^{commit}`])).trim();
    const changed = await git(directory, [
      'diff-tree',
      '-r',
      '--root',
      '--no-commit-id',
      '--no-renames',
      '--numstat',
      '-z',
      sha,
    ]);
    return { sha, files: parseChanges(changed) };
  };

  const head = async (directory: string): Promise<string | undefined> => {
    // Without a word git says so that the branch has no commit yet, whatever others have.
    const args = ['rev-parse', '--verify', '--quiet', 'HEAD'];
    const sha = (await git(directory, args, { okExitCodes: [1] })).trim();
    return sha === '' ? undefined : sha;
  };

  const stage = (directory: string) =>
    stageAll((args, input) => git(directory, args, input === undefined ? {} : { input }));

  const { gitDirectory } = options;
  const oneByOne = keyedMutex();
  const inTurn: Workshop['inTurn'] = (directory, work) =>
    oneByOne(sharedBy(gitDirectory(directory)), work);
  const keysDirectory = options.keysDirectory ?? path.join(tmpdir(), `git-keys-${process.pid}`);
  const shared = { gitDirectory, keysDirectory };
  const workshop: Workshop = { git, inTurn, stage, head, commitOf, ...shared };
  // Everything of one tree goes through its one index, so two at once would fail on its lock; and
  // trees of one repository share their branches.
  return {
    ...historyCli(workshop),
    ...diffCli(workshop),
    ...undoCli(workshop),
    ...branchesCli(workshop),
    ...mergeCli(workshop),
    ...visibleCli(workshop),
    ...remoteCli(workshop, options.schemes),
    ...worktreesCli(workshop),
    head: (directory) => inTurn(directory, () => head(directory)),
    init: (directory) =>
      inTurn(directory, async () => {
        const gitDirectory = options.gitDirectory(directory);
        await mkdir(path.dirname(gitDirectory), { recursive: true, mode: 0o700 });
        await git(directory, ['init', '--quiet', '--initial-branch=main']);
        await writeFile(path.join(directory, '.git'), `gitdir: ${gitDirectory}\n`);
      }),
    changes: (directory) =>
      inTurn(directory, async () => {
        await stage(directory);
        const against = (await head(directory)) === undefined ? EMPTY_TREE : 'HEAD';
        return parseChanges(
          await git(directory, [
            'diff',
            '--cached',
            IGNORE_LINKS,
            '--no-renames',
            '--numstat',
            '-z',
            against,
          ]),
        );
      }),
    commitAll: (directory, author, message, mayCommit) =>
      inTurn(directory, async () => {
        const leftOut = await stage(directory);
        const staged = await git(directory, ['diff', '--cached', '--name-only', '-z', EMPTY_TREE]);
        const before = await head(directory);
        if (before === undefined && staged === '') return undefined;
        if (before !== undefined) {
          const args = ['diff', '--cached', IGNORE_LINKS, '--name-only', '-z', 'HEAD'];
          const changed = await git(directory, args);
          if (changed === '') return undefined;
        }
        if (mayCommit) {
          const base = before === undefined ? EMPTY_TREE : 'HEAD';
          const run = (args: readonly string[], input?: string) =>
            git(directory, args, input === undefined ? {} : { input });
          if (!mayCommit(await addedLines(run, ['--cached', base]))) return undefined;
        }
        await commitIndex(workshop, directory, before, { message, env: identity(author) });
        const commit = await commitOf(directory, 'HEAD');
        return leftOut.length === 0 ? commit : { ...commit, leftOut };
      }),
    findByTrailer: (directory, name, value) =>
      inTurn(directory, async () => {
        if ((await head(directory)) === undefined) return undefined;
        const line = `${name}: ${value}`;
        const format = `--format=%H%x00%(trailers:key=${name},valueonly,separator=%x00)`;
        const found = await git(directory, ['log', format, '--fixed-strings', `--grep=${line}`]);
        // What git finds may only begin like it: `turn-1` stands in `turn-12` too.
        const rows = found.split('\n').map((row) => row.split('\0'));
        const [sha] = rows.find(([, ...values]) => values.includes(value)) ?? [];
        return sha === undefined ? undefined : commitOf(directory, sha);
      }),
  };
}
