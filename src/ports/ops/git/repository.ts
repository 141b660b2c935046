import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { BOT } from '#ports/git/author.ts';
import type { LoggedCommit, OpsFile, OpsRepository } from '../repository.ts';
import { makeCommit } from './commit.ts';
import { README } from './readme.ts';
import { gitRefs, KEPT } from './refs.ts';
import type { GitRunner } from './run.ts';
import { treeReader } from './tree.ts';

const EMPTY_TREE = '4b825dc642cb6eb9a060e54bf8d69288fbee4904';
const DIFF_BYTES = 64 * 1024;
/** What means something to us. */
const PATHS = ['environments', 'commands', 'holds.yaml', 'holds.yml'];
/** How many earlier versions of a file are looked at. */
const VERSIONS = 20;

/** Whoever pushes adds to the history and takes nothing from it, nor from what is kept. */
const SETTINGS = `[receive]
\tdenyNonFastForwards = true
\tdenyDeletes = true
[transfer]
\thideRefs = refs/codefoundry
`;

const FIELDS = [
  '%H',
  '%P',
  '%ct',
  '%s',
  '%an',
  ...['Operation', 'Action', 'Project'].map(
    (key) => `%(trailers:key=${key},valueonly,separator=%x0a)`,
  ),
];

/** `OpsRepository` in a bare repository on this machine, through git's command line. */
export function gitRepository(options: {
  readonly git: GitRunner;
  readonly now: () => number;
  readonly signingKeyFile?: string | undefined;
  /** Brings the branch from elsewhere into a new repository; `undefined`: there is none. */
  readonly begin: () => Promise<string | undefined>;
}): Omit<OpsRepository, 'problems'> {
  const { git, now, signingKeyFile, begin } = options;
  const refs = gitRefs(git);
  const tree = treeReader(git);
  const commit: OpsRepository['commit'] = (given) => makeCommit(git, given, signingKeyFile);

  return {
    ...refs,
    commit,
    tree: (sha) => tree(sha, PATHS),
    async open() {
      await prepare(git);
      // A branch that is gone is not begun anew: what was in force is kept and comes back.
      const { exitCode } = await git.ask(['rev-parse', '--verify', '--quiet', KEPT]);
      if (exitCode === 0 || (await refs.main()) !== undefined) return;
      const first =
        (await begin()) ??
        (await commit({
          base: undefined,
          changes: new Map([['README.md', README]]),
          parents: [],
          author: BOT,
          message: 'Begin the ops repository\n',
          atMs: now(),
        }));
      await refs.moveMain({ from: undefined, to: first, accepted: first });
    },
    async contains(sha, ancestor) {
      return (await git.ask(['merge-base', '--is-ancestor', ancestor, sha])).exitCode === 0;
    },
    async isSame(one, other) {
      const args = ['rev-parse', '--verify', `${one}^{tree}`];
      const there = await git.run(['rev-parse', '--verify', `${other}^{tree}`]);
      return (await git.run(args)) === there;
    },
    async diff(from, to) {
      // As text whatever it is: an attribute in a tree could hide a change otherwise.
      const flags = ['--no-color', '--no-ext-diff', '--no-textconv', '--no-renames', '--text'];
      const args = ['diff', ...flags, from ?? EMPTY_TREE, to];
      return new TextDecoder().decode(await git.head(args, DIFF_BYTES));
    },
    async log(sha, limit) {
      const format = `--format=${FIELDS.join('%x00')}`;
      const args = ['log', '-z', '--first-parent', `--max-count=${limit}`, format, sha, '--'];
      return toCommits(await git.run(args));
    },
    async touching(sha, folder) {
      const found = await git.run(['log', '--first-parent', '--format=%H', sha, '--', folder]);
      return new Set(linesOf(found));
    },
    async mentioning(sha, file, text) {
      // As text whatever it is: an attribute could hide a change otherwise.
      const flags = ['--first-parent', '--diff-merges=first-parent', '--text', '--format=%H'];
      const literally = text.replaceAll(/[^\w]/gu, '\\$&');
      return linesOf(await git.run(['log', ...flags, `-G${literally}`, sha, '--', file]));
    },
    async versions(sha, file) {
      const args = ['log', '--first-parent', '--format=%H', `--max-count=${VERSIONS}`, sha];
      const commits = linesOf(await git.run([...args, '--', file]));
      const found: OpsFile[] = [];
      for (const each of commits) {
        const entry = (await tree(each, [file])).get(file);
        if (entry) found.push(entry);
      }
      return found;
    },
  };
}

/** Made anew where it is not there, or was being made when the bot was killed. */
async function prepare(git: GitRunner): Promise<void> {
  const config = path.join(git.directory, 'config');
  const read = () => readFile(config, 'utf8').catch(() => '');
  if ((await read()).includes(SETTINGS)) return;
  await mkdir(git.directory, { recursive: true, mode: 0o700 });
  await git.run(['init', '--quiet', '--bare', '--template=', '--initial-branch=main']);
  await writeFile(config, `${await read()}${SETTINGS}`);
}

function linesOf(output: string): readonly string[] {
  return output.split('\n').filter((line) => line !== '');
}

function toCommits(output: string): readonly LoggedCommit[] {
  const fields = output.split('\0');
  const commits: LoggedCommit[] = [];
  for (let at = 0; at + FIELDS.length <= fields.length; at += FIELDS.length) {
    const [sha = '', parents = '', seconds = '', subject = '', by = '', ...trailers] = fields.slice(
      at,
      at + FIELDS.length,
    );
    const [operation, action, project] = trailers.map((text) => text.trim().split('\n')[0]);
    commits.push({
      sha,
      parents: parents.split(' ').filter((parent) => parent !== ''),
      atMs: Number(seconds) * 1_000,
      subject,
      by,
      ...(operation && { operation }),
      ...(action && { action }),
      ...(project && { project }),
    });
  }
  return commits;
}
