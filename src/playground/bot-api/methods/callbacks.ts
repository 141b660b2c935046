import { refusal } from '../refusal.ts';
import { codePoints } from '../text.ts';
import { emit } from '../world.ts';
import type { Handlers } from './handler.ts';

const MAX_TOAST_CHARACTERS = 200;
/** How long a tap can be answered. Telegram gives no figure; this is the short end of what is seen. */
const ANSWER_WITHIN_MS = 15_000;

/** Answers to taps. */
export const callbacks: Handlers = {
  answerCallbackQuery({ world, bot, args }) {
    const text = args.string('text') ?? '';
    const url = args.string('url');
    if (codePoints(text) > MAX_TOAST_CHARACTERS) throw refusal('MESSAGE_TOO_LONG');
    if (url !== undefined && url !== '') throw refusal('URL_INVALID');
    const queryId = args.string('callback_query_id') ?? '';
    const query = world.queries.get(queryId);
    const isLate = query !== undefined && world.now() - query.atMs > ANSWER_WITHIN_MS;
    if (query?.botId !== bot.user.id || isLate)
      throw refusal('query is too old and response timeout expired or query ID is invalid');
    world.queries.delete(queryId);
    const alert = args.flag('show_alert') ? { show_alert: true } : {};
    const answer = { ...(text === '' ? {} : { text }), ...alert };
    query.answer(answer);
    emit(world, { kind: 'answer', queryId, answer });
    return true;
  },
};
