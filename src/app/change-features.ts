import { mergeKind } from '#features/changes/merge.ts';
import { openKind } from '#features/changes/open.ts';
import { prCommand, prOfCommand } from '#features/changes/pr.command.ts';
import { prDoCommand } from '#features/changes/pr-do.command.ts';
import { prReleaseCommand } from '#features/changes/pr-release.command.ts';
import { updateKind } from '#features/changes/update.ts';
import type { Command } from '#kernel/command.ts';
import type { Operations } from '#operations/operations.ts';
import { localForge } from '#ports/forge/local/local.ts';
import type { Ports } from './registry.ts';

/** Everything about changes that are proposed, reviewed and merged; registers its kinds. */
export function changeFeatures(
  ports: Pick<Ports, 'store' | 'chat' | 'git' | 'workspace' | 'sayIn' | 'now' | 'ownerIds'>,
  { operations, code }: { readonly operations: Operations; readonly code: Pick<Command, 'run'> },
): readonly Command[] {
  const { git, store, workspace, now } = ports;
  const directory = (project: string) => workspace.directory(project);
  const options = { ...ports, operations, code, forge: localForge({ git, store, directory, now }) };
  operations.register('change-open', openKind(options));
  operations.register('change-merge', mergeKind(options));
  operations.register('change-update', updateKind(options));
  return [
    prCommand(options),
    prOfCommand(options),
    prDoCommand(options),
    prReleaseCommand(options),
  ];
}
