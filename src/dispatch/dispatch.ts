import { type Actor, roleIn } from '#kernel/actor.ts';
import { type Card, plain, type Toast } from '#kernel/card.ts';
import type { Command } from '#kernel/command.ts';
import { type Conversation, conversationId } from '#kernel/conversation.ts';
import { Fault } from '#kernel/fault.ts';
import { type Language, type Say, toLanguage } from '#kernel/language.ts';
import { shorten } from '#lib/text.ts';
import type { Audit, AuditVerdict } from '#ports/audit/port.ts';
import type { Store } from '#ports/store/port.ts';
import type { Authorizer } from './authorize.ts';
import { projectOf, seenBy } from './concern.ts';
import type { Verdict } from './limit.ts';
import { expected } from './expected.ts';
import { languageOf, toldLanguage } from './language-of.ts';
import { type Asked, readRequest } from './read-request.ts';
import type { Reception } from './reception.ts';
import { joinedCard, refuse } from './refusals.ts';
import type { Dispatch, Reply, Request } from './request.ts';
import { atPlace, isForUs } from './talk.ts';

interface Options {
  readonly store: Pick<
    Store,
    'conversations' | 'buttons' | 'operations' | 'preferences' | 'settings' | 'groups' | 'topics'
  >;
  /** By name. Free text goes to the one called `code`. */
  readonly commands: ReadonlyMap<string, Command>;
  readonly authorizer: Authorizer;
  readonly reception: Reception;
  /** Of a group the chat counts too. */
  readonly limit: (actorId: number, groupId?: number) => Verdict;
  readonly sayIn: (language: Language) => Say;
  readonly log: (message: string, details: object) => void;
  /** Keeps who was allowed what. */
  readonly audit?: Pick<Audit, 'record'>;
  readonly now?: () => number;
}

/** Of what stood behind a command, in the record. */
const MAX_AUDIT_CHARS = 500;
/** What stands behind them may let somebody in; free text may be anything and is not recorded. */
const SECRET_WORDS: ReadonlySet<string> = new Set(['start', 'secret']);

interface Recorded {
  readonly project?: string | undefined;
  readonly words?: string;
  readonly why?: string;
  /** Of a second entry about the same request. */
  readonly beside?: 'failed' | 'claim';
}

/** Who is this, is it too much, which command, is it allowed, run: one request in, one reply out. */
export function createDispatch(options: Options): Dispatch {
  const { store, commands, authorizer, reception, sayIn, log, now = Date.now } = options;

  const conversationOf = async (request: Request): Promise<Conversation> => {
    const id = conversationId(request.place, request.from.id);
    const known = await store.conversations.get(id);
    const language = await languageOf(request, known, store);
    if (!known) return freshConversation(request, language);
    if (known.language !== language) await store.conversations.speak(known.actorId, language);
    return { ...known, language };
  };

  const groupOf = ({ chatKind, place }: Request): number | undefined =>
    chatKind === 'group' ? place.chatId : undefined;

  const record = async (
    request: Request,
    actor: Pick<Actor, 'id' | 'name'>,
    command: string,
    verdict: AuditVerdict,
    more: Recorded,
  ): Promise<void> => {
    const { project, words, why } = more;
    await options.audit?.record({
      key: more.beside === undefined ? request.id : `${request.id}:${more.beside}`,
      atMs: now(),
      actor: { id: actor.id, name: actor.name },
      kind: 'command',
      command,
      place: request.place,
      verdict,
      ...(words !== undefined && words !== '' && { words: shorten(words, MAX_AUDIT_CHARS) }),
      ...(project !== undefined && { project }),
      ...(why !== undefined && { why }),
    });
  };

  /** The answer to who asks too much: words once, then nothing. `undefined`: it is not too much. */
  const tooMuch = async (
    request: Request,
    asked: Asked,
    actor: Actor,
    say: Say,
  ): Promise<{ readonly answer?: Toast } | undefined> => {
    const command = asked.kind === 'command' ? asked.name : request.kind;
    // Stopping is never "too much": it is what ends a flood.
    if (command === 'stop') return undefined;
    const verdict = options.limit(actor.id, groupOf(request));
    if (verdict.kind === 'pass') return undefined;
    const { chatId } = request.place;
    log('audit', { actor: actor.id, chat: chatId, command, verdict: 'limited' });
    if (verdict.told) return {};
    await record(request, actor, command, 'limited', {});
    return { answer: { toast: say('dispatch-too-much', { seconds: verdict.seconds }) } };
  };

  const serve = async (
    request: Request,
    said: Asked,
    actor: Actor,
    conversation: Conversation,
    say: Say,
  ): Promise<Card | Toast | undefined> => {
    const at = { requestId: request.id, nowMs: now() };
    const asked = await expected(said, conversation, store, at);
    if (asked.kind === 'refused') {
      return asked.isLong ? { text: say(asked.word) } : { toast: say(asked.word) };
    }
    const { name, input } = asked;
    const command = commands.get(name);
    const note = (verdict: string, project?: string) =>
      log('audit', { actor: actor.id, chat: conversation.chatId, command: name, verdict, project });
    if (!command) {
      note('unknown');
      return { text: say('dispatch-unknown-command', { name: plain(name) }) };
    }
    const project = await projectOf(command, input, conversation, store);
    const words = input.isFreeText || SECRET_WORDS.has(name) ? '' : input.text;
    const { isBound } = conversation;
    const refusal = refuse({ command, actor, project, request, say, isBound });
    if (refusal) {
      note('forbidden', project);
      // Nobody asked us: who may not, talks with the others.
      if (request.isTalk) return undefined;
      const why = `needs ${command.role}, has ${roleIn(actor, project) ?? 'nothing'}`;
      await record(request, actor, name, 'refused', { project, words, why });
      return refusal;
    }
    note('allowed', project);
    await record(request, actor, name, 'allowed', { project, words });
    try {
      return await command.run(input, {
        actor,
        conversation,
        requestId: request.id,
        say,
        ...toldLanguage(request),
      });
    } catch (error) {
      const why = error instanceof Fault ? error.code : 'unexpected';
      note('failed', project);
      await record(request, actor, name, 'failed', { project, words, why, beside: 'failed' });
      throw error;
    }
  };

  const turnAway = async (
    request: Request,
    conversation: Conversation,
    say: Say,
    { why, stage }: Extract<Awaited<ReturnType<Authorizer['identify']>>, { kind: 'stranger' }>,
  ): Promise<Reply> => {
    log('audit', { actor: request.from.id, chat: request.place.chatId, verdict: 'stranger' });
    if (request.chatKind === 'group' || options.limit(request.from.id).kind === 'wait') {
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
      const wait = await tooMuch(request, asked, actor, say);
      if (wait) return reply(request, conversation, wait.answer);
      if (identity.kind === 'known' && identity.isLinkGone) {
        return reply(request, conversation, { text: say('dispatch-stranger-link-gone') });
      }
      const seen = seenBy(actor, await atPlace(conversation, store));
      const answer = await serve(request, asked, actor, seen, say);
      return reply(request, seen, answer);
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
