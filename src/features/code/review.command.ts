import { type Card, plain, type Toast } from '#kernel/card.ts';
import type { Call, Command } from '#kernel/command.ts';
import { noProjectCard } from '#kernel/no-project.ts';
import { quoted } from '#lib/quoted.ts';
import { shorten } from '#lib/text.ts';
import type { Git } from '#ports/git/port.ts';
import type { Workspace } from '#ports/workspace/port.ts';
import { changeText } from './review-change.ts';
import { startTurn, type TurnStart } from './start-turn.ts';

interface Options extends TurnStart {
  readonly git: Git;
  readonly workspace: Pick<Workspace, 'directory' | 'holds'>;
}

/** Stands for everything, where a commit or a path may stand. */
const ALL = '.';
const LAST = 'HEAD';

/** `/review [commit | path]`: the agent reads and says what is wrong, and changes nothing. */
export function reviewCommand(options: Options): Command {
  const { store } = options;
  return {
    name: 'review',
    role: 'developer',
    concerns: 'current',
    listed: true,
    async run({ text }, call) {
      const { conversation, say } = call;
      const project = conversation.project && (await store.projects.get(conversation.project));
      if (!project) return noProjectCard(call);
      const word = text.trim();
      if (word !== '') return review(options, project.name, word, call);
      return { text: say('review-ask', { project: project.name }), ...choices(project.name, call) };
    },
  };
}

/** The buttons of `/review`. */
export function reviewOfCommand(options: Options): Command {
  return {
    name: 'review_of',
    role: 'developer',
    concerns: 'named',
    listed: false,
    async run({ words: [project = '', ...word] }, call): Promise<Card | Toast | undefined> {
      const isThere = await options.store.projects.get(project);
      if (!isThere || word.length === 0) return { toast: call.say('dispatch-stale') };
      return review(options, project, word.join(' '), call);
    },
  };
}

async function review(
  options: Options,
  project: string,
  word: string,
  call: Call,
): Promise<Card | undefined> {
  const { say } = call;
  const found = await targetOf(options, project, word, call);
  if (!found) {
    const text = say('review-unknown', { word: plain(shorten(word, 80)), project });
    return { text, ...choices(project, call) };
  }
  const { target, change } = found;
  const wanted = {
    text: say('review-text', { target }),
    prompt: 'review',
    values: { target, change },
    isReadOnly: true,
    again: { command: 'review_of', words: [project, word] },
  } as const;
  return startTurn(options, project, wanted, call);
}

/** What is to be reviewed, in words for the agent, and the change where it is one. */
async function targetOf(
  { git, workspace }: Options,
  project: string,
  word: string,
  { say }: Call,
): Promise<{ readonly target: string; readonly change: string } | undefined> {
  if (word === ALL) return { target: say('review-all'), change: '-' };
  const directory = workspace.directory(project);
  const sha = await git.resolve(directory, word);
  if (sha !== undefined) {
    const target = say('review-commit', { sha: sha.slice(0, 7) });
    return { target, change: await changeText(git, directory, sha) };
  }
  if (!(await workspace.holds(project, `${directory}/${word}`))) return undefined;
  return { target: quoted(word), change: '-' };
}

function choices(project: string, { say }: Call): Pick<Card, 'buttons'> {
  const button = (key: string, word: string) => [
    { label: say(key), command: 'review_of', words: [project, word] },
  ];
  return { buttons: [button('review-last', LAST), button('review-everything', ALL)] };
}
