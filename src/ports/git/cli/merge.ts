import type { AheadCommit, GitMerge, MergeOutcome } from '../merge.ts';
import { branchHead } from './branch-head.ts';
import { splitBranch } from './split.ts';
import { differingPaths, moveTree, takeSnapshot, treeOf } from './tree.ts';
import { fieldsOf, identity, type Workshop } from './workshop.ts';
import { treeWith } from './worktrees.ts';

/** How far back an earlier attempt is looked for. */
const REACH = 100;
const FIELDS = 6;
const WORK_OF = '%(trailers:key=Work-of,valueonly,unfold,separator=%x1f)';

type Merge = Parameters<GitMerge['merge']>[1];

/** `GitMerge` through git's command line; git 2.38 or newer. */
export function mergeCli(workshop: Workshop): GitMerge {
  const { git, inTurn } = workshop;

  const ahead: GitMerge['ahead'] = async (directory, { from, to, limit }) => {
    const range = `${from}..${to}`;
    const base = await mergeBase(workshop, directory, from, to);
    const count = await git(directory, ['rev-list', '--count', range, '--'], { isBare: true });
    const format = `--format=%H%x00%P%x00%an%x00%ae%x00%s%x00${WORK_OF}`;
    const args = ['log', '-z', format, `--max-count=${limit}`, range, '--'];
    const commits = parseAhead(await git(directory, args, { isBare: true }));
    return { ...(base !== undefined && { base }), commits, count: Number(count) };
  };

  return {
    ahead,
    branchHead: (directory, branch) => branchHead(workshop, directory, branch),
    async keepHead(directory, change, sha) {
      await git(directory, ['update-ref', `refs/changes/${change}/head`, sha], { isBare: true });
    },
    async findMerge(directory, branch, operationId) {
      const tip = await branchHead(workshop, directory, branch);
      if (tip === undefined) return undefined;
      const format = `--format=%H %P%n%(trailers:key=Operation,valueonly)`;
      const args = ['log', '-z', '--first-parent', `--max-count=${REACH}`, format, tip, '--'];
      const records = fieldsOf(await git(directory, args, { isBare: true }));
      const rows = records.map((record) => record.split('\n'));
      const [ids = ''] = rows.find(([, ...values]) => values.includes(operationId)) ?? [];
      if (ids === '') return undefined;
      const [sha = '', ours, theirs] = ids.split(' ');
      if (ours === undefined || theirs === undefined) return { sha };
      const { conflicts } = await mergeTrees(workshop, directory, ours, theirs);
      return { sha, ...(conflicts.length > 0 && { conflicts }) };
    },
    merge: (directory, merge) =>
      inTurn(directory, async () => {
        // Where the branch is checked out its files have to change too.
        const other = await treeWith(workshop, directory, merge.target);
        return mergeInto(workshop, other ?? directory, merge);
      }),
    splitBranch: (directory, split) =>
      inTurn(directory, () => splitBranch(workshop, directory, split)),
  };
}

async function mergeBase({ git }: Workshop, directory: string, one: string, other: string) {
  const args = ['merge-base', one, other];
  const found = (await git(directory, args, { isBare: true, okExitCodes: [1] })).trim();
  return found === '' ? undefined : found;
}

async function mergeInto(
  workshop: Workshop,
  directory: string,
  merge: Merge,
): Promise<MergeOutcome> {
  const { git } = workshop;
  const { target, head, isResumed } = merge;
  const ref = `refs/heads/${target}`;
  const before = await branchHead(workshop, directory, target);
  if (before === undefined) return { kind: 'unknown' };
  const here = await git(directory, ['symbolic-ref', '--quiet', 'HEAD'], {
    isBare: true,
    okExitCodes: [1],
  });
  const isCheckedOut = here.trim() === ref;
  const base = await mergeBase(workshop, directory, before, head);
  if (base === undefined) return { kind: 'unrelated' };
  if (base === head) return { kind: 'nothing' };
  const { tree, conflicts } = await mergeTrees(workshop, directory, before, head);
  if (conflicts.length > 0 && !merge.keepsConflicts) return { kind: 'conflict', paths: conflicts };
  const from = await treeOf(workshop, directory, before);
  if (tree === from && merge.method === 'squash') return { kind: 'nothing' };
  const parents = merge.method === 'merge' ? [before, head] : [before];
  const args = ['commit-tree', tree, ...parents.flatMap((parent) => ['-p', parent])];
  const extra = { env: identity(merge.author), input: merge.message, isBare: true } as const;
  const sha = (await git(directory, args, extra)).trim();
  if (isCheckedOut) {
    const snapshot = await takeSnapshot(workshop, directory);
    if (snapshot.tree !== from && !isResumed) {
      const paths = await differingPaths(workshop, directory, from, snapshot.tree);
      return { kind: 'dirty', paths };
    }
    const inTheWay = await moveTree(workshop, directory, { from, to: tree, isResumed });
    if (inTheWay.length > 0) return { kind: 'dirty', paths: inTheWay };
  }
  await git(directory, ['update-ref', ref, sha, before], { isBare: true });
  return { kind: 'merged', sha, isCheckedOut, ...(conflicts.length > 0 && { conflicts }) };
}

async function mergeTrees({ git }: Workshop, directory: string, ours: string, theirs: string) {
  const args = ['merge-tree', '--write-tree', '-z', '--name-only', '--no-messages', ours, theirs];
  const output = await git(directory, args, { isBare: true, okExitCodes: [1] });
  const [tree = '', ...conflicts] = fieldsOf(output);
  return { tree, conflicts: [...new Set(conflicts)] };
}

function parseAhead(output: string): readonly AheadCommit[] {
  const fields = output.split('\0');
  const commits: AheadCommit[] = [];
  for (let at = 0; at + FIELDS <= fields.length; at += FIELDS) {
    const [sha = '', parents = '', author = '', email = '', subject = '', work = ''] = fields.slice(
      at,
      at + FIELDS,
    );
    const known = { sha, author, email, subject, isMerge: parents.includes(' ') };
    commits.push({ ...known, ...(work !== '' && { workOf: work.split('\u001F') }) });
  }
  return commits;
}
