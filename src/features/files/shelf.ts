import type { SentFile } from '#kernel/sent-file.ts';
import { keyedMutex } from '#lib/mutex.ts';
import type { Json, Store } from '#ports/store/port.ts';

/** Files that somebody sent and that wait for what is to become of them. */
export interface Offer {
  readonly id: string;
  readonly project: string;
  readonly files: readonly SentFile[];
}

/** What lies ready in one conversation: nobody else's files are ever on it. */
export interface Shelf {
  add(conversationId: string, offer: Offer): Promise<void>;
  get(conversationId: string, id: string | undefined): Promise<Offer | undefined>;
  drop(conversationId: string, id: string): Promise<void>;
  /** From now on they go with the next request in that project; `false`: they are not here. */
  attach(conversationId: string, id: string): Promise<boolean>;
  detach(conversationId: string, id: string): Promise<void>;
  /**
   * Takes what is attached for one request: the same one again, after a crash, gets the same.
   */
  take(conversationId: string, project: string, requestId: string): Promise<readonly SentFile[]>;
}

interface Kept {
  readonly offers: readonly Offer[];
  readonly attached: readonly string[];
  readonly taken?: { readonly by: string; readonly files: readonly SentFile[] };
}

const NOTHING: Kept = { offers: [], attached: [] };
const MOST_OFFERS = 20;
const MOST_FILES = 20;

export function createShelf(settings: Store['settings']): Shelf {
  const inTurn = keyedMutex();
  const keyOf = (conversationId: string): string => `files:${conversationId}`;
  const read = async (conversationId: string): Promise<Kept> =>
    ((await settings.get(keyOf(conversationId))) as unknown as Kept | undefined) ?? NOTHING;
  const change = (conversationId: string, to: (kept: Kept) => Kept): Promise<void> =>
    inTurn(conversationId, async () => {
      const kept = to(await read(conversationId));
      await settings.set(keyOf(conversationId), kept as unknown as Json);
    });
  const without = (ids: readonly string[], id: string) => ids.filter((each) => each !== id);

  return {
    add: (conversationId, offer) =>
      change(conversationId, (kept) => {
        const others = kept.offers.filter(({ id }) => id !== offer.id);
        const offers = [...others, offer].slice(-MOST_OFFERS);
        const ids = new Set(offers.map(({ id }) => id));
        return { ...kept, offers, attached: kept.attached.filter((id) => ids.has(id)) };
      }),
    async get(conversationId, id) {
      const { offers } = await read(conversationId);
      return offers.find((each) => each.id === id);
    },
    drop: (conversationId, id) =>
      change(conversationId, (kept) => ({
        ...kept,
        offers: kept.offers.filter((each) => each.id !== id),
        attached: without(kept.attached, id),
      })),
    async attach(conversationId, id) {
      let isHere = false;
      await change(conversationId, (kept) => {
        isHere = kept.offers.some((each) => each.id === id);
        return isHere ? { ...kept, attached: [...without(kept.attached, id), id] } : kept;
      });
      return isHere;
    },
    detach: (conversationId, id) =>
      change(conversationId, (kept) => ({ ...kept, attached: without(kept.attached, id) })),
    async take(conversationId, project, requestId) {
      const before = await read(conversationId);
      if (before.taken?.by === requestId) return before.taken.files;
      if (before.attached.length === 0) return [];
      let files: readonly SentFile[] = [];
      await change(conversationId, (kept) => {
        const isWanted = (offer: Offer): boolean =>
          offer.project === project && kept.attached.includes(offer.id);
        const wanted = kept.offers.filter(isWanted);
        files = wanted.flatMap((offer) => offer.files).slice(0, MOST_FILES);
        const ids = new Set(wanted.map(({ id }) => id));
        return {
          ...kept,
          attached: kept.attached.filter((id) => !ids.has(id)),
          taken: { by: requestId, files },
        };
      });
      return files;
    },
  };
}
