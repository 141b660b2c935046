import type { Button } from '#kernel/card.ts';
import type { Say } from '#kernel/language.ts';
import { rootOf } from '#kernel/project.ts';

/** Goes into a task. */
export function workButton(name: string, say: Say): Button {
  return { label: say('task-use-button'), command: 'use', words: [name], style: 'primary' };
}

/** Goes back to the project of a task. */
export function backButton(name: string, say: Say): Button {
  const project = rootOf(name);
  return { label: say('task-back-button', { name: project }), command: 'use', words: [project] };
}

/** Shows the tasks of a project. */
export function listButton(project: string, say: Say): Button {
  return act(project, 'list', [], say('task-list-button'));
}

/** Shows the change that stands for a task. */
export function lookButton(project: string, number: number, say: Say): Button {
  return { label: say('pr-look'), command: 'pr_of', words: [project, String(number)], who: 'role' };
}

/** Does something with a task; whoever may, may tap. */
export function act(
  name: string,
  what: string,
  more: readonly string[],
  label: string,
  style?: Button['style'],
): Button {
  const words = [name, what, ...more];
  return { label, command: 'task_do', words, who: 'role', ...(style && { style }) };
}
