import type { Card } from '#kernel/card.ts';
import { shorten } from '#lib/text.ts';
import { visible } from '#lib/visible.ts';
import { errandKind } from '#operations/errand.ts';
import type { OperationKind } from '#operations/kind.ts';
import type { OpenOutcome } from '#ports/forge/port.ts';
import type { AheadCommit, SplitOutcome } from '#ports/git/merge.ts';
import { changeCard, nameOf } from './card.ts';
import type { ChangeTask, KindPorts } from './kind.ts';
import { type ChangePorts, partyOf, type Place, placeOf, requestName } from './place.ts';
import { viewOf } from './view.ts';

/** What is to be proposed. */
export type OpenInput = {
  readonly source: string;
  readonly target: string;
  /** Absent: from the commits. */
  readonly title?: string;
  /** Before that, the last `count` commits of the source become a branch of their own. */
  readonly split?: { readonly head: string; readonly count: number; readonly name: string };
};

/** What became of it, as a journal keeps it. */
type Opened =
  | Exclude<OpenOutcome, { readonly kind: 'opened' | 'exists' }>
  | { readonly kind: 'opened' | 'exists'; readonly number: number };

const TITLE_CHARS = 120;
/** Commits that a drafted description names. */
const DRAFTED = 30;

/** Proposes a branch; finds the change of the same branches that is open. */
export async function openNow(
  { git, forge }: Pick<ChangePorts, 'git' | 'forge'>,
  { project, directory }: Place,
  { source, target, title }: Pick<OpenInput, 'source' | 'target' | 'title'>,
  actor: ChangeTask['actor'],
): Promise<Opened> {
  const onto = await git.branchHead(directory, target);
  const head = await git.branchHead(directory, source);
  const range = { from: onto ?? '', to: head ?? '', limit: DRAFTED };
  const { commits } = onto && head ? await git.ahead(directory, range) : { commits: [] };
  const proposal = { ...draft(commits, source, title), by: partyOf(actor) };
  const outcome = await forge.open(project, { source, target, ...proposal });
  if (outcome.kind !== 'opened' && outcome.kind !== 'exists') return outcome;
  return { kind: outcome.kind, number: outcome.change.number };
}

/** Proposes a branch, when the project's turn has come and its commits are there. */
export function openKind(ports: KindPorts): OperationKind {
  const { git, forge } = ports;
  return errandKind(ports, {
    title: 'Proposes a branch as a change, for others to review.',
    steps: {
      split: 'Gives the last commits of the main branch to a branch of their own, where asked to.',
      open: 'Opens the change, or finds the one that is open.',
    },
    what: ({ input }, say) => say('pr-open-what', { branch: nameOf((input as OpenInput).source) }),
    placeOf: ({ project }) => placeOf(ports, project),
    async work(run, task) {
      const { operation } = run;
      const { split, ...input } = operation.input as unknown as OpenInput;
      const { project, directory, say, actor } = task;
      let { source } = input;
      if (split) {
        const from = source;
        const moved = await run.step<SplitOutcome>('split', (attempt) =>
          git.splitBranch(directory, { ...split, from, isResumed: attempt > 1 }),
        );
        if (moved.kind !== 'done') return failed(moved.kind, splitCard(moved, split.name, task));
        source = moved.branch;
      }
      const done = await run.step<Opened>('open', () =>
        openNow(ports, task, { ...input, source }, actor),
      );
      if (done.kind === 'nothing' || done.kind === 'no-branch') {
        const words = { project, branch: nameOf(source), target: nameOf(input.target) };
        return failed(done.kind, { text: say(`pr-open-${done.kind}`, words) });
      }
      const change = await forge.get(project, done.number);
      const cardId = requestName({ requestId: operation.id });
      const reader = { may: () => true, cardId };
      const note = say(`pr-open-${done.kind}`, { project, number: done.number });
      const card = change
        ? changeCard(await viewOf(git, directory, change), reader, say, note)
        : { text: note };
      return { card, outcome: { state: 'done', result: { kind: done.kind, number: done.number } } };
    },
  });
}

function failed(kind: string, card: Card) {
  return { card, outcome: { state: 'failed', result: { kind } } as const };
}

function splitCard(moved: SplitOutcome, name: string, { say, project }: ChangeTask): Card {
  return { text: say(`pr-split-${moved.kind}`, { project, branch: nameOf(name) }) };
}

/** Title and description from the commits, which come the newest first. */
function draft(commits: readonly AheadCommit[], source: string, title: string | undefined) {
  const own = commits.filter(({ isMerge }) => !isMerge).toReversed();
  const subjects = own.map(({ subject }) => shorten(visible(subject), TITLE_CHARS));
  const first = subjects.find((subject) => subject !== '') ?? source;
  return {
    title: shorten(title ?? first, TITLE_CHARS),
    description: subjects.length < 2 ? '' : subjects.map((each) => `- ${each}`).join('\n'),
  };
}
