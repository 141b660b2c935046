import { clean } from '../text/clean.ts';
import { refusal } from '../refusal.ts';
import { ANSWER_WITHIN_MS } from '../people/tap.ts';
import { codePoints } from '../text/text.ts';
import { emit } from '../world.ts';
import type { Call, Handlers } from './handler.ts';

const MAX_TOAST_CHARACTERS = 200;

/** Answers to taps. */
export const callbacks: Handlers = {
  answerCallbackQuery(call) {
    const { world, bot, args } = call;
    const text = clean(args.string('text') ?? '');
    const url = args.string('url') ?? '';
    if (codePoints(text) > MAX_TOAST_CHARACTERS) throw refusal('MESSAGE_TOO_LONG');
    if (url !== '') checkUrl(call, url);
    const queryId = args.string('callback_query_id') ?? '';
    const query = world.queries.get(queryId);
    const isLate = query !== undefined && world.now() - query.atMs > ANSWER_WITHIN_MS;
    if (query?.botId !== bot.user.id || isLate)
      throw refusal('query is too old and response timeout expired or query ID is invalid');
    world.queries.delete(queryId);
    const answer = {
      ...(text === '' ? {} : { text }),
      ...(args.flag('show_alert') ? { show_alert: true } : {}),
      ...(url === '' ? {} : { url }),
    };
    query.answer(answer, args.integer('cache_time') ?? 0);
    emit(world, { kind: 'answer', queryId, answer });
    return true;
  },
};

/** A bot without games may only open itself, [T] answerCallbackQuery.url. */
function checkUrl({ bot }: Call, url: string): void {
  const own = bot.user.username.toLowerCase();
  const [, name] = /^(?:https?:\/\/)?t\.me\/(\w+)\?start(?:group)?=[\w-]*$/iu.exec(url) ?? [];
  if (name?.toLowerCase() !== own) throw refusal('URL_INVALID');
}
