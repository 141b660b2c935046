import { commitByHandKind } from '#features/code/commit-by-hand.ts';
import { commitCommand } from '#features/code/commit.command.ts';
import { secretLines } from '#features/code/held-card.ts';
import { branchCommand, branchDoCommand } from '#features/git/branch.command.ts';
import { branchKind } from '#features/git/branch.ts';
import { diffCommand, diffOfCommand, diffViewCommand } from '#features/git/diff.command.ts';
import { historyCommand, historyViewCommand } from '#features/git/history.command.ts';
import { undoCommand, undoNowCommand, undoOfCommand } from '#features/git/undo.command.ts';
import { undoKind } from '#features/git/undo.ts';
import type { Command } from '#kernel/command.ts';
import type { Operations } from '#operations/operations.ts';
import type { Ports } from './registry.ts';

/** Everything that looks into a project's history and goes about in it; registers its kinds. */
export function gitFeatures(
  ports: Pick<Ports, 'store' | 'chat' | 'git' | 'workspace' | 'sayIn' | 'masker'>,
  operations: Operations,
): readonly Command[] {
  operations.register('undo', undoKind({ ...ports, secretsIn: secretLines(ports.masker) }));
  operations.register('branch', branchKind(ports));
  operations.register('commit-by-hand', commitByHandKind(ports));
  const options = { ...ports, operations };
  return [
    diffCommand(options),
    diffOfCommand(options),
    diffViewCommand(options),
    historyCommand(options),
    historyViewCommand(options),
    undoCommand(options),
    undoOfCommand(options),
    undoNowCommand(options),
    commitCommand(options),
    branchCommand(options),
    branchDoCommand(options),
  ];
}
