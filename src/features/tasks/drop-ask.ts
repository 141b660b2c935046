import type { Card, Toast } from '#kernel/card.ts';
import type { Call } from '#kernel/command.ts';
import { act } from './buttons.ts';
import {
  busyIn,
  HALF_MADE,
  noteOf,
  requestName,
  short,
  type Task,
  type TaskPorts,
} from './place.ts';
import { stateOf, taskCard, titleOf } from './view.ts';

/** Commits that are named before they go. */
const NAMED = 10;
/** Changes of the project that are looked at for one that was merged. */
const LOOKED_AT = 50;

/** Says what would be lost, and asks. */
export async function askDrop(ports: TaskPorts, task: Task, call: Call): Promise<Card> {
  const { git } = ports;
  const { say } = call;
  const { head, ahead, target, changed = 0, running, waiting } = await stateOf(ports, task);
  const words = { project: task.name, target: titleOf(target) };
  if (running + waiting > 0) return { text: say('task-busy', words) };
  const onto = await git.branchHead(task.home, target);
  const mergedAs = head && (await mergedIn(ports, task, head));
  const isLost = head !== undefined && onto !== undefined && ahead > 0 && mergedAs === undefined;
  const { commits } = isLost
    ? await git.ahead(task.home, { from: onto, to: head, limit: NAMED })
    : { commits: [] };
  const rows = commits.map(({ sha, subject }) => `- \`${short(sha)}\` ${titleOf(subject)}`);
  const hidden = isLost ? ahead - rows.length : 0;
  const parts = [
    say('task-drop-ask', words),
    isLost
      ? say('task-drop-lost', { ...words, count: ahead })
      : say(mergedAs === undefined ? 'task-drop-nothing-lost' : 'task-drop-merged', {
          ...words,
          number: mergedAs ?? 0,
        }),
    [...rows, ...(hidden > 0 ? [say('git-more-paths', { count: hidden })] : [])].join('\n'),
    changed > 0 ? say('task-drop-changed', { count: changed }) : '',
  ];
  const sure = act(task.name, 'drop_now', [head ?? HALF_MADE], say('task-drop-sure'), 'danger');
  const keep = act(task.name, 'show', [], say('task-drop-keep'));
  const text = parts.filter((each) => each !== '').join('\n\n');
  return { text, buttons: [[sure, keep]] };
}

/** The task goes as it was on the card, or not. */
export async function beginDrop(
  ports: TaskPorts,
  task: Task,
  sha: string,
  call: Call,
): Promise<Card | Toast | undefined> {
  const { say, actor, conversation } = call;
  const words = { project: task.name, sha: short(sha) };
  const id = `task-drop-${requestName(call)}`;
  if (await ports.store.operations.get(id)) return undefined;
  if ((await busyIn(ports, task)).length > 0) return { text: say('task-busy', words) };
  const head = await ports.git.branchHead(task.home, task.branch);
  if ((head ?? HALF_MADE) !== sha) return taskCard(ports, task, call, say('task-moved', words));
  const target = (await noteOf(ports, task))?.target ?? '';
  await ports.operations.start({
    id,
    kind: 'task-drop',
    conversationId: conversation.id,
    actorId: actor.id,
    project: task.name,
    input: { sha, target, actorName: actor.name },
  });
  return undefined;
}

/** The number of the change that took exactly this commit in. */
async function mergedIn(
  { forge }: TaskPorts,
  { project, branch }: Task,
  head: string,
): Promise<number | undefined> {
  const changes = await forge.list(project, LOOKED_AT);
  for (const { number, source, state } of changes) {
    if (state !== 'merged' || source !== branch) continue;
    if ((await forge.get(project, number))?.head === head) return number;
  }
  return undefined;
}
