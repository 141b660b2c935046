import { type Card, plain, type Toast } from '#kernel/card.ts';
import type { Command } from '#kernel/command.ts';
import { type Conversation, conversationId } from '#kernel/conversation.ts';
import { Fault } from '#kernel/fault.ts';
import { type Language, type Say, toLanguage } from '#kernel/language.ts';
import type { Audit } from '#ports/audit/port.ts';
import type { Store } from '#ports/store/port.ts';
import type { Authorizer } from './authorize.ts';
import { seenBy } from './concern.ts';
import { languageOf } from './language-of.ts';
import type { Limiter, Verdict } from './limit.ts';
import { type Asked, readRequest } from './read-request.ts';
import type { Reception } from './reception.ts';
import { createRecord } from './record.ts';
import { joinedCard } from './refusals.ts';
import type { Dispatch, Reply, Request } from './request.ts';
import { type Asker, createServe } from './serve.ts';
import { atPlace, isForUs } from './talk.ts';
import { wishOf } from './wish.ts';

interface Options {
  readonly store: Pick<
    Store,
    'conversations' | 'buttons' | 'operations' | 'preferences' | 'settings' | 'groups' | 'topics'
  >;
  /** By name. Free text goes to the one called `code`. */
  readonly commands: ReadonlyMap<string, Command>;
  readonly authorizer: Authorizer;
  readonly reception: Reception;
  readonly limit: Limiter;
  readonly sayIn: (language: Language) => Say;
  readonly log: (message: string, details: object) => void;
  /** Keeps who was allowed what. */
  readonly audit?: Pick<Audit, 'record'>;
  readonly now?: () => number;
}

/** Who is this, is it too much, which command, is it allowed, run: one request in, one reply out. */
export function createDispatch(options: Options): Dispatch {
  const { store, commands, authorizer, reception, sayIn, log, now = Date.now } = options;
  const record = createRecord(options.audit, now);
  const { serve, stopAnyway } = createServe({ record, log });

  const conversationOf = async (request: Request): Promise<Conversation> => {
    const id = conversationId(request.place, request.from.id);
    const known = await store.conversations.get(id);
    const language = await languageOf(request, known, store);
    if (!known) return freshConversation(request, language);
    if (known.language !== language) await store.conversations.speak(known.actorId, language);
    return { ...known, language };
  };

  const limitOf = ({ from, chatKind, place, sentAtMs }: Request): Verdict =>
    options.limit(from.id, chatKind === 'group' ? place.chatId : undefined, sentAtMs);

  /** The answer to who asks too much: words once, then nothing. A tap takes no room in the chat. */
  const tooMuch = async (
    request: Request,
    { told, seconds }: Extract<Verdict, { kind: 'wait' }>,
    asked: Asked,
    { actor, say }: Asker,
  ): Promise<Toast | undefined> => {
    const command = asked.kind === 'command' ? asked.name : request.kind;
    const { chatId } = request.place;
    log('audit', { actor: actor.id, chat: chatId, command, verdict: 'limited' });
    if (!told) await record(request, actor, command, 'limited');
    if (told && request.kind !== 'tap') return undefined;
    return { toast: say('dispatch-too-much', { seconds }) };
  };

  const turnAway = async (
    request: Request,
    conversation: Conversation,
    say: Say,
    { why, stage }: Extract<Awaited<ReturnType<Authorizer['identify']>>, { kind: 'stranger' }>,
  ): Promise<Reply> => {
    log('audit', { actor: request.from.id, chat: request.place.chatId, verdict: 'stranger' });
    if (request.chatKind === 'group' || limitOf(request).kind === 'wait') {
      return { conversation };
    }
    const button = request.kind === 'tap' ? await store.buttons.get(request.buttonId) : undefined;
    const mine = button?.chatId === request.place.chatId ? button : undefined;
    const mayAsk = stage === 'public' && why !== 'closed';
    const answer = await reception.turnAway(request, why, { mayAsk, command: mine?.command, say });
    return reply(request, conversation, answer);
  };

  return async (request) => {
    let conversation = freshConversation(request, toLanguage(request.from.languageCode));
    let say = sayIn(conversation.language);
    try {
      conversation = await conversationOf(request);
      say = sayIn(conversation.language);
      if (!(await isForUs(request, store, now()))) return { conversation };
      if (request.onBehalfOf !== undefined) {
        return reply(request, conversation, reception.hidden(request, say));
      }
      const identity = await authorizer.identify(request);
      if (identity.kind === 'stranger') return await turnAway(request, conversation, say, identity);
      const { actor } = identity;
      // Only a new one: what is known may be changed by another request just now.
      const isNew = !(await store.conversations.get(conversation.id));
      if (identity.kind === 'joined') {
        const { project = conversation.project } = identity.invite;
        conversation = { ...conversation, ...(project !== undefined && { project }) };
        await store.conversations.save(conversation);
        await reception.joined(request.from, identity.invite);
        const why = `invitation ${identity.invite.id}`;
        await record(request, actor, 'join', 'allowed', { project, why });
        return reply(request, conversation, joinedCard(identity.invite, say));
      }
      if (isNew) await store.conversations.save(conversation);
      if (identity.kind === 'claimed')
        await record(request, actor, 'claim', 'allowed', { beside: 'claim' });
      const asked = await readRequest(request, store);
      const seen = seenBy(actor, await atPlace(conversation, store));
      const asker = { actor, conversation: seen, say };
      const wish = await wishOf({ store, commands, now }, request, asked, asker);
      // Nobody asked us: who may not, talks with the others.
      if (request.isTalk && wish.kind === 'command' && wish.refusal) return { conversation: seen };
      const verdict = limitOf(request);
      if (verdict.kind === 'wait') {
        const stopped = await stopAnyway(request, wish, asker);
        return reply(request, seen, stopped ?? (await tooMuch(request, verdict, asked, asker)));
      }
      if (identity.kind === 'known' && identity.isLinkGone) {
        return reply(request, seen, { text: say('dispatch-stranger-link-gone') });
      }
      return reply(request, seen, await serve(request, wish, asker));
    } catch (error) {
      log('request failed', { request: request.id, error });
      const code = error instanceof Fault ? error.code : 'unexpected';
      const answer = { toast: say(`fault-${code}`) };
      return { ...reply(request, conversation, answer), isFailed: true };
    }
  };
}

function freshConversation({ place, from }: Request, language: Language): Conversation {
  return { id: conversationId(place, from.id), ...place, actorId: from.id, language };
}

function reply(
  request: Request,
  conversation: Conversation,
  answer: Card | Toast | undefined,
): Reply {
  if (answer === undefined) return { conversation };
  if (!('toast' in answer)) return { conversation, card: answer };
  if (request.kind === 'tap') return { conversation, toast: answer.toast };
  return { conversation, card: { text: plain(answer.toast) } };
}
