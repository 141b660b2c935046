/** Runs git in one working tree. */
type Run = (args: readonly string[], input?: string) => Promise<string>;

/**
 * Puts the whole working tree into the index, repositories inside it excepted: those resolve as
 * paths. Git would enter a nested repository that is in the index and run what its settings name
 * (`core.fsmonitor`, filters); here that is written by project code, and would run as us.
 */
export async function stageAll(git: Run): Promise<readonly string[]> {
  const dropped = await dropNested(git);
  const nested = (await rows(git, ['ls-files', '-z', '--others', '--exclude-standard']))
    .filter((path) => path.endsWith('/'))
    .map((path) => path.slice(0, -1));
  const everythingElse = ['.', ...nested.map((path) => `:(exclude,literal)${path}`)];
  const add = ['add', '--all', '--pathspec-from-file=-', '--pathspec-file-nul'];
  await git(add, everythingElse.join('\0'));
  // One that came to be meanwhile.
  const late = await dropNested(git);
  return [...new Set([...dropped, ...nested, ...late])].toSorted();
}

/** Takes nested repositories out of the index, without looking at the working tree. */
async function dropNested(git: Run): Promise<readonly string[]> {
  const entries = await rows(git, ['ls-files', '-z', '--stage']);
  const nested = entries
    .filter((entry) => entry.startsWith('160000 '))
    .map((entry) => entry.slice(entry.indexOf('\t') + 1));
  if (nested.length > 0)
    await git(['update-index', '--force-remove', '-z', '--stdin'], nested.join('\0'));
  return nested;
}

async function rows(git: Run, args: readonly string[]): Promise<readonly string[]> {
  return (await git(args)).split('\0').filter((row) => row !== '');
}
