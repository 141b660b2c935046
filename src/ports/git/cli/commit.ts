import { treeWithLinks } from './tree.ts';
import type { Workshop } from './workshop.ts';

/** Commits the index on top of `before`, and keeps the links to other repositories of that one. */
export async function commitIndex(
  workshop: Workshop,
  directory: string,
  before: string | undefined,
  { message, env }: { readonly message: string; readonly env: Record<string, string> },
): Promise<void> {
  const { git } = workshop;
  const own = (await git(directory, ['write-tree'])).trim();
  const tree = before === undefined ? own : await treeWithLinks(workshop, directory, before);
  if (before === undefined || tree === own) {
    const args = ['commit', '--quiet', '--no-verify', '--cleanup=verbatim', `--message=${message}`];
    await git(directory, args, { env });
    return;
  }
  const args = ['commit-tree', tree, '-p', before];
  const sha = (await git(directory, args, { env, input: message, isBare: true })).trim();
  await git(directory, ['update-ref', 'HEAD', sha, before]);
}
