import { type Button, type Card, plain } from '#kernel/card.ts';
import type { Call } from '#kernel/command.ts';
import type { Say } from '#kernel/language.ts';
import { isTask } from '#kernel/project.ts';
import { shorten } from '#lib/text.ts';
import { visible, visibleName } from '#lib/visible.ts';
import { act, backButton, workButton } from './buttons.ts';
import { busyIn, MOST_TASKS, noteOf, short, type Task, type TaskPorts, toTask } from './place.ts';

/** Files that an answer names. */
const FILES = 15;

/** How a task is. */
interface TaskState {
  /** Absent while it is being made. */
  readonly head?: string;
  readonly target: string;
  readonly subject: string;
  /** Commits that it has and its target has not, and the other way round. */
  readonly ahead: number;
  readonly behind: number;
  readonly running: number;
  readonly waiting: number;
  /** Files that are not committed; absent while something runs. */
  readonly changed?: number;
}

/** All tasks of a project, each with what can be done with it. */
export async function listCard(
  ports: TaskPorts,
  project: string,
  { say, conversation }: Pick<Call, 'say' | 'conversation'>,
): Promise<Card> {
  const tasks = (await store(ports).tasks(project)).map(({ name }) =>
    toTask(ports.workspace, name),
  );
  const here = conversation.project ?? '';
  const back = isTask(here) && !conversation.isBound ? [[backButton(here, say)]] : [];
  const usage = say('task-usage', { most: MOST_TASKS });
  if (tasks.length === 0)
    return { text: `${say('task-none', { name: project })}\n\n${usage}`, buttons: back };
  const states = await Promise.all(tasks.map((task) => stateOf(ports, task)));
  const rows = tasks.map((task, at) => `- ${line(task, states[at], task.name === here, say)}`);
  const buttons = tasks.map((task, at) => taskButtons(task, states[at], say, task.word));
  return {
    text: [say('task-list', { name: project }), rows.join('\n'), usage].join('\n\n'),
    buttons: [...buttons, ...back],
  };
}

/** One task; `note` stands above it. */
export async function taskCard(
  ports: TaskPorts,
  task: Task,
  { say, conversation }: Pick<Call, 'say' | 'conversation'>,
  note?: string,
): Promise<Card> {
  const state = await stateOf(ports, task);
  const isHere = conversation.project === task.name;
  const head = say('task-head', { project: task.name, branch: plain(task.branch) });
  const parts = [...(note === undefined ? [] : [note]), head, line(task, state, isHere, say)];
  const back = isHere && !conversation.isBound ? [[backButton(task.name, say)]] : [];
  const label = say('task-update-button', { target: titleOf(state.target) });
  const update = state.behind > 0 ? [[act(task.name, 'update', [], label)]] : [];
  return { text: parts.join('\n\n'), buttons: [taskButtons(task, state, say), ...update, ...back] };
}

/** Looks at a task as it is now. */
export async function stateOf(ports: TaskPorts, task: Task): Promise<TaskState> {
  const { git } = ports;
  const busy = await busyIn(ports, task);
  const waiting = busy.filter(({ state }) => state === 'waiting').length;
  const counts = { waiting, running: busy.length - waiting };
  const note = await noteOf(ports, task);
  const head = await git.branchHead(task.home, task.branch).catch(() => undefined);
  const nothing = { target: note?.target ?? '', subject: '', ahead: 0, behind: 0, ...counts };
  const onto = note && (await git.branchHead(task.home, note.target));
  if (head === undefined || onto === undefined) return { ...nothing, ...(head && { head }) };
  const [own, theirs, [last], changed] = await Promise.all([
    git.ahead(task.home, { from: onto, to: head, limit: 1 }),
    git.ahead(task.home, { from: head, to: onto, limit: 1 }),
    git.log(task.directory, { skip: 0, limit: 1 }).catch(() => []),
    // What is being written now is nobody's to commit.
    counts.running > 0 ? undefined : changedIn(ports, task),
  ]);
  return {
    ...nothing,
    head,
    subject: last?.subject ?? '',
    ahead: own.count,
    behind: theirs.count,
    ...(changed !== undefined && { changed }),
  };
}

/** How many files of a task are not committed; `undefined`: git cannot say. */
async function changedIn({ git }: TaskPorts, task: Task): Promise<number | undefined> {
  return git.changes(task.directory).then(
    (files) => files.length,
    () => undefined,
  );
}

/** Names of files, one below the other; what is not named is counted. */
export function pathRows(paths: readonly string[], say: Say): string {
  const rows = paths.slice(0, FILES).map((each) => `- ${plain(shorten(visibleName(each), 120))}`);
  const hidden = paths.length - rows.length;
  return [...rows, ...(hidden > 0 ? [say('git-more-paths', { count: hidden })] : [])].join('\n');
}

/** A title from outside, as a card shows it. */
export function titleOf(text: string): string {
  return plain(shorten(visible(text), 80));
}

function line(task: Task, state: TaskState | undefined, isHere: boolean, say: Say): string {
  const { head, subject = '', ahead = 0, behind = 0, running = 0, waiting = 0 } = state ?? {};
  const parts = [
    `**${task.word}**`,
    running > 0 ? say('projects-running', { count: running }) : say('projects-idle'),
    ...(waiting > 0 ? [say('projects-queued', { count: waiting })] : []),
    ...(state && state.target !== '' && head !== undefined
      ? [say('task-ahead', { ahead, behind, target: titleOf(state.target) })]
      : []),
    ...(head === undefined ? [] : [`\`${short(head)}\` ${titleOf(subject)}`.trim()]),
    ...(state?.changed ? [say('projects-changed', { count: state.changed })] : []),
    ...(isHere ? [say('task-here')] : []),
  ];
  return parts.join(' · ');
}

/** `word` where several tasks stand on one card. */
function taskButtons(
  { name }: Task,
  state: TaskState | undefined,
  say: Say,
  word?: string,
): readonly Button[] {
  const { head } = state ?? {};
  const use = { ...workButton(name, say), ...(word !== undefined && { label: `▶ ${word}` }) };
  const drop = act(name, 'drop', [], say('task-drop-button'));
  // Being made, or half made and left.
  if (head === undefined) return state?.running || state?.waiting ? [use] : [drop];
  return [use, act(name, 'merge', [head], say('task-merge-button')), drop];
}

function store({ store: { projects } }: TaskPorts): TaskPorts['store']['projects'] {
  return projects;
}
