import type { Message, Update } from 'grammy/types';
import type { Request } from '#dispatch/request.ts';
import type { InboxUpdate } from '#ports/store/port.ts';
import { messageOf } from './gather.ts';
import { toMedia } from './media.ts';
import { toRequest, type Me } from './requests.ts';

/** Apps that find no place to cut cut here. */
const HARD_CUT_CODE_POINTS = 4_096;

/**
 * One request for everything that was sent as one. Its id is that of the first update, so that the
 * same group is the same request when it is handled again.
 */
export function toMergedRequest(group: readonly InboxUpdate[], me: Me): Request | undefined {
  const requests = group.map(({ body }) => toRequest(body as unknown as Update, me));
  const heard = requests.filter((request) => request !== undefined);
  const asked = heard.find((request) => !request.isTalk) ?? heard[0];
  const [first] = group;
  if (!asked || !first || group.length < 2) return asked;
  const messages = group.flatMap((update) => messageOf(update) ?? []);
  const media = messages.flatMap((message) => toMedia(message) ?? []);
  const { chatKind, place, sentAtMs, from } = asked;
  const base = {
    id: `update:${me.id}:${first.id}`,
    chatKind,
    place,
    from,
    ...(sentAtMs !== undefined && { sentAtMs }),
    ...(asked.isTalk && { isTalk: true as const }),
    ...(asked.isForwarded && { isForwarded: true as const }),
    messageIds: messages.map((message) => message.message_id),
    ...(media.length > 0 && { media }),
  };
  if (!messages.some(({ text }) => text !== undefined))
    return { ...base, ...captioned(heard), kind: 'other', what: whatOf(asked) };
  const texts = messages.map((message, at) => {
    const request = requests[at];
    return request?.kind === 'text' ? request.text : (message.text ?? message.caption ?? '');
  });
  return { ...base, kind: 'text', text: joined(texts, messages) };
}

/** Of an album mostly one picture has words. */
function captioned(heard: readonly Request[]): { readonly caption?: string } {
  const said = heard.flatMap((each) => (each.kind === 'other' && each.caption) || []);
  return said.length === 0 ? {} : { caption: said.join('\n\n') };
}

function whatOf(asked: Request): string {
  return asked.kind === 'other' ? asked.what : 'media';
}

function joined(texts: readonly string[], messages: readonly Message[]): string {
  let whole = '';
  let last: Message | undefined;
  for (const [at, text] of texts.entries()) {
    if (text === '') continue;
    whole += (last ? borderAfter(last) : '') + text;
    last = messages[at];
  }
  return whole;
}

/** A cut at a word or line swallows the white space; a hard one has none. */
function borderAfter({ text = '', forward_origin: origin }: Message): string {
  if (origin) return '\n\n';
  return Array.from(text).length === HARD_CUT_CODE_POINTS ? '' : '\n';
}
