import { type AccessDecision, type AccessRequest, accessCardKey } from '#kernel/access.ts';
import { raise } from '#kernel/actor.ts';
import { plain } from '#kernel/card.ts';
import type { Command } from '#kernel/command.ts';
import { conversationId } from '#kernel/conversation.ts';
import type { Language, Say } from '#kernel/language.ts';
import { shorten } from '#lib/text.ts';
import type { Chat } from '#ports/chat/port.ts';
import { changeAccessRequests } from '#ports/store/access-requests.ts';
import { ownerHomes } from '#ports/store/owner-homes.ts';
import { inPeopleTurn } from '#ports/store/people-turn.ts';
import type { Store } from '#ports/store/port.ts';

interface Options {
  readonly store: Pick<Store, 'actors' | 'conversations' | 'settings'>;
  readonly chat: Chat;
  /** Telegram user ids of `OWNER_IDS`. */
  readonly ownerIds: readonly number[];
  readonly sayIn: (language: Language) => Say;
}

type Decided = AccessRequest & { readonly decided: NonNullable<AccessRequest['decided']> };

/** The buttons under somebody's wish to be let in; the first tap of an owner decides. */
export function admitCommand(options: Options): Command {
  const { store, chat, ownerIds, sayIn } = options;

  const closeCards = async (request: Decided): Promise<void> => {
    const { name, id, decided } = request;
    for (const home of await ownerHomes(store, ownerIds)) {
      const say = sayIn(home.language);
      const asked = say('access-request', { name: plain(name), id: String(id) });
      const by = say(`access-decided-${decided.word}`, { actor: plain(decided.by) });
      await chat.close(home, accessCardKey(request, home.actorId), { text: `${asked}\n\n${by}` });
    }
  };

  const tell = async ({ id, language, askedAtMs, decided }: Decided): Promise<void> => {
    const home = { id: conversationId({ chatId: id }, id), chatId: id, actorId: id, language };
    const text = sayIn(language)(`access-told-${decided.word}`);
    await chat.post(home, `access-answer-${id}-${askedAtMs}`, { text });
  };

  /** Of what is asked for, the one that `isMeant` with what was decided about it first. */
  const decide = (
    isMeant: (request: AccessRequest) => boolean,
    fresh: Decided['decided'],
  ): Promise<Decided | undefined> =>
    changeAccessRequests(store, (before) => {
      const asked = before.find(isMeant);
      if (!asked) return { kept: before, result: undefined };
      const result = { ...asked, decided: asked.decided ?? fresh };
      return { kept: before.map((each) => (each === asked ? result : each)), result };
    });

  const letIn = async ({ id, name, decided: { word } }: Decided): Promise<void> => {
    if (word === 'refuse') return;
    // They may have come in by an invitation meanwhile.
    const known = await store.actors.get(id);
    await store.actors.save(known ? raise(known, word) : { id, name, role: word });
  };

  /** Of two owners at once the first decides; the others, and late taps, find nothing. */
  const settle = async (
    isMeant: (request: AccessRequest) => boolean,
    fresh: Decided['decided'],
  ): Promise<Decided | undefined> => {
    const request = await decide(isMeant, fresh);
    if (!request) return undefined;
    await letIn(request);
    await closeCards(request);
    await tell(request);
    // Forgotten last: after a crash the buttons are still good, and end what was begun.
    return changeAccessRequests(store, (before) => {
      const { decided, ...asked } = request;
      const others = before.filter((each) => !isMeant(each));
      const isRefused = decided.word === 'refuse';
      return { kept: isRefused ? [...others, { ...asked, isRefused }] : others, result: request };
    });
  };

  return {
    name: 'admit',
    role: 'owner',
    concerns: 'bot',
    privateOnly: true,
    listed: false,
    async run({ words: [id, word, askedAt] }, { say, actor }) {
      if (!isDecision(word)) return { toast: say('approve-usage') };
      const isMeant = (each: AccessRequest): boolean =>
        String(each.id) === id && String(each.askedAtMs) === askedAt && !each.isRefused;
      const request = await inPeopleTurn(() => settle(isMeant, { word, by: actor.name }));
      if (request?.decided.word !== word) return { toast: say('access-gone') };
      return { toast: shorten(say(`access-toast-${word}`, { name: request.name }), 200) };
    },
  };
}

function isDecision(word: string | undefined): word is AccessDecision {
  return word === 'viewer' || word === 'developer' || word === 'refuse';
}
