import { lookup } from 'node:dns/promises';
import { BlockList, isIP } from 'node:net';
import { EMPTY_TREE } from '../diff.ts';
import type { GitRemote, RemoteStanding } from '../remote.ts';
import { type RemoteUrl, type Scheme, SCHEMES, toRemoteUrl } from '../remote-url.ts';
import { addedBetween } from './added.ts';
import { branchHead } from './branch-head.ts';
import { cloneCli } from './clone.ts';
import { failureOf, runNetwork } from './network.ts';
import { pushBranch } from './push.ts';
import { rebaseOnto } from './rebase.ts';
import { treeOf } from './tree.ts';
import { identity, type Workshop } from './workshop.ts';

const FETCH_TIMEOUT_MS = 10 * 60_000;

/** `GitRemote` through git's command line. */
export function remoteCli(workshop: Workshop, schemes: readonly Scheme[] = SCHEMES): GitRemote {
  const { git, inTurn, gitDirectory, keysDirectory } = workshop;

  const ask = async (directory: string, args: readonly string[]): Promise<string | undefined> => {
    const found = await git(directory, args, { isBare: true, okExitCodes: [1, 2, 128] });
    return found.trim() === '' ? undefined : found.trim();
  };
  const origin = (directory: string) => ask(directory, ['config', '--get', 'remote.origin.url']);
  const shaOf = async (directory: string, ref: string) => {
    const found = await ask(directory, ['rev-parse', '--verify', '--quiet', ref]);
    return found !== undefined && /^[0-9a-f]{40}$/u.test(found) ? found : undefined;
  };

  const remoteOf = async (directory: string): Promise<RemoteUrl | undefined> => {
    const url = await origin(directory);
    const read = url === undefined ? undefined : toRemoteUrl(url, schemes);
    return read?.kind === 'good' ? read.remote : undefined;
  };

  const standing = async (
    directory: string,
    wanted?: string,
  ): Promise<RemoteStanding | undefined> => {
    const url = await origin(directory);
    const branch = wanted ?? (await ask(directory, ['symbolic-ref', '--quiet', '--short', 'HEAD']));
    if (url === undefined || branch === undefined) return undefined;
    const head = await branchHead(workshop, directory, branch);
    const there = await shaOf(directory, `refs/remotes/origin/${branch}`);
    const base = { url, branch, ...(head !== undefined && { head }) };
    if (head === undefined || there === undefined) {
      const count = head === undefined ? '0' : await ask(directory, ['rev-list', '--count', head]);
      return { ...base, ahead: Number(count ?? 0), behind: 0 };
    }
    const counted = await ask(directory, [
      'rev-list',
      '--left-right',
      '--count',
      `${head}...${there}`,
    ]);
    const [ahead = 0, behind = 0] = (counted ?? '').split('\t').map(Number);
    return { ...base, there, ahead, behind };
  };

  return {
    readUrl: (text) => toRemoteUrl(text, schemes),
    isPrivate,
    clone: cloneCli(workshop),
    restartHistory: (directory, author, message, mayCommit) =>
      inTurn(directory, async () => {
        const tree = await treeOf(workshop, directory, 'HEAD');
        if (mayCommit?.(await addedBetween(workshop, directory, EMPTY_TREE, tree)) === false)
          return undefined;
        const env = identity(author);
        const args = ['commit-tree', tree];
        const sha = (await git(directory, args, { env, input: message, isBare: true })).trim();
        const refs = (await git(directory, ['for-each-ref', '--format=%(refname)'])).split('\n');
        const gone = refs.filter((ref) => ref !== '').map((ref) => `delete ${ref}\n`);
        await git(directory, ['update-ref', '--stdin'], { input: gone.join('') });
        await git(directory, ['symbolic-ref', 'HEAD', 'refs/heads/main']);
        await git(directory, ['update-ref', 'refs/heads/main', sha]);
        await forget(directory);
        return sha;
      }),
    origin,
    async setOrigin(directory, remote) {
      await forget(directory);
      if (!remote) return;
      const fetch = '+refs/heads/*:refs/remotes/origin/*';
      await git(directory, ['config', 'remote.origin.url', remote.url]);
      await git(directory, ['config', 'remote.origin.fetch', fetch]);
    },
    standing,
    async push(directory, { branch, ...options }) {
      const remote = await remoteOf(directory);
      const now = await standing(directory, branch);
      if (!remote || !now) return { kind: 'nothing' };
      return pushBranch(workshop, directory, now, { ...options, remote });
    },
    // Not in turn: a slow server would hold everything else of the project.
    async fetch(directory, options) {
      const remote = await remoteOf(directory);
      const now = await standing(directory);
      if (!remote || !now) return { kind: 'nothing' };
      const { branch } = now;
      const ran = await runNetwork(['fetch', '--no-tags', '--no-auto-maintenance', 'origin'], {
        ...options,
        remote,
        gitDirectory: gitDirectory(directory),
        keysDirectory,
        timeoutMs: FETCH_TIMEOUT_MS,
      });
      const failure = failureOf(ran, options.signal);
      if (failure) return failure;
      const there = await shaOf(directory, `refs/remotes/origin/${branch}`);
      return there === undefined ? { kind: 'nothing' } : { kind: 'fetched', branch, there };
    },
    rebase: (directory, { branch, there, isResumed }) =>
      inTurn(directory, async () => {
        const now = await ask(directory, ['symbolic-ref', '--quiet', '--short', 'HEAD']);
        if (now !== branch) return { kind: 'nothing' };
        return rebaseOnto(workshop, directory, { there, isResumed });
      }),
  };

  /** What was seen there goes too: of another address it says nothing. */
  async function forget(directory: string): Promise<void> {
    const isKnown = (await origin(directory)) !== undefined;
    if (isKnown) await git(directory, ['config', '--remove-section', 'remote.origin']);
    const listing = ['for-each-ref', '--format=%(refname)', 'refs/remotes/origin'];
    const refs = (await git(directory, listing)).split('\n').filter((ref) => ref !== '');
    const input = refs.map((ref) => `delete ${ref}\n`).join('');
    if (refs.length > 0) await git(directory, ['update-ref', '--stdin'], { input });
  }
}

const PRIVATE = new BlockList();
for (const [network, prefix] of [
  ['10.0.0.0', 8],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['100.64.0.0', 10],
  ['0.0.0.0', 8],
] as const)
  PRIVATE.addSubnet(network, prefix, 'ipv4');
PRIVATE.addSubnet('fc00::', 7, 'ipv6');
PRIVATE.addSubnet('fe80::', 10, 'ipv6');
PRIVATE.addAddress('::1', 'ipv6');

async function isPrivate({ scheme, host }: RemoteUrl): Promise<boolean> {
  if (scheme === 'file') return true;
  const name = host.replace(/:\d+$/u, '').replaceAll(/[[\]]/gu, '');
  const addresses =
    isIP(name) > 0
      ? [name]
      : await lookup(name, { all: true }).then(
          (found) => found.map(({ address }) => address),
          () => [],
        );
  return addresses.some((each) => PRIVATE.check(each, isIP(each) === 6 ? 'ipv6' : 'ipv4'));
}
