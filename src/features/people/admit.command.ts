import {
  ACCESS_REQUESTS,
  type AccessRequest,
  accessCardKey,
  toAccessRequests,
} from '#kernel/access.ts';
import { plain } from '#kernel/card.ts';
import type { Command } from '#kernel/command.ts';
import { conversationId } from '#kernel/conversation.ts';
import type { Language, Say } from '#kernel/language.ts';
import { keyedMutex } from '#lib/mutex.ts';
import { shorten } from '#lib/text.ts';
import type { Chat } from '#ports/chat/port.ts';
import { changeAccessRequests } from '#ports/store/access-requests.ts';
import { ownerHomes } from '#ports/store/owner-homes.ts';
import type { Store } from '#ports/store/port.ts';

interface Options {
  readonly store: Pick<Store, 'actors' | 'conversations' | 'settings'>;
  readonly chat: Chat;
  /** Telegram user ids of `OWNER_IDS`. */
  readonly ownerIds: readonly number[];
  readonly sayIn: (language: Language) => Say;
}

/** The buttons under somebody's wish to be let in; the first tap of an owner decides. */
export function admitCommand(options: Options): Command {
  const { store, chat, ownerIds, sayIn } = options;
  const inTurn = keyedMutex();

  const closeCards = async (request: AccessRequest, word: string, by: string): Promise<void> => {
    const { name, id } = request;
    for (const home of await ownerHomes(store, ownerIds)) {
      const say = sayIn(home.language);
      const asked = say('access-request', { name: plain(name), id: String(id) });
      const text = `${asked}\n\n${say(`access-decided-${word}`, { actor: plain(by) })}`;
      await chat.close(home, accessCardKey(request, home.actorId), { text });
    }
  };

  /** Of two owners at once the first decides; the others, and late taps, find nothing. */
  const settle = async (
    id: string | undefined,
    askedAt: string | undefined,
    word: 'viewer' | 'developer' | 'refuse',
  ): Promise<AccessRequest | undefined> => {
    const isMeant = (each: AccessRequest) =>
      String(each.id) === id && String(each.askedAtMs) === askedAt && !each.isRefused;
    const asked = toAccessRequests(await store.settings.get(ACCESS_REQUESTS)).find(isMeant);
    if (!asked) return undefined;
    // Let in before the wish is forgotten: a crash in between leaves the buttons good.
    if (word !== 'refuse' && !(await store.actors.get(asked.id))) {
      await store.actors.save({ id: asked.id, name: asked.name, role: word });
    }
    return changeAccessRequests(store, (before) => {
      const others = before.filter((each) => !isMeant(each));
      const kept = word === 'refuse' ? [...others, { ...asked, isRefused: true }] : others;
      return { kept, result: asked };
    });
  };

  return {
    name: 'admit',
    role: 'owner',
    concerns: 'bot',
    privateOnly: true,
    listed: false,
    async run({ words: [idWord, word, askedAt] }, { say, actor }) {
      if (word !== 'viewer' && word !== 'developer' && word !== 'refuse') {
        return { toast: say('approve-usage') };
      }
      const request = await inTurn('admit', () => settle(idWord, askedAt, word));
      if (!request) return { toast: say('access-gone') };
      const { id, name, language } = request;
      await closeCards(request, word, actor.name);
      const home = { id: conversationId({ chatId: id }, id), chatId: id, actorId: id, language };
      const text = sayIn(language)(`access-told-${word}`);
      await chat.post(home, `access-answer-${id}-${request.askedAtMs}`, { text });
      return { toast: shorten(say(`access-toast-${word}`, { name }), 200) };
    },
  };
}
