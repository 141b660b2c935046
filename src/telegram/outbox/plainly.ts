import type { Outbox as OutboxStore, OutboxEntry } from '#ports/store/port.ts';
import type { RichChats } from '../rich-chats.ts';
import { toEntry } from './envelope.ts';
import type { Job, Line } from './line.ts';

interface PlainlyOptions {
  readonly store: OutboxStore;
  readonly rich: Pick<RichChats, 'works'>;
  /** Puts entries that are stored into the line, right behind `job`. */
  readonly follow: (line: Line, job: Job, entries: readonly OutboxEntry[]) => void;
}

/** Turns rich messages into what their chat takes. */
export interface Plainly {
  /** Turns `job` when its chat takes no rich message, or when a part of the turned one is stored. */
  ifNeeded(line: Line, job: Job): Promise<void>;
  /** Turns `job`: the first of its plain messages goes in its place, the others behind it. */
  turn(line: Line, job: Job): Promise<void>;
}

export function createPlainly({ store, rich, follow }: PlainlyOptions): Plainly {
  async function turn(line: Line, job: Job): Promise<void> {
    const [first, ...others] = job.envelope.plainly ?? [];
    if (!first) return;
    const { priority } = job.entry;
    const entries = others.map(({ key, method, envelope }) =>
      toEntry({ key, chatId: line.chatId, method, priority }, envelope),
    );
    // Before anything of it is sent: a restart must find that the rich one does not go any more.
    if (entries.length > 0) await store.add(entries);
    const waiting: OutboxEntry[] = [];
    for (const entry of entries)
      if ((await store.get(entry.key))?.state === 'waiting') waiting.push(entry);
    job.method = first.method;
    job.envelope = first.envelope;
    job.isPlainly = true;
    follow(line, job, waiting);
  }

  return {
    turn,
    async ifNeeded(line, job) {
      const { plainly } = job.envelope;
      if (!plainly || job.answer) return;
      const second = plainly[1];
      const hasBegun = second !== undefined && (await store.get(second.key)) !== undefined;
      if (hasBegun || !(await rich.works(line.chatId))) await turn(line, job);
    },
  };
}
