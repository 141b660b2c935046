import { type Actor, hasRole } from '#kernel/actor.ts';
import { type Card, plain, type Toast } from '#kernel/card.ts';
import type { Command, Words } from '#kernel/command.ts';
import { type Conversation, conversationId } from '#kernel/conversation.ts';
import { Fault } from '#kernel/fault.ts';
import { type Language, type Say, toLanguage } from '#kernel/language.ts';
import type { Store } from '#ports/store/port.ts';
import type { Authorizer } from './authorize.ts';
import type { Verdict } from './limit.ts';
import { parseLine } from './parse-line.ts';
import type { Dispatch, Reply, Request } from './request.ts';

interface Options {
  readonly store: Pick<Store, 'conversations' | 'buttons'>;
  /** By name. Free text goes to the one called `code`. */
  readonly commands: ReadonlyMap<string, Command>;
  readonly authorizer: Authorizer;
  readonly limit: (actorId: number) => Verdict;
  readonly sayIn: (language: Language) => Say;
  readonly log: (message: string, details: object) => void;
}

/** Who is this, is it too much, which command, is it allowed, run: one request in, one reply out. */
export function createDispatch(options: Options): Dispatch {
  const { store, commands, authorizer, sayIn, log } = options;

  const conversationOf = async (request: Request): Promise<Conversation> => {
    const id = conversationId(request.place, request.from.id);
    const known = await store.conversations.get(id);
    if (known) return known;
    const language = toLanguage(request.from.languageCode);
    return { id, ...request.place, actorId: request.from.id, language };
  };

  const serve = async (
    request: Request,
    actor: Actor,
    conversation: Conversation,
    say: Say,
  ): Promise<Card | Toast | undefined> => {
    const asked = await readRequest(request, store, say);
    if ('toast' in asked || 'text' in asked) return asked;
    const command = commands.get(asked.name);
    const audit = (verdict: string) =>
      log('audit', { actor: actor.id, chat: conversation.chatId, command: asked.name, verdict });
    if (!command) {
      audit('unknown');
      return { text: say('dispatch-unknown-command', { name: plain(asked.name) }) };
    }
    // Stopping is never "too much": it is what ends a flood.
    const verdict = command.name === 'stop' ? { kind: 'pass' as const } : options.limit(actor.id);
    if (verdict.kind === 'wait') {
      audit('limited');
      if (verdict.told) return undefined;
      return { toast: say('dispatch-too-much', { seconds: verdict.seconds }) };
    }
    if (!hasRole(actor, command.role)) {
      audit('forbidden');
      return { toast: say('dispatch-forbidden', { needs: command.role, has: actor.role }) };
    }
    audit('allowed');
    return command.run(asked.input, { actor, conversation, requestId: request.id, say });
  };

  return async (request) => {
    const conversation = await conversationOf(request);
    const say = sayIn(conversation.language);
    const identity = await authorizer.identify(request);
    if (identity.kind === 'stranger') {
      log('audit', { actor: request.from.id, chat: request.place.chatId, verdict: 'stranger' });
      if (request.chatKind === 'group' || options.limit(request.from.id).kind === 'wait') {
        return { conversation };
      }
      return reply(request, conversation, { toast: say('dispatch-stranger') });
    }
    // Only a new one: what is known may be changed by another request just now.
    if (!(await store.conversations.get(conversation.id))) {
      await store.conversations.save(conversation);
    }
    try {
      const answer = await serve(request, identity.actor, conversation, say);
      return reply(request, conversation, answer);
    } catch (error) {
      log('request failed', { request: request.id, error });
      const code = error instanceof Fault ? error.code : 'unexpected';
      return reply(request, conversation, { toast: say(`fault-${code}`) });
    }
  };
}

async function readRequest(
  request: Request,
  store: Options['store'],
  say: Say,
): Promise<{ readonly name: string; readonly input: Words } | Card | Toast> {
  switch (request.kind) {
    case 'other':
      return { toast: say('dispatch-text-only') };
    case 'tap': {
      const button = await store.buttons.get(request.buttonId);
      if (!button || button.chatId !== request.place.chatId)
        return { toast: say('dispatch-stale') };
      if (button.actorId !== undefined && button.actorId !== request.from.id) {
        return { toast: say('dispatch-not-yours') };
      }
      return {
        name: button.command,
        input: { words: button.words, text: button.words.join(' ') },
      };
    }
    case 'text': {
      const line = parseLine(request.text);
      if (line) return { name: line.name, input: line };
      const text = request.text.trim();
      if (text.startsWith('/')) return { text: say('dispatch-not-a-command') };
      return { name: 'code', input: { words: text.split(/\s+/u), text, isFreeText: true } };
    }
  }
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
