import { conversationId } from '#kernel/conversation.ts';
import { toLanguage, type Language, type Say } from '#kernel/language.ts';
import type { Dispatch, Request } from '#dispatch/request.ts';
import type { BotApi } from '../api.ts';
import type { TelegramChat } from '../chat.ts';
import { pause, type Clock } from '../clock.ts';
import { safeText } from '../render/safe-text.ts';

/** Telegram's limit for the text above the chat. */
const MAX_TOAST = 200;
const TOAST_TRIES = 3;
const TOAST_RETRY_MS = 500;

interface AnswerOptions {
  readonly api: BotApi;
  readonly chat: TelegramChat;
  readonly clock: Clock;
  readonly dispatch: Dispatch;
  readonly sayIn: (language: Language) => Say;
}

/** What the bot says back to one request. */
export interface Answers {
  /**
   * Resolves once the reply is stored, with whether it says that something broke. Throws what
   * dispatch or the store throws.
   */
  readonly answer: (request: Request, callbackId: string | undefined) => Promise<'ok' | 'failed'>;
  /** Tells the person, once, that it did not work. */
  readonly apologize: (request: Request) => Promise<void>;
  /** A tap that asks for nothing still ends its little wheel. */
  readonly dismiss: (callbackId: string) => void;
}

export function createAnswers({ api, chat, clock, dispatch, sayIn }: AnswerOptions): Answers {
  // Free of the chat's budget, and worth nothing later: straight to Telegram, failure ignored.
  const toast = async (callbackId: string, text: string | undefined): Promise<void> => {
    const body = { callback_query_id: callbackId, ...(text && { text: cut(text) }) };
    for (let tries = 1; tries <= TOAST_TRIES; tries += 1) {
      const outcome = await api.call('answerCallbackQuery', body, { timeoutMs: 10_000 });
      if (outcome.kind === 'ok' || outcome.kind === 'refused') return;
      await pause(clock, TOAST_RETRY_MS * tries, new AbortController().signal);
    }
  };

  return {
    async answer(request, callbackId) {
      let text: string | undefined;
      try {
        const reply = await dispatch(request);
        text = reply.toast;
        if (reply.card) await chat.reply(reply.conversation, `${request.id}:reply`, reply.card);
        return reply.isFailed ? 'failed' : 'ok';
      } finally {
        if (callbackId !== undefined) void toast(callbackId, text);
      }
    },

    async apologize(request) {
      // Nobody waits for an answer.
      if (request.isTalk) return;
      const { place, from } = request;
      const language = toLanguage(from.languageCode);
      const id = conversationId(place, from.id);
      const conversation = { ...place, id, actorId: from.id, language };
      const text = sayIn(language)('telegram-failed');
      await chat.reply(conversation, `${request.id}:failed`, { text });
    },

    dismiss(callbackId) {
      void toast(callbackId, undefined);
    },
  };
}

function cut(text: string): string {
  const line = safeText(text).replaceAll(/\s+/gu, ' ').trim();
  if (line.length <= MAX_TOAST) return line;
  return `${line.slice(0, MAX_TOAST - 1).replace(/[\ud800-\udbff]$/u, '')}…`;
}
