import { approveProductionCommand } from '#features/approvals/approve-environment.command.ts';
import { confirmCommand } from '#features/deploy/confirm.command.ts';
import { deployKind } from '#features/deploy/deploy.ts';
import { deployCommands } from '#features/deploy/deploy.command.ts';
import { overrideCommand } from '#features/deploy/override.command.ts';
import { releasesCommands } from '#features/deploy/releases.command.ts';
import { rollbackKind } from '#features/deploy/rollback.ts';
import { rollbackCommands } from '#features/deploy/rollback.command.ts';
import { driftCommand, driftLiveCommand } from '#features/drift/drift.command.ts';
import { createReconciler, type Reconciler } from '#features/drift/reconcile.ts';
import { freezeCommand, lockCommand } from '#features/holds/hold.commands.ts';
import { unlockCommand, unlockOfCommand } from '#features/holds/unlock.commands.ts';
import type { Command } from '#kernel/command.ts';
import { keyedMutex } from '#lib/mutex.ts';
import type { Approvals } from '#operations/approvals.ts';
import type { Operations } from '#operations/operations.ts';
import type { Ports } from './registry.ts';

/** Everything that makes releases live or back, keeps them away, or compares; registers its kinds. */
export function deployFeatures(
  ports: Ports,
  { operations, approvals }: { readonly operations: Operations; readonly approvals: Approvals },
): { readonly commands: readonly Command[]; readonly reconciler: Reconciler } {
  const options = { ...ports, operations, inTurn: keyedMutex() };
  operations.register('deploy', deployKind(options));
  operations.register('rollback', rollbackKind(options));
  const commands = [
    ...deployCommands(options),
    overrideCommand(options),
    confirmCommand(options),
    ...rollbackCommands(options),
    ...releasesCommands(options),
    lockCommand(ports),
    freezeCommand(ports),
    unlockCommand(ports),
    unlockOfCommand(ports),
    approveProductionCommand({ approvals }),
    driftCommand(options),
    driftLiveCommand(options),
  ];
  return { commands, reconciler: createReconciler(options) };
}
