import { BOT } from '#ports/git/author.ts';
import { readEnvironment, withDesired } from '../environment-file.ts';
import { placeOf } from '../places.ts';
import type { OpsFile, OpsRepository } from '../repository.ts';
import type { GitRunner } from './run.ts';

/**
 * Brings what was pushed elsewhere onto our branch. It changes nothing that is in force: what is new
 * there is an edit by hand. Where both sides changed a file, what the bot wrote in it stays.
 */
export async function mergeRemote(parts: {
  readonly git: GitRunner;
  readonly repository: Omit<OpsRepository, 'problems'>;
  readonly theirs: string;
  readonly now: () => number;
}): Promise<void> {
  const { git, repository, theirs, now } = parts;
  const ours = await repository.main();
  if (ours === theirs || (ours !== undefined && (await repository.contains(ours, theirs)))) return;
  if (ours === undefined || (await repository.contains(theirs, ours))) {
    await repository.moveMain({ from: ours, to: theirs });
    return;
  }
  const { tree, conflicts } = await mergeTrees(git, theirs, ours);
  const [there, here] = await Promise.all([repository.tree(theirs), repository.tree(ours)]);
  const changes = conflicts.map(
    (file) => [file, settle(file, there.get(file), here.get(file))] as const,
  );
  const tip = await repository.commit({
    base: tree,
    changes: new Map(changes),
    parents: [theirs, ours],
    author: BOT,
    message: 'Bring together what was pushed elsewhere and what was made here\n',
    atMs: now(),
  });
  // Where somebody pushed here meanwhile, the next time does it.
  await repository.moveMain({ from: ours, to: tip });
}

async function mergeTrees(git: GitRunner, theirs: string, ours: string) {
  const args = ['merge-tree', '--write-tree', '--allow-unrelated-histories', '-z', '--name-only'];
  const output = await git.run([...args, '--no-messages', theirs, ours], { okExitCodes: [1] });
  const [tree = '', ...conflicts] = output.split('\0').filter((field) => field !== '');
  return { tree, conflicts: [...new Set(conflicts)] };
}

/** Their words with our desired state, where that can be; otherwise ours. */
function settle(
  file: string,
  theirs: OpsFile | undefined,
  ours: OpsFile | undefined,
): string | undefined {
  const own = ours?.kind === 'text' ? ours.text : undefined;
  const other = theirs?.kind === 'text' ? theirs.text : undefined;
  const place = placeOf(file);
  if (place.kind !== 'environment' || own === undefined || other === undefined) return own ?? other;
  const read = readEnvironment(own, place.project, place.environment);
  if (read.kind === 'bad') return other;
  return withDesired(other, place.environment, read.environment.desired) ?? own;
}
