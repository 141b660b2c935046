import { conversationId } from '#kernel/conversation.ts';
import type { Operations } from '#operations/operations.ts';
import type { Backups } from '#ports/backup/port.ts';
import type { Store } from '#ports/store/port.ts';

interface Options {
  readonly backups: Pick<Backups, 'list'>;
  readonly operations: Pick<Operations, 'start'>;
  readonly store: Pick<Store, 'actors' | 'conversations'>;
  /** Of `OWNER_IDS`; owners in the store are known besides. */
  readonly ownerIds: readonly number[];
  readonly now: () => number;
  readonly log: (message: string, details: object) => void;
}

const DAY_MS = 24 * 60 * 60 * 1_000;
const LOOK_EVERY_MS = 30 * 60 * 1_000;

/**
 * Starts a backup whenever the newest one is a day old, soon after the start too: a machine that
 * sleeps at night would else never make one. Returns what ends it.
 */
export function backUpDaily(options: Options): () => void {
  const look = () => {
    dueBackup(options).catch((error: unknown) => options.log('no daily backup', { error }));
  };
  const timer = setInterval(look, LOOK_EVERY_MS);
  timer.unref();
  look();
  return () => clearInterval(timer);
}

/** Starts a backup if one is due; a failed one is tried again the next hour. */
export async function dueBackup(options: Options): Promise<void> {
  const { backups, operations, store, ownerIds, now } = options;
  const [newest] = await backups.list();
  if (newest && now() - newest.createdAtMs < DAY_MS) return;
  const stored = await store.actors.list();
  const owners = [
    ...ownerIds,
    ...stored.filter(({ role }) => role === 'owner').map(({ id }) => id),
  ];
  // Told in the private chat of the first owner that the bot has spoken with.
  const homes = await Promise.all(
    owners.map((id) => store.conversations.get(conversationId({ chatId: id }, id))),
  );
  const home = homes.find((each) => each !== undefined);
  const hour = new Date(now()).toISOString().slice(0, 13);
  await operations.start({
    id: `backup-daily-${hour}`,
    kind: 'backup',
    conversationId: home?.id ?? '',
    actorId: home?.actorId ?? 0,
    input: { daily: true },
  });
}
