import { plain } from '#kernel/card.ts';
import type { Say } from '#kernel/language.ts';
import { shorten } from '#lib/text.ts';
import { visible } from '#lib/visible.ts';
import { EMPTY_TREE } from '#ports/git/diff.ts';
import type { Release } from '#ports/deployer/port.ts';
import { type DeployPorts, short } from './ports.ts';

/** What a deploy would change, as it was when it was asked for. */
export type Difference = {
  /** First line of the commit that would go live; untrusted. */
  readonly subject: string;
  /** How many commits it has that what is live has not. */
  readonly ahead: number;
  /** How many commits what is live has that it has not: they would be lost. */
  readonly behind: number;
  readonly files: number;
};

const COUNTED = 1_000;

/** Compares a commit with what is live. */
export async function differenceTo(
  { git, workspace }: Pick<DeployPorts, 'git' | 'workspace'>,
  project: string,
  sha: string,
  live: Pick<Release, 'sha'> | undefined,
): Promise<Difference> {
  const directory = workspace.directory(project);
  const subject = (await git.commit(directory, sha))?.subject ?? '';
  const isKnown = live && (await git.resolve(directory, live.sha)) === live.sha;
  if (!live || !isKnown) {
    const files = await git.diffFiles(directory, EMPTY_TREE, sha);
    return { subject, ahead: 0, behind: 0, files: files.length };
  }
  const range = { limit: COUNTED };
  const ahead = await git.ahead(directory, { from: live.sha, to: sha, ...range });
  const behind = await git.ahead(directory, { from: sha, to: live.sha, ...range });
  const files = await git.diffFiles(directory, live.sha, sha);
  return { subject, ahead: ahead.count, behind: behind.count, files: files.length };
}

/** Lines of Markdown: what is live, and what would be. */
export function differenceLines(
  about: {
    readonly sha: string;
    readonly live?: (Pick<Release, 'sha'> & { readonly sinceMs: number }) | undefined;
    readonly difference: Difference;
    readonly migrations?: string | undefined;
  },
  say: Say,
): string {
  const { sha, live, difference, migrations } = about;
  const subject = plain(shorten(visible(difference.subject), 80));
  const now = live
    ? say('deploy-now', { sha: short(live.sha), since: { atMs: live.sinceMs } })
    : say('deploy-now-nothing');
  const next = say('deploy-next', { sha: short(sha), subject });
  const { ahead, behind, files } = difference;
  const size = live ? [say('deploy-size', { ahead, files })] : [];
  const lost = behind > 0 ? [say('deploy-lost', { behind })] : [];
  const warns =
    migrations === undefined
      ? []
      : [say('deploy-migrations', { migrations: plain(shorten(visible(migrations), 120)) })];
  return [now, next, ...size, ...lost, ...warns].join('\n');
}
