import type { Command } from '#kernel/command.ts';
import type { Operations } from '#operations/operations.ts';
import type { Backups } from '#ports/backup/port.ts';

interface Options {
  readonly backups: Backups;
  readonly operations: Operations;
  /** How many daily ones are kept; 0: none is made by itself. */
  readonly keep: number;
}

const SHOWN = 5;

/** `/backup`: what there is, and a tap to make one. `/backup now` makes it. */
export function backupCommand({ backups, operations, keep }: Options): Command {
  return {
    name: 'backup',
    role: 'owner',
    concerns: 'bot',
    listed: true,
    async run({ words: [word] }, { actor, conversation, requestId, say }) {
      if (word === 'now') {
        await operations.start({
          id: `backup-${requestId}`,
          kind: 'backup',
          conversationId: conversation.id,
          actorId: actor.id,
          input: { daily: false },
        });
        return undefined;
      }
      const all = await backups.list();
      const lines = all
        .slice(0, SHOWN)
        .map(({ createdAtMs, sizeBytes, files }) =>
          say('backup-line', { at: { atMs: createdAtMs }, size: { bytes: sizeBytes }, files }),
        );
      const text = [
        all.length === 0 ? say('backup-none') : say('backup-list', { count: all.length }),
        ...lines,
        keep === 0 ? say('backup-by-hand') : say('backup-daily', { keep }),
        say('backup-restore'),
      ];
      const now = { label: say('backup-now'), command: 'backup', words: ['now'] };
      return { text: text.join('\n'), buttons: [[now]] };
    },
  };
}
