import { accessButtons, accessCardKey, type AccessRequest } from '#kernel/access.ts';
import { type Button, type Card, plain, type Toast } from '#kernel/card.ts';
import type { Conversation } from '#kernel/conversation.ts';
import { type Language, type Say, toLanguage } from '#kernel/language.ts';
import { shorten } from '#lib/text.ts';
import type { Chat } from '#ports/chat/port.ts';
import { changeAccessRequests } from '#ports/store/access-requests.ts';
import type { Invite } from '#ports/store/invites.ts';
import { ownerHomes } from '#ports/store/owner-homes.ts';
import type { Store } from '#ports/store/port.ts';
import type { TurnedAway } from './authorize.ts';
import { createOnce } from './once.ts';
import type { Request } from './request.ts';

/** Speaks with those who are not let in, and tells owners about them. */
export interface Reception {
  /** The answer to somebody who is not served; nothing when that was said already. */
  turnAway(
    request: Request,
    why: TurnedAway,
    options: { readonly mayAsk: boolean; readonly command: string | undefined; readonly say: Say },
  ): Promise<Card | Toast | undefined>;
  /** The answer to who writes in the name of a group or a channel; nothing when it was said lately. */
  hidden(request: Request, say: Say): Card | undefined;
  /** Tells the owners that somebody has used an invitation. */
  joined(person: Request['from'], invite: Invite): Promise<void>;
}

interface Options {
  readonly store: Pick<Store, 'actors' | 'conversations' | 'settings'>;
  readonly chat: Chat;
  /** Telegram user ids of `OWNER_IDS`. */
  readonly ownerIds: readonly number[];
  readonly sayIn: (language: Language) => Say;
  readonly now: () => number;
}

/** The command of [Ask for access]: the only one that somebody unknown may run. */
const ASK = 'ask_access';
/** Who was turned away hears it again only after this time. */
const SAY_AGAIN_MS = 24 * 60 * 60 * 1_000;
/** Who opens a link may try another one soon; each is said once in this time. */
const LINK_AGAIN_MS = 10 * 60 * 1_000;
/** Another admin may be the next. */
const HIDDEN_AGAIN_MS = 10 * 60 * 1_000;
/** A refusal is forgotten after this time, and one may ask again. */
const ASK_AGAIN_MS = 7 * 24 * 60 * 60 * 1_000;
/** Open requests; more would only bury the owners. */
const MAX_REQUESTS = 50;
/** When there are as many, those that nobody answered for so long make room. */
const UNANSWERED_MS = 24 * 60 * 60 * 1_000;

/** What came of asking to be let in; `asked`: the owners are to see it. */
interface Answer {
  readonly word: string;
  readonly asked?: AccessRequest;
}

/** One plain answer a day for each stranger, and [Ask for access] where the bot is public. */
export function createReception({ store, chat, ownerIds, sayIn, now }: Options): Reception {
  const isFirst = createOnce(now);

  const tellOwners = async (
    card: (say: Say) => Card,
    key: (owner: Conversation) => string,
  ): Promise<void> => {
    for (const home of await ownerHomes(store, ownerIds)) {
      await chat.post(home, key(home), card(sayIn(home.language)));
    }
  };

  const isRecent = ({ askedAtMs }: AccessRequest): boolean => now() - askedAtMs < UNANSWERED_MS;

  /** Keeps the request and asks the owners; resolves with what the one who asks hears. */
  const ask = async ({ from }: Request): Promise<string> => {
    const fresh: AccessRequest = {
      id: from.id,
      name: shorten(from.name, 80),
      language: toLanguage(from.languageCode),
      askedAtMs: now(),
    };
    const { asked, word } = await changeAccessRequests<Answer>(store, (before) => {
      const open = before.filter(({ askedAtMs }) => now() - askedAtMs < ASK_AGAIN_MS);
      const known = open.find((each) => each.id === fresh.id);
      if (known?.isRefused) return { kept: before, result: { word: 'dispatch-access-refused' } };
      // The same once more: a crash may have come between keeping and telling.
      if (known) return { kept: before, result: { asked: known, word: 'dispatch-access-asked' } };
      const isFull = open.filter(isOpen).length >= MAX_REQUESTS;
      const kept = isFull ? open.filter((each) => !isOpen(each) || isRecent(each)) : open;
      if (kept.filter(isOpen).length >= MAX_REQUESTS) {
        return { kept: before, result: { word: 'dispatch-access-queue-full' } };
      }
      return { kept: [...kept, fresh], result: { asked: fresh, word: 'dispatch-access-asked' } };
    });
    if (asked) {
      await tellOwners(
        (say) => accessCard(asked, say),
        (home) => accessCardKey(asked, home.actorId),
      );
    }
    return word;
  };

  return {
    async turnAway(request, why, { mayAsk, command, say }) {
      const { id } = request.from;
      if (mayAsk && request.kind === 'tap' && command === ASK) {
        return { toast: say(await ask(request)) };
      }
      if (why === 'link-gone' || why === 'full') {
        const isSaid = !isFirst(`${id} ${why}`, LINK_AGAIN_MS);
        return isSaid ? undefined : { text: say(`dispatch-stranger-${why}`) };
      }
      const word =
        why === 'closed' ? 'dispatch-closed' : `dispatch-stranger${mayAsk ? '-public' : ''}`;
      // Each answer by itself: when the bot is opened meanwhile, they are to hear of it.
      if (!isFirst(`${id} ${word}`, SAY_AGAIN_MS)) return undefined;
      if (why === 'closed' || !mayAsk) return { text: say(word) };
      const button: Button = { label: say('dispatch-ask-access'), command: ASK, words: [] };
      return { text: say(word), buttons: [[button]] };
    },
    hidden({ onBehalfOf, place }, say) {
      if (onBehalfOf === undefined || !isFirst(place.chatId, HIDDEN_AGAIN_MS)) return undefined;
      return { text: say(`dispatch-as-${onBehalfOf}`) };
    },
    async joined({ id, name }, { id: invitation, role, project, createdBy }) {
      const words = { name: plain(name), id: String(id), role };
      await tellOwners(
        (say) => ({
          text:
            project === undefined
              ? say('joined', words)
              : say('joined-project', { ...words, project }),
          ring: createdBy === 0,
        }),
        (home) => `joined-${invitation}-${home.actorId}`,
      );
    },
  };
}

/** Waits for an owner; while one is being decided it does not. */
function isOpen({ isRefused, decided }: AccessRequest): boolean {
  return !isRefused && !decided;
}

/** Asks an owner about somebody. */
function accessCard(request: AccessRequest, say: Say): Card {
  const text = say('access-request', { name: plain(request.name), id: String(request.id) });
  return { text, buttons: accessButtons(request, say) };
}
