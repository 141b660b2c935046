import type { Button, Card } from '#kernel/card.ts';
import type { Call } from '#kernel/command.ts';
import { shorten } from '#lib/text.ts';
import { visible } from '#lib/visible.ts';
import type { Operations } from '#operations/operations.ts';
import type { BranchList } from '#ports/git/branches.ts';
import type { LogCommit } from '#ports/git/history.ts';
import { nameOf } from './card.ts';
import type { OpenInput } from './open.ts';
import { type ChangePorts, isCommitId, type Place, requestName, short } from './place.ts';

type Options = ChangePorts & { readonly operations: Operations };

/** How many commits can become a branch of their own by a button. */
const COUNTS = [1, 2, 3, 5, 10];
/** What changes go into, where there is more than one. */
const MAIN = ['main', 'master', 'trunk', 'develop'];
const NAME_CHARS = 40;

/** Proposes the branch that is checked out; on the main one it offers to make a branch first. */
export async function propose(
  options: Options,
  { project, directory }: Place,
  title: string,
  call: Call,
): Promise<Card | undefined> {
  const { say } = call;
  const list = await options.git.branches(directory);
  const main = mainOf(list);
  if (list.head === undefined || main === undefined) return { text: say('git-empty', { project }) };
  const { current } = list;
  if (current === undefined) return { text: say('pr-detached', { project }) };
  if (current === main) return splitCard(options, { project, directory }, main, call);
  await begin(options, project, call, {
    source: current,
    target: main,
    ...(title !== '' && { title }),
  });
  return undefined;
}

/** The last commits of the main branch become a branch, and that a change. */
export async function proposeSplit(
  options: Options,
  { project, directory }: Place,
  [head, word]: readonly [string | undefined, string | undefined],
  call: Call,
): Promise<Card | undefined> {
  const count = Number(word);
  const list = await options.git.branches(directory);
  const { current } = list;
  const isGood = isCommitId(head) && COUNTS.includes(count);
  if (!isGood || current === undefined || current !== mainOf(list) || list.head !== head)
    return { text: call.say('pr-split-moved', { project, branch: nameOf(current ?? '') }) };
  const commits = await options.git.log(directory, { skip: 0, limit: count });
  const taken = new Set(list.branches.map(({ name }) => name));
  const name = toBranchName(commits.at(-1)?.subject ?? '', head, taken);
  const input = { source: current, target: current, split: { head, count, name } };
  await begin(options, project, call, input);
  return undefined;
}

/** The branch that changes go into. */
function mainOf({ branches, current }: BranchList): string | undefined {
  const names = branches.map(({ name }) => name);
  return MAIN.find((each) => names.includes(each)) ?? (names.length === 1 ? current : undefined);
}

async function begin(
  { operations }: Options,
  project: string,
  call: Call,
  input: OpenInput,
): Promise<void> {
  await operations.start({
    id: `change-${requestName(call)}`,
    kind: 'change-open',
    conversationId: call.conversation.id,
    actorId: call.actor.id,
    project,
    input: { ...input, actorName: call.actor.name },
  });
}

async function splitCard(
  { git }: Options,
  { project, directory }: Place,
  main: string,
  { say }: Call,
): Promise<Card> {
  const most = Math.max(...COUNTS);
  const commits = await git.log(directory, { skip: 0, limit: most });
  const standing = await git.standing(directory);
  // What a server has already stays where it is.
  const own = standing?.there === undefined ? most : standing.ahead;
  const joint = commits.findIndex(({ parents }) => parents.length !== 1);
  const limit = Math.min(own, joint < 0 ? commits.length : joint);
  const words = { project, branch: nameOf(main) };
  if (limit === 0) return { text: say('pr-on-main-nothing', words) };
  const rows = commits.slice(0, limit).map((commit) => `- ${commitLine(commit)}`);
  const taps = COUNTS.filter((count) => count <= limit).map((count): readonly Button[] => [
    {
      label: say('pr-split-button', { count }),
      command: 'pr_do',
      words: [project, 'split', commits[0]?.sha ?? '', String(count)],
    },
  ]);
  return { text: `${say('pr-on-main', words)}\n\n${rows.join('\n')}`, buttons: taps };
}

function commitLine({ sha, subject }: LogCommit): string {
  return `\`${short(sha)}\` ${nameOf(subject)}`;
}

/** A name from the words of a commit, free and easy to type. */
function toBranchName(subject: string, head: string, taken: ReadonlySet<string>): string {
  const words = shorten(visible(subject).toLowerCase(), NAME_CHARS)
    .replaceAll(/[^\p{Ll}\p{Lo}\p{N}]+/gu, '-')
    .replaceAll(/^-|-$/gu, '');
  const name = `change/${words === '' ? short(head) : words}`;
  return taken.has(name) ? `${name}-${short(head)}` : name;
}
