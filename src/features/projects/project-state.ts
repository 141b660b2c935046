import { type Card, plain } from '#kernel/card.ts';
import type { Say } from '#kernel/language.ts';
import { type Project, taskWord } from '#kernel/project.ts';
import { shorten } from '#lib/text.ts';
import { visible } from '#lib/visible.ts';
import type { Git } from '#ports/git/port.ts';
import type { Operation } from '#ports/store/port.ts';
import type { BoundTopic } from '#ports/store/topics.ts';
import type { Workspace } from '#ports/workspace/port.ts';

/** What is known of all projects at once. */
export interface Around {
  readonly unfinished: readonly Operation[];
  readonly topics: readonly BoundTopic[];
  /** Of the one who asks. */
  readonly current: string | undefined;
}

interface Ports {
  readonly git: Pick<Git, 'log' | 'changes'>;
  readonly workspace: Pick<Workspace, 'directory'>;
}

/** A list must come soon; what git cannot say by then is left out. */
const PATIENCE_MS = 3_000;

/** Operations of a project that hold it: a push goes on beside everything. */
export function busyWith(unfinished: readonly Operation[], project: string): readonly Operation[] {
  return unfinished.filter((each) => each.project === project && each.kind !== 'push');
}

/** Names the tasks that keep a project where it is. */
export function tasksCard(name: string, tasks: readonly Project[], say: Say): Card {
  const words = tasks.map((task) => taskWord(task.name)).join(', ');
  const show = { label: say('task-list-button'), command: 'task_do', words: [name, 'list'] };
  return { text: say('project-has-tasks', { name, tasks: plain(words) }), buttons: [[show]] };
}

/** One line about a project: what runs and waits, what is not committed, the last commit. */
export async function stateLine(
  { name, archetype, archivedAtMs }: Project,
  { unfinished, topics, current }: Around,
  { git, workspace }: Ports,
  say: Say,
): Promise<string> {
  const busy = busyWith(unfinished, name);
  const queued = busy.filter(({ state }) => state === 'waiting').length;
  const running = busy.length - queued;
  const directory = workspace.directory(name);
  const [commits, changes] = await Promise.all([
    soon(git.log(directory, { skip: 0, limit: 1 })),
    // What is being written now is nobody's to commit.
    running > 0 ? undefined : soon(git.changes(directory)),
  ]);
  const [last] = commits ?? [];
  const bound = topics.filter((topic) => topic.project === name).length;
  const subject = plain(shorten(visible(last?.subject ?? ''), 60));
  const parts = [
    `**${name}**`,
    plain(archetype),
    archivedAtMs === undefined
      ? running > 0
        ? say('projects-running', { count: running })
        : say('projects-idle')
      : say('projects-archived-at', { at: { atMs: archivedAtMs, show: 'day' } }),
    ...(queued > 0 ? [say('projects-queued', { count: queued })] : []),
    ...(changes && changes.length > 0 ? [say('projects-changed', { count: changes.length })] : []),
    ...(last ? [say('projects-last', { subject, at: { atMs: last.atMs, show: 'day' } })] : []),
    ...(bound > 0 ? [say('projects-bound', { count: bound })] : []),
    ...(name === current ? [say('projects-current')] : []),
  ];
  return parts.join(' · ');
}

/** What comes in time; `undefined` for what is late or fails. */
export async function soon<Value>(work: Promise<Value>): Promise<Value | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), PATIENCE_MS);
  });
  try {
    return await Promise.race([work.catch(() => undefined), late]);
  } finally {
    clearTimeout(timer);
  }
}
