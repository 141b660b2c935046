import { filesCommitter } from '#features/code/commit-files.ts';
import type { TurnFiles } from '#features/code/turn-files.ts';
import { filesCommand, filesViewCommand } from '#features/files/browse.command.ts';
import { downloadCommand, downloadOfCommand } from '#features/files/download.command.ts';
import { sendOffered } from '#features/files/offered.ts';
import { filePutCommand } from '#features/files/put.command.ts';
import { createQuota } from '#features/files/quota.ts';
import { receiveCommand } from '#features/files/receive.command.ts';
import { saveKind } from '#features/files/save.ts';
import type { Shelf } from '#features/files/shelf.ts';
import { turnFiles } from '#features/files/turn-files.ts';
import { unpackCommand, unpackKind } from '#features/files/unpack.ts';
import { uploadCommand } from '#features/files/upload.command.ts';
import type { Command } from '#kernel/command.ts';
import type { Operations } from '#operations/operations.ts';
import type { Ports } from './registry.ts';

/** Files between the chat, the project and the agent; registers its kinds. */
export function fileFeatures(
  ports: Ports,
  {
    operations,
    shelf,
    ask,
    hasCommand,
  }: {
    readonly operations: Operations;
    readonly shelf: Shelf;
    readonly ask: Command['run'];
    readonly hasCommand: (name: string) => boolean;
  },
): readonly Command[] {
  const all = { ...ports, operations };
  const committer = filesCommitter(ports);
  operations.register('save-files', saveKind(all, committer));
  operations.register('unpack', unpackKind(all, committer));
  return [
    receiveCommand({ ports: all, shelf, ask, quota: createQuota(ports.now) }),
    filePutCommand({ ports: all, shelf }),
    uploadCommand(all),
    filesCommand({ ports: all, hasCommand }),
    filesViewCommand({ ports: all, hasCommand }),
    downloadCommand(all),
    downloadOfCommand(all),
    unpackCommand(all),
  ];
}

/** What a turn does with files. */
export function filesOfTurns(ports: Ports, operations: Operations): TurnFiles {
  const all = { ...ports, operations };
  return {
    ...turnFiles(all),
    offer: (turn, operationId, answer) => sendOffered(all, turn, operationId, answer),
  };
}
