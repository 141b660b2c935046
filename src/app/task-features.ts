import { answerCard, mergeNow } from '#features/changes/merge.ts';
import { openNow } from '#features/changes/open.ts';
import { UPDATE_STEPS, updateNow } from '#features/changes/update.ts';
import { createBegin } from '#features/tasks/begin.ts';
import { dropKind } from '#features/tasks/drop.ts';
import { mergeKind } from '#features/tasks/merge.ts';
import type { TaskPorts } from '#features/tasks/place.ts';
import { startKind } from '#features/tasks/start.ts';
import { taskCommand } from '#features/tasks/task.command.ts';
import { taskDoCommand } from '#features/tasks/task-do.command.ts';
import { updateKind } from '#features/tasks/update.ts';
import type { Command } from '#kernel/command.ts';
import type { Operations } from '#operations/operations.ts';
import { localForge } from '#ports/forge/local/local.ts';
import type { Ports } from './registry.ts';

/** Everything about tasks, which are worked on beside their project; registers its kinds. */
export function taskFeatures(
  ports: Ports,
  { operations, code }: { readonly operations: Operations; readonly code: Pick<Command, 'run'> },
): readonly Command[] {
  const { git, store, workspace, now } = ports;
  const directory = (project: string) => workspace.directory(project);
  const forge = localForge({ git, store, directory, now });
  const changePorts = { ...ports, forge };
  const options: TaskPorts = {
    ...ports,
    operations,
    forge,
    changes: {
      open: (...args) => openNow(changePorts, ...args),
      merge: (...args) => mergeNow(changePorts, ...args),
      update: (...args) => updateNow(changePorts, ...args),
      updateSteps: UPDATE_STEPS,
      answerCard,
    },
  };
  operations.register('task-start', startKind(options));
  operations.register('task-merge', mergeKind(options));
  operations.register('task-update', updateKind(options));
  operations.register('task-drop', dropKind(options));
  const all = { ...options, code, begin: createBegin(options) };
  return [taskCommand(all), taskDoCommand(all)];
}
