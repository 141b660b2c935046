import { setTimeout as sleep } from 'node:timers/promises';
import type { Conversation } from '#kernel/conversation.ts';
import type { Language, Say } from '#kernel/language.ts';
import type { Masker } from '#lib/mask/masker.ts';
import type { Chat } from '#ports/chat/port.ts';
import type { LogLine } from '#ports/deployer/port.ts';
import type { Json, Store } from '#ports/store/port.ts';
import { actorNow, mayHaveRunning } from '#ports/store/standing.ts';
import { followCard } from './card.ts';
import { chosenLines } from './lines.ts';
import { LINES_BEFORE, type Reading } from './reading.ts';
import { type LogWish, wishOf, wordsOf } from './wish.ts';

/** Cards that show lines as they come. */
export interface Follows {
  /** Starts one; another one of the same conversation ends. `false`: there are too many. */
  start(reading: Reading, conversation: Conversation, requestId: string): Promise<boolean>;
  /** `false`: it has ended already, or is somebody else's. */
  stop(id: string, actorId: number): boolean;
  /** Ends the cards that an earlier process left open. */
  tidy(): Promise<void>;
  /** Lets go of all of them; `tidy` of the next start tells so. */
  shutdown(): void;
}

/** What tests shorten. */
export interface FollowTimes {
  readonly refreshMs: number;
  readonly longestMs: number;
}

interface Ports {
  readonly chat: Chat;
  readonly masker: Pick<Masker, 'mask'>;
  readonly store: Pick<Store, 'conversations' | 'settings' | 'actors' | 'projects'>;
  readonly ownerIds: readonly number[];
  readonly sayIn: (language: Language) => Say;
  readonly now: () => number;
  readonly log: (message: string, details: object) => void;
  readonly times?: FollowTimes;
}

interface Follow {
  readonly id: string;
  readonly conversation: Conversation;
  readonly reading: Reading;
  /** Aborts with the word for why it ends, or with `LETTING_GO`. */
  readonly ending: AbortController;
}

/** What is kept of an open card. */
interface Open {
  readonly id: string;
  readonly conversationId: string;
  readonly project?: string;
  readonly words: readonly string[];
}

/** As often as Telegram likes one message to be edited, and as long as anybody looks. */
const TIMES: FollowTimes = { refreshMs: 3_000, longestMs: 10 * 60_000 };
const FIRST_MS = 300;
const MOST = 20;
/** Enough for the lines that fit and what a filter leaves out. */
const KEPT_LINES = 400;
const SETTING = 'log-follows';
const LETTING_GO = 'letting-go';

/**
 * Follows in memory. As operations they would count as work: their project would be busy for whoever
 * waits for it. What a restart cuts off ends with a word, and a button that begins anew.
 */
export function createFollows(ports: Ports): Follows {
  const { chat, store, sayIn, now, times = TIMES } = ports;
  const running = new Map<string, Follow>();
  let saving = Promise.resolve();

  /** One after another: each writes the whole list. */
  const save = (): Promise<void> => {
    const write = async () => {
      const open = [...running.values()].map(({ id, conversation, reading }): Open => {
        const { project, wish } = reading;
        const words = [...wordsOf(wish)];
        return {
          id,
          conversationId: conversation.id,
          words,
          ...(project !== undefined && { project }),
        };
      });
      await store.settings.set(SETTING, open as unknown as Json);
    };
    saving = saving.catch(() => undefined).then(write);
    return saving;
  };

  const mayRead = async ({ conversation: { actorId }, reading }: Follow): Promise<boolean> => {
    const { project } = reading;
    if (project === undefined) {
      return (await actorNow(actorId, store, ports.ownerIds))?.role === 'owner';
    }
    if (!(await store.projects.get(project))) return false;
    return mayHaveRunning({ actorId, project }, store, ports.ownerIds);
  };

  const follow = async (one: Follow): Promise<void> => {
    const { id, conversation, reading, ending } = one;
    const { signal } = ending;
    const { wish, source, project } = reading;
    const say = sayIn(conversation.language);
    const lines: LogLine[] = [];
    let isNew = true;
    const isChosen = wish.level !== undefined || wish.search !== undefined;
    const first = isChosen ? KEPT_LINES : Math.min(wish.lines, KEPT_LINES);
    /** Lines that are there for the masker alone. */
    let unseen = 0;
    const card = (end?: string) => {
      const most = Math.min(Math.max(0, lines.length - unseen), KEPT_LINES);
      const shown = chosenLines(lines, { ...wish, lines: most }, ports.masker);
      const about = { wish, lines: shown, ...(project !== undefined && { project }) };
      return followCard(about, { id, ...(end !== undefined && { end }) }, say);
    };
    const query = {
      lines: first + LINES_BEFORE,
      ...(wish.service !== undefined && { service: wish.service }),
    };
    const read = async (): Promise<void> => {
      // Counted beforehand: of what comes, nobody can tell what was there already.
      unseen = Math.max(0, (await source.logs(query)).length - first);
      for await (const line of source.follow(query, signal)) {
        lines.push(line);
        if (lines.length > KEPT_LINES + LINES_BEFORE) {
          lines.shift();
          unseen = Math.max(0, unseen - 1);
        }
        isNew = true;
      }
      ending.abort('ended');
    };
    void read().catch((error: unknown) => {
      ports.log('lines could not be followed', { error });
      ending.abort('broke');
    });
    const untilMs = now() + times.longestMs;
    try {
      // What is there already comes at once, and belongs on the first card.
      await pause(Math.min(FIRST_MS, times.refreshMs), signal);
      while (!signal.aborted) {
        if (isNew) {
          isNew = false;
          await chat.show(conversation, id, card());
        }
        await pause(times.refreshMs, signal);
        if (now() >= untilMs) ending.abort('over');
        else if (!signal.aborted && !(await mayRead(one))) ending.abort('forbidden');
      }
      if (signal.reason === LETTING_GO) return;
      running.delete(id);
      const why = say(`logs-end-${String(signal.reason)}`);
      // Whose right has ended sees no line of it any more.
      const isForbidden = signal.reason === 'forbidden';
      await chat.close(conversation, id, isForbidden ? { text: why } : card(why));
      await save();
    } finally {
      running.delete(id);
      ending.abort('broke');
    }
  };

  return {
    async start(reading, conversation, requestId) {
      const id = `logs-${requestId.replaceAll(/[^a-z0-9]+/giu, '-')}`;
      if (running.has(id)) return true;
      for (const each of running.values()) {
        if (each.conversation.id === conversation.id) each.ending.abort('moved');
      }
      if (running.size >= MOST) return false;
      const one: Follow = { id, conversation, reading, ending: new AbortController() };
      running.set(id, one);
      await save();
      void follow(one).catch((error: unknown) => ports.log('a follow broke', { error }));
      return true;
    },
    stop(id, actorId) {
      const one = running.get(id);
      if (one?.conversation.actorId !== actorId) return false;
      one.ending.abort('stopped');
      return true;
    },
    async tidy() {
      const open = ((await store.settings.get(SETTING)) ?? []) as unknown as readonly Open[];
      for (const { id, conversationId, project, words } of open) {
        const conversation = await store.conversations.get(conversationId);
        const wish: LogWish | undefined = wishOf(words);
        if (running.has(id) || !conversation || !wish) continue;
        const say = sayIn(conversation.language);
        const about = { wish, lines: [], ...(project !== undefined && { project }) };
        await chat.close(
          conversation,
          id,
          followCard(about, { id, end: say('logs-end-restart') }, say),
        );
      }
      await save();
    },
    shutdown() {
      for (const { ending } of running.values()) ending.abort(LETTING_GO);
    },
  };
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal, ref: false }).catch(() => undefined);
}
