import type { Card } from '#kernel/card.ts';
import type { Conversation } from '#kernel/conversation.ts';
import type { Say } from '#kernel/language.ts';
import { ownerHomes } from '#ports/store/owner-homes.ts';
import type { DriftPorts } from './ports.ts';

/** One difference that owners are told of, as long as it is there. */
export type Difference = {
  /** What it is about; of each there is at most one at a time. */
  readonly about: string;
  /** Tells it from another one about the same. */
  readonly state: string;
};

/** The same, with where it was told. */
type Told = Difference & {
  /** Of its messages: another one each time that it begins. */
  readonly key: string;
  /** Conversations that have it. */
  readonly homes: readonly string[];
};

/** The setting that holds what is open. */
const NAME = 'drift-open';

/** What owners know of differences: each is told once while it lasts, and its messages end with it. */
export function createTold({
  chat,
  store,
  sayIn,
  ownerIds,
  now,
}: Pick<DriftPorts, 'chat' | 'store' | 'sayIn' | 'ownerIds' | 'now'>): {
  /** What is open. */
  open(): Promise<readonly Difference[]>;
  /** Tells it to every owner who does not have it; one about the same that was told before is over. */
  tell(difference: Difference, card: (say: Say) => Card): Promise<void>;
  /** What was told about it is over. */
  end(about: string, card: (say: Say) => Card): Promise<void>;
} {
  const read = async () => ((await store.settings.get(NAME)) ?? []) as unknown as readonly Told[];
  const keep = async (told: Told): Promise<void> => {
    const others = (await read()).filter(({ about }) => about !== told.about);
    await store.settings.set(NAME, [...others, told]);
  };
  const homes = (): Promise<readonly Conversation[]> => ownerHomes(store, ownerIds);
  const keyIn = ({ key }: Told, { id }: Conversation): string => `${key}:${id}`;

  const end = async (about: string, card: (say: Say) => Card): Promise<void> => {
    const told = (await read()).find((each) => each.about === about);
    if (!told) return;
    for (const id of told.homes) {
      // Whoever is no owner any more has the message all the same.
      const home = await store.conversations.get(id);
      if (home) await chat.close(home, keyIn(told, home), card(sayIn(home.language)));
    }
    const others = (await read()).filter((each) => each.about !== about);
    await store.settings.set(NAME, others);
  };

  return {
    open: read,
    end,
    async tell({ about, state }, card) {
      const known = (await read()).find((each) => each.about === about && each.state === state);
      let told: Told = known ?? { about, state, key: `drift:${about}:${now()}`, homes: [] };
      // Before the first message: after a crash the rest get theirs by the same key.
      if (!known) await keep(told);
      for (const home of await homes()) {
        if (told.homes.includes(home.id)) continue;
        await chat.post(home, keyIn(told, home), card(sayIn(home.language)));
        told = { ...told, homes: [...told.homes, home.id] };
        await keep(told);
      }
    },
  };
}
