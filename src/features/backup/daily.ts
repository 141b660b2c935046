import { type Conversation, conversationId } from '#kernel/conversation.ts';
import type { Operations } from '#operations/operations.ts';
import type { Backups } from '#ports/backup/port.ts';
import type { Store } from '#ports/store/port.ts';

interface Options {
  readonly backups: Pick<Backups, 'list'>;
  readonly operations: Pick<Operations, 'start'>;
  readonly store: Pick<Store, 'actors' | 'conversations'> & {
    readonly operations: Pick<Store['operations'], 'get' | 'unfinished'>;
  };
  /** Of `OWNER_IDS`; owners in the store are known besides. */
  readonly ownerIds: readonly number[];
  readonly now: () => number;
  readonly log: (message: string, details: object) => void;
}

const HOUR_MS = 60 * 60 * 1_000;
const DAY_MS = 24 * HOUR_MS;
/** How long it waits after the first failure, the second, and so on; the last one repeats. */
const WAITS_HOURS = [1, 3, 6, 24];
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

/** What a daily backup was asked for with; the next one after a failure goes by it. */
type DailyInput = {
  readonly daily: true;
  /** 1 for the first of a day. */
  readonly attempt: number;
  /** Whether a failure is told: once a day. */
  readonly tell: boolean;
  readonly toldAtMs: number;
};

/** Starts a backup if one is due and none is being made; a failed one is tried again, more seldom. */
export async function dueBackup(options: Options): Promise<void> {
  const { backups, operations, store, now } = options;
  // One of the future, from a clock that was wrong, says nothing about today.
  const newest = (await backups.list()).find(({ createdAtMs }) => createdAtMs <= now());
  if (newest && now() - newest.createdAtMs < DAY_MS) return;
  const unfinished = await store.operations.unfinished();
  if (unfinished.some(({ kind }) => kind === 'backup')) return;
  const failed = await lastFailed(options, newest?.createdAtMs ?? 0);
  if (failed) {
    const hours = WAITS_HOURS[failed.input.attempt - 1] ?? WAITS_HOURS.at(-1) ?? 0;
    if (now() - failed.createdAtMs < hours * HOUR_MS) return;
  }
  const tell = !failed || now() - failed.input.toldAtMs >= DAY_MS;
  const input: DailyInput = {
    daily: true,
    attempt: (failed?.input.attempt ?? 0) + 1,
    tell,
    toldAtMs: failed && !tell ? failed.input.toldAtMs : now(),
  };
  const home = await homeOf(options);
  const conversation = { conversationId: home?.id ?? '', actorId: home?.actorId ?? 0 };
  const backup = { id: idAt(now()), kind: 'backup', ...conversation, input };
  await operations.start(backup, { evenIfFull: true });
}

function idAt(atMs: number): string {
  return `backup-daily-${new Date(atMs).toISOString().slice(0, 13)}`;
}

/** The last daily one that failed, found by its id, which names an hour: restarts forget nothing. */
async function lastFailed(
  { store, now }: Options,
  afterMs: number,
): Promise<{ readonly createdAtMs: number; readonly input: DailyInput } | undefined> {
  for (let hours = 0; hours <= 25; hours += 1) {
    const found = await store.operations.get(idAt(now() - hours * HOUR_MS));
    if (found && found.createdAtMs > afterMs && found.state !== 'done') {
      // One of an earlier version says nothing but that it was daily.
      const { attempt = 1, toldAtMs = found.createdAtMs } = found.input as Partial<DailyInput>;
      const input: DailyInput = { daily: true, attempt, tell: true, toldAtMs };
      return { createdAtMs: found.createdAtMs, input };
    }
  }
  return undefined;
}

/** The private chat of the first owner that the bot has spoken with. */
async function homeOf({ store, ownerIds }: Options): Promise<Conversation | undefined> {
  const stored = await store.actors.list();
  const owners = [
    ...ownerIds,
    ...stored.filter(({ role }) => role === 'owner').map(({ id }) => id),
  ];
  const homes = await Promise.all(
    owners.map((id) => store.conversations.get(conversationId({ chatId: id }, id))),
  );
  return homes.find((each) => each !== undefined);
}
