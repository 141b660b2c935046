import { type Actor, hasRole, type Role } from '#kernel/actor.ts';
import type { Conversation } from '#kernel/conversation.ts';
import type { Language, Say } from '#kernel/language.ts';
import type { Chat } from '#ports/chat/port.ts';
import type { Json, Operation, Step } from '#ports/store/port.ts';
import { endedApprovalCard, openApprovalCard, reminderCard } from './approval-cards.ts';
import type { Journal } from './journal.ts';
import { pause } from './timers.ts';
import { Canceled } from './kind.ts';
import { nextSignal, type WaitOptions } from './wait.ts';

/** Who may decide. Every condition that is given must hold. */
export interface ApprovalPolicy {
  readonly role: Role;
  /** Telegram user ids. */
  readonly actorIds?: readonly number[];
  /** `true`: somebody else than the one who asked for the operation. */
  readonly notRequester?: boolean;
}

/** What is asked of people. */
export interface ApprovalRequest {
  /** Unique in the operation; the step `approval:<id>` must be declared. */
  readonly id: string;
  /** One line of Markdown in the language of the conversation. */
  readonly title: string;
  /** More Markdown. */
  readonly details?: string;
  /** What the decision is bound to, such as `sha`, `environment`, `command`. Shown as it is. */
  readonly bound: Readonly<Record<string, string>>;
  readonly mayDecide: ApprovalPolicy;
  readonly untilMs: number;
  /** How long before the end people are reminded. */
  readonly remindBeforeMs?: number;
  /**
   * Asked after an approving tap: `true`, or why what was approved is not what would happen now,
   * in the language of the conversation.
   */
  readonly stillValid?: () => Promise<true | string>;
  /** Shown there too, such as in the private chats of those who may decide. */
  readonly alsoIn?: readonly Conversation[];
}

/** Who decided. */
interface Decider {
  readonly id: number;
  readonly name: string;
}

/** How an approval ended; canceled ones throw `Canceled`. */
export type ApprovalOutcome =
  | { readonly kind: 'approved' | 'denied'; readonly by: Decider; readonly atMs: number }
  | { readonly kind: 'expired'; readonly atMs: number }
  /** Approved, but what it was bound to is not so any more. */
  | {
      readonly kind: 'outdated';
      readonly by?: Decider;
      readonly atMs: number;
      readonly reason: string;
    };

/** What is stored of an approval: the input of its step. */
export interface ApprovalRecord {
  readonly title: string;
  readonly details?: string;
  readonly bound: Readonly<Record<string, string>>;
  readonly mayDecide: ApprovalPolicy;
  readonly askedAtMs: number;
  readonly untilMs: number;
}

/** The payload of the signal that decides. */
export interface ApprovalDecision {
  readonly decision: 'approve' | 'deny';
  readonly by: Decider;
  readonly atMs: number;
}

/** What asking needs besides the journal. */
export interface ApprovalPorts {
  readonly chat: Chat;
  readonly conversation: Conversation;
  readonly sayIn: (language: Language) => Say;
}

const PREFIX = 'approval:';
/** How often is looked whether what was approved is still so. */
const CHECKS = 3;
const CHECK_AGAIN_MS = 500;
const REMINDER = ':reminder';

/** The step of an approval, and the name of the signal that decides it. */
export function approvalStep(approvalId: string): string {
  return `${PREFIX}${approvalId}`;
}

/** The id and the record of an approval that has not ended; `undefined` for any other step. */
export function openApproval(step: Step): { id: string; record: ApprovalRecord } | undefined {
  if (!step.name.startsWith(PREFIX) || step.endedAtMs !== undefined) return undefined;
  if (step.input === undefined) return undefined;
  return { id: step.name.slice(PREFIX.length), record: step.input as unknown as ApprovalRecord };
}

/** Says whether `actor` may decide on what `operation` asks. */
export function mayDecide(
  { role, actorIds, notRequester }: ApprovalPolicy,
  operation: Pick<Operation, 'actorId' | 'project'>,
  actor: Actor,
): boolean {
  if (!hasRole(actor, role, operation.project)) return false;
  if (actorIds && !actorIds.includes(actor.id)) return false;
  return !(notRequester && actor.id === operation.actorId);
}

/** `run.approval`: asks, reminds, waits, validates, and shows the end; each once, over restarts. */
export async function askApproval(
  operation: Operation,
  journal: Journal,
  wait: WaitOptions,
  ports: ApprovalPorts,
  request: ApprovalRequest,
): Promise<ApprovalOutcome> {
  const { id, stillValid, remindBeforeMs = 0, alsoIn = [] } = request;
  const { chat, conversation, sayIn } = ports;
  const say = sayIn(conversation.language);
  const places = [conversation, ...alsoIn.filter((each) => each.id !== conversation.id)];
  const step = approvalStep(id);
  const key = `${operation.id}:${step}`;
  /** Of one key there is one message. */
  const keyIn = ({ id: place }: Conversation, more = ''): string =>
    `${key}${more}${place === conversation.id ? '' : `:in:${place}`}`;
  const record = recordOf(request, wait.now());

  const close = async (asked: ApprovalRecord, end: ApprovalOutcome | { kind: 'canceled' }) => {
    const cancel = wait.mailbox.peek('cancel');
    for (const place of places) {
      const card = endedApprovalCard(operation, asked, end, cancel, sayIn(place.language));
      await chat.close(place, keyIn(place), card);
      await chat.close(place, keyIn(place, REMINDER), card);
    }
  };
  /** The decision, after a reminder; `undefined` at the end. */
  const decided = async (asked: ApprovalRecord): Promise<ApprovalDecision | undefined> => {
    const remindAtMs = asked.untilMs - remindBeforeMs;
    if (remindBeforeMs > 0 && remindAtMs > asked.askedAtMs) {
      const early = await nextSignal(step, remindAtMs, wait);
      if (early) return early.payload as unknown as ApprovalDecision;
      if (wait.now() < asked.untilMs) {
        for (const place of places) {
          const card = reminderCard(operation, id, asked, wait.now(), sayIn(place.language));
          await chat.post(place, keyIn(place, REMINDER), card);
        }
      }
    }
    const found = await nextSignal(step, asked.untilMs, wait);
    return found?.payload as unknown as ApprovalDecision | undefined;
  };

  let asked: ApprovalRecord = record;
  try {
    const outcome = await journal.step<ApprovalOutcome>(step, {
      input: record as unknown as Json,
      async work({ input }) {
        asked = input as unknown as ApprovalRecord;
        // What would happen now is not what people see: they are asked anew by another id.
        if (!isSame(asked.bound, request.bound)) {
          return { kind: 'outdated', atMs: wait.now(), reason: say('approval-bound-changed') };
        }
        for (const place of places) {
          const card = openApprovalCard(operation, id, asked, sayIn(place.language));
          await chat.post(place, keyIn(place), card);
        }
        const decision = await decided(asked);
        if (!decision) return { kind: 'expired', atMs: wait.now() };
        const { by, atMs } = decision;
        if (decision.decision === 'deny') return { kind: 'denied', by, atMs };
        const valid = await isStillValid(stillValid, wait, () => say('approval-unchecked'));
        if (wait.signal.reason === 'canceled') throw new Canceled();
        if (valid !== true) return { kind: 'outdated', by, atMs, reason: valid };
        return { kind: 'approved', by, atMs };
      },
    });
    await close(asked, outcome);
    return outcome;
  } catch (error) {
    // Whoever goes on later leaves the buttons as they are.
    if (error instanceof Canceled || wait.signal.reason !== 'shutdown')
      await close(asked, { kind: 'canceled' });
    throw error;
  }
}

/** One hiccup of what is asked must not end what people have approved; what stays unknown counts not. */
async function isStillValid(
  stillValid: ApprovalRequest['stillValid'],
  { signal, after }: WaitOptions,
  unknown: () => string,
): Promise<true | string> {
  if (!stillValid) return true;
  for (let attempt = 1; attempt <= CHECKS; attempt += 1) {
    try {
      return await stillValid();
    } catch {
      await pause(CHECK_AGAIN_MS, after, signal);
    }
  }
  return unknown();
}

function recordOf(request: ApprovalRequest, askedAtMs: number): ApprovalRecord {
  const { title, details, bound, mayDecide, untilMs } = request;
  return {
    title,
    ...(details === undefined ? {} : { details }),
    bound,
    mayDecide,
    askedAtMs,
    untilMs,
  };
}

function isSame(left: ApprovalRecord['bound'], right: ApprovalRecord['bound']): boolean {
  const names = new Set([...Object.keys(left), ...Object.keys(right)]);
  return [...names].every((name) => left[name] === right[name]);
}
