import { secretLines } from '#features/code/held-card.ts';
import { archiveKind } from '#features/projects/archive.ts';
import { createBegin } from '#features/projects/begin.ts';
import { cloneKind } from '#features/projects/clone.ts';
import { gitTokenCommand } from '#features/projects/git-token.command.ts';
import { deleteKind, renameKind } from '#features/projects/manage.ts';
import { newCommand } from '#features/projects/new.command.ts';
import { newKind } from '#features/projects/new.ts';
import { projectCommand, projectDoCommand } from '#features/projects/project.command.ts';
import { projectsCommand, useCommand } from '#features/projects/projects.command.ts';
import { pushKind } from '#features/projects/push.ts';
import { createPushes, type Pushes } from '#features/projects/pushes.ts';
import { rebaseKind } from '#features/projects/rebase.ts';
import {
  remoteCommand,
  remoteDoCommand,
  remoteRemoveCommand,
} from '#features/projects/remote.command.ts';
import { createWizard, newStepCommand } from '#features/projects/wizard.ts';
import type { SecretIntake } from '#features/secrets/intake.ts';
import type { Command } from '#kernel/command.ts';
import type { Operations } from '#operations/operations.ts';
import type { Ports } from './registry.ts';

/** Everything that makes, lists, moves and pushes projects; registers its kinds. */
export function projectFeatures(
  ports: Ports,
  {
    operations,
    intake,
    hasCommand,
  }: {
    readonly operations: Operations;
    readonly intake: SecretIntake;
    readonly hasCommand: (name: string) => boolean;
  },
): { readonly commands: readonly Command[]; readonly pushes: Pushes } {
  const options = { ...ports, operations, hasCommand, secretsIn: secretLines(ports.masker) };
  operations.register('new', newKind(options));
  operations.register('clone', cloneKind(options));
  operations.register('push', pushKind(options));
  operations.register('rebase', rebaseKind(options));
  operations.register('rename', renameKind(ports));
  operations.register('archive', archiveKind(ports));
  operations.register('delete', deleteKind(ports));
  const wizardOptions = { ...ports, begin: createBegin(options) };
  const wizard = createWizard(wizardOptions);
  const askSecret = (conversationId: string, project: string, name: string) =>
    intake.wait(conversationId, { project, name, askedAtMs: ports.now() });
  const commands = [
    newCommand(wizard, wizardOptions),
    newStepCommand(wizard, wizardOptions),
    projectsCommand(ports),
    useCommand(ports),
    projectCommand(options),
    projectDoCommand(options),
    remoteCommand(options),
    remoteDoCommand(options),
    remoteRemoveCommand(options),
    gitTokenCommand({ ...ports, askSecret }),
  ];
  return { commands, pushes: createPushes(options) };
}
