import type { Outcome } from '../api.ts';
import type { Job } from './line.ts';

/** What to do about an entry after Telegram's answer. */
export type Verdict =
  | { readonly kind: 'sent'; readonly messageId?: number }
  /** `isQuiet`: nothing that an operator should look at. */
  | { readonly kind: 'failed'; readonly reason: string; readonly isQuiet: boolean }
  /** Once more at once, changed. */
  | {
      readonly kind: 'change';
      readonly change: 'plain' | 'plainly' | 'topic-lost' | 'file-lost' | 'document';
      readonly reason: string;
    }
  | { readonly kind: 'moved'; readonly toChatId: number }
  | { readonly kind: 'flood'; readonly retryAfterMs: number }
  | { readonly kind: 'retry'; readonly reason: string; readonly mayBeDone: boolean }
  /** The token no longer works: everything waits for the operator. */
  | { readonly kind: 'locked-out'; readonly reason: string };

/** 5 hours at the longest pause: an outage ends before, one poisonous message does not block its chat forever. */
const MAX_LOST_ANSWERS = 600;
/** A file that the line cannot carry breaks it each time, and may take minutes for it. */
const MAX_LOST_ANSWERS_TO_FILE = 10;

/** Judges an answer. `messageId` is the message that was edited. */
export function judge(job: Job, outcome: Outcome, messageId?: number): Verdict {
  switch (outcome.kind) {
    case 'ok':
      return sent(messageId ?? messageIdOf(outcome.result));
    case 'flood':
      return { kind: 'flood', retryAfterMs: outcome.retryAfterMs };
    case 'broken':
      return judgeSilence(job, outcome);
    case 'refused':
      return judgeRefusal(job, outcome, messageId);
  }
}

function judgeSilence(
  job: Job,
  { reason, mayBeDone }: Extract<Outcome, { kind: 'broken' }>,
): Verdict {
  const tries = job.lostAnswers + 1;
  const isFile = job.envelope.file !== undefined && !job.isFileLost;
  if (mayBeDone && isFile && tries >= MAX_LOST_ANSWERS_TO_FILE)
    return { kind: 'change', change: 'file-lost', reason };
  if (mayBeDone && tries > MAX_LOST_ANSWERS) return { kind: 'failed', reason, isQuiet: false };
  return { kind: 'retry', reason, mayBeDone };
}

function judgeRefusal(
  job: Job,
  { code, description, movedTo }: Extract<Outcome, { kind: 'refused' }>,
  messageId: number | undefined,
): Verdict {
  const reason = `${code} ${description}`;
  if (movedTo !== undefined) return { kind: 'moved', toChatId: movedTo };
  if (code === 401 || /^not found$/iu.test(description)) return { kind: 'locked-out', reason };
  if (isUnchanged(description)) return sent(messageId);
  if (/message thread not found/iu.test(description) && !job.isTopicLost)
    return { kind: 'change', change: 'topic-lost', reason };
  if (job.envelope.plainly && isAboutContent(code, description))
    return { kind: 'change', change: 'plainly', reason };
  if (/can't parse|entit/iu.test(description) && !job.isPlain && hasEntities(job))
    return { kind: 'change', change: 'plain', reason };
  const change = withoutPicture(job, description);
  if (change) return { kind: 'change', change, reason };
  const isQuiet = /message to edit not found|message can't be edited/iu.test(description);
  return { kind: 'failed', reason, isQuiet };
}

/**
 * Whether a refused rich message may be worth another try as a plain one: servers that do not know
 * it, or not all of it, say so in many words. What is listed is about something else.
 */
export function isAboutContent(code: number, description: string): boolean {
  return (code === 400 || code === 404) && !NOT_CONTENT.test(description);
}

const NOT_CONTENT =
  /chat[ _]not|chat_id|peer|rights|thread|topic|keyboard|markup|button|message to |message can't|user|kicked|blocked|deactivated|CHAT_|forbidden/iu;

/** How a photo that is refused goes on, and what is about one: its caption must arrive. */
function withoutPicture(job: Job, description: string): 'document' | 'file-lost' | undefined {
  if (job.isFileLost) return undefined;
  // An edit: the photo never got through, and what went in its place is a text.
  if (/no caption in the message/iu.test(description)) return 'file-lost';
  if (job.method !== 'sendPhoto') return undefined;
  if (/rights to send|_FORBIDDEN/iu.test(description)) return 'file-lost';
  return !job.isDocument && /photo|image|dimensions/iu.test(description) ? 'document' : undefined;
}

/** Telegram's way to say that the message shows this already. */
function isUnchanged(description: string): boolean {
  return /message is not modified/iu.test(description);
}

function hasEntities({ envelope: { body } }: Job): boolean {
  return 'entities' in body || 'caption_entities' in body;
}

function sent(messageId: number | undefined): Verdict {
  return { kind: 'sent', ...(messageId !== undefined && { messageId }) };
}

function messageIdOf(result: unknown): number | undefined {
  const id = (result as { message_id?: unknown } | null)?.message_id;
  return typeof id === 'number' ? id : undefined;
}
