import { plain } from '#kernel/card.ts';
import { Fault } from '#kernel/fault.ts';
import type { Language, Say } from '#kernel/language.ts';
import { shorten } from '#lib/text.ts';
import type { OperationKind, Outcome } from '#operations/kind.ts';
import type { Backup, Backups } from '#ports/backup/port.ts';
import type { Chat } from '#ports/chat/port.ts';
import type { Operation, Store } from '#ports/store/port.ts';

interface Options {
  readonly backups: Backups;
  readonly chat: Chat;
  readonly store: Pick<Store, 'conversations'>;
  /** How many are kept; 0: all. */
  readonly keep: number;
  readonly sayIn: (language: Language) => Say;
  readonly now: () => number;
}

/** What a backup was asked for with: a daily one says only that it failed, and not each time. */
type BackupInput = { readonly daily: boolean; readonly tell?: boolean };

/** A name can be as long as a path. */
const SHOWN_NAME = 100;

/** A backup of everything, by hand or daily, and the end of the oldest ones. */
export function backupKind({ backups, chat, store, keep, sayIn, now }: Options): OperationKind {
  const place = async (operation: Operation) => {
    const conversation = await store.conversations.get(operation.conversationId);
    if (!conversation) return undefined;
    return { conversation, say: sayIn(conversation.language) };
  };

  const fail = async (operation: Operation): Promise<Outcome> => {
    const { tell = true } = operation.input as BackupInput;
    const there = tell ? await place(operation) : undefined;
    if (there) {
      const { conversation, say } = there;
      const ended = { text: say('backup-failed'), inPlaceOnly: true };
      await chat.close(conversation, `${operation.id}:progress`, ended);
      const again = { label: say('backup-again'), command: 'backup', words: ['now'] };
      const card = { text: say('fault-backup-failed'), buttons: [[again]] };
      await chat.post(conversation, `${operation.id}:final`, card);
    }
    return { state: 'failed' };
  };

  const drop = async (operation: Operation): Promise<void> => {
    const { daily } = operation.input as BackupInput;
    const there = daily ? undefined : await place(operation);
    if (!there) return;
    const text = there.say('backup-canceled');
    await chat.close(there.conversation, `${operation.id}:progress`, { text });
  };

  return {
    title: 'Copies state, repositories, projects and the gateway’s sessions, by hand or daily.',
    steps: {
      make: 'Packs everything, reads it back and writes the manifest',
      prune: 'Removes the oldest ones',
    },
    async run(run) {
      const { operation } = run;
      const { daily } = operation.input as BackupInput;
      const there = daily ? undefined : await place(operation);
      if (there) {
        const card = { text: there.say('backup-running'), ring: false };
        await chat.show(there.conversation, `${operation.id}:progress`, card);
      }
      let made: Backup;
      try {
        made = await run.step('make', () => backups.create({ signal: run.signal }));
      } catch (error) {
        if (run.signal.reason === 'canceled') {
          await drop(operation);
          return { state: 'canceled' };
        }
        if (run.signal.aborted) throw error;
        if (error instanceof Fault && error.code === 'backup-failed') return fail(operation);
        throw error;
      }
      await run.step('prune', () => backups.prune(keep));
      if (there) {
        const { conversation, say } = there;
        const ended = { text: say('backup-ended'), inPlaceOnly: true };
        await chat.close(conversation, `${operation.id}:progress`, ended);
        const lines = [
          say('backup-done', {
            id: made.id,
            size: { bytes: made.sizeBytes },
            files: made.files,
            elapsed: { elapsedMs: now() - operation.createdAtMs },
          }),
        ];
        if (made.leftOut) {
          const { count, example } = made.leftOut;
          lines.push(
            say('backup-left-out', { count, example: plain(shorten(example, SHOWN_NAME)) }),
          );
        }
        await chat.post(conversation, `${operation.id}:final`, { text: lines.join('\n') });
      }
      return { state: 'done', result: { id: made.id } };
    },
    dropped: drop,
    async broke(operation) {
      await fail(operation);
    },
  };
}
