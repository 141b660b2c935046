import { type Button, type Card, plain, type Toast } from '#kernel/card.ts';
import type { Call, Command } from '#kernel/command.ts';
import { noProjectCard } from '#kernel/no-project.ts';
import { isTask } from '#kernel/project.ts';
import { shorten } from '#lib/text.ts';
import { visible } from '#lib/visible.ts';
import type { Operations } from '#operations/operations.ts';
import type { Branch } from '#ports/git/branches.ts';
import { deleteButton } from './branch.ts';
import { cardId, type GitPorts, isObjectId, type Place, placeOf, short } from './place.ts';

type Options = GitPorts & { readonly operations: Operations };

/** Branches that one card shows; the newest are what people look for. */
const SHOWN = 20;
const TAPS = 8;

/** What is to be done with a branch. */
type Act = 'start' | 'use' | 'delete';

/** `/branch`: list; `/branch name` makes one; `use name` and `delete name` say it themselves. */
export function branchCommand(options: Options): Command {
  return {
    name: 'branch',
    role: 'developer',
    concerns: 'current',
    listed: true,
    async run({ words: [first, second, ...rest] }, call) {
      const place = await placeOf(options, call.conversation.project);
      if (!place) return noProjectCard(call);
      if (first === undefined) return listCard(options, place, call);
      const isAct = first === 'use' || first === 'delete';
      const name = isAct ? second : first;
      const isTooMuch = rest.length > 0 || (!isAct && second !== undefined);
      if (name === undefined || isTooMuch) return { text: call.say('branch-usage') };
      if (first === 'delete') return askDelete(options, place, name, call);
      return begin(options, place, first === 'use' ? 'use' : 'start', name, call);
    },
  };
}

/** The buttons of `/branch`, bound to the project that they were shown for. */
export function branchDoCommand(options: Options): Command {
  return {
    name: 'branch_do',
    role: 'developer',
    concerns: 'named',
    listed: false,
    async run({ words: [project, act, name, sha] }, call) {
      const place = await placeOf(options, project);
      const isAct = act === 'use' || act === 'start' || (act === 'delete' && isObjectId(sha));
      if (!place || !isAct || name === undefined) return { toast: call.say('dispatch-stale') };
      return begin(options, place, act, name, call, sha);
    },
  };
}

async function begin(
  { operations }: Options,
  { project }: Place,
  act: Act,
  name: string,
  call: Call,
  sha?: string,
): Promise<Card | Toast | undefined> {
  if (isTask(project) && act !== 'delete') return { text: call.say('branch-in-task', { project }) };
  await operations.start({
    id: `branch-${cardId(call)}`,
    kind: 'branch',
    conversationId: call.conversation.id,
    actorId: call.actor.id,
    project,
    input: { act, name, actorName: call.actor.name, ...(sha !== undefined && { sha }) },
  });
  return undefined;
}

async function listCard(
  { git }: Options,
  { project, directory }: Place,
  { say }: Call,
): Promise<Card> {
  const { current, head, branches, onServer } = await git.branches(directory);
  if (head === undefined) return { text: say('git-empty', { project }) };
  const where =
    current === undefined
      ? say('branch-detached', { project, sha: short(head) })
      : say('branch-current', { project, branch: nameOf(current) });
  const isThere = new Set(onServer);
  // What is here comes first: of a server there may be hundreds.
  const recent = [branches, onServer].flatMap((each) =>
    each.toSorted((left, right) => right.atMs - left.atMs),
  );
  const rows = recent
    .slice(0, SHOWN)
    .map(
      (each) =>
        `- ${line(each, current, say)}${isThere.has(each) ? ` · ${say('branch-there')}` : ''}`,
    );
  const hidden = recent.length - rows.length;
  const more = hidden > 0 ? [say('branch-more', { count: hidden })] : [];
  const others = recent.filter(({ name }) => name !== current).slice(0, TAPS);
  const taps = others.map(({ name }): Button => use(project, name, visible(name)));
  return {
    text: [where, rows.join('\n'), ...more, say('branch-usage')].join('\n\n'),
    buttons: Array.from({ length: Math.ceil(taps.length / 2) }, (_, row) =>
      taps.slice(row * 2, row * 2 + 2),
    ),
  };
}

function line(
  { name, sha, subject, atMs, isMerged }: Branch,
  current: string | undefined,
  say: Call['say'],
): string {
  const words = {
    branch: nameOf(name),
    sha: short(sha),
    subject: plain(shorten(visible(subject), 80)),
    at: { atMs },
  };
  const mark =
    name === current ? ` ${say('branch-here')}` : isMerged ? '' : ` · ${say('branch-unmerged')}`;
  return `${say('branch-line', words)}${mark}`;
}

/** Its commits stay, but nothing names them: that is asked first. */
async function askDelete(
  { git }: Options,
  { project, directory }: Place,
  name: string,
  { say }: Call,
): Promise<Card> {
  const { current, branches } = await git.branches(directory);
  const branch = branches.find((each) => each.name === name);
  const words = { project, branch: nameOf(name) };
  if (!branch) return { text: say('branch-unknown', words) };
  if (name === current) return { text: say('branch-delete-current', words) };
  const merged = say(branch.isMerged ? 'branch-delete-merged' : 'branch-delete-unmerged');
  const now = deleteButton(project, branch, say);
  const text = [say('branch-delete-ask', { ...words, sha: short(branch.sha) }), merged];
  return { text: text.join('\n\n'), buttons: [[now]] };
}

function use(project: string, name: string, label: string): Button {
  return { label: `⎇ ${label}`, command: 'branch_do', words: [project, 'use', name] };
}

/** A name as a card shows it. */
function nameOf(name: string): string {
  return plain(shorten(visible(name), 80));
}
