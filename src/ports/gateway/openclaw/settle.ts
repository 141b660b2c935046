import { GatewayClientRequestError } from '@openclaw/gateway-client';
import { z } from 'zod';
import { Fault } from '#kernel/fault.ts';
import type { Ask, Gateway } from '../port.ts';
import { toApproval, toQuestions } from './asks.ts';
import type { Connection } from './connection.ts';
import { approval, question } from './frames.ts';

/** The gateway's ways to say that an ask is over. */
const ASK_OVER = /ALREADY|NOT_FOUND|EXPIRED/u;

/** What waits for a person, listed and answered through `admin`. */
export function askDesk(
  admin: Pick<Connection, 'request'>,
  log: (message: string, details?: object) => void,
): Pick<Gateway, 'asks' | 'decide' | 'answer'> {
  async function approvals(): Promise<Ask[]> {
    const entries = await admin.request('exec.approval.list', {});
    return list(approval, entries)
      .map(toApproval)
      .filter((ask) => ask !== undefined);
  }

  async function questions(): Promise<Ask[]> {
    const answer = await admin.request('question.list', {});
    const entries = z.object({ questions: z.unknown() }).parse(answer).questions;
    return list(question, entries)
      .map(toQuestions)
      .filter((ask) => ask !== undefined);
  }

  /** Entries of a list that have the right shape; the others are logged and left out. */
  function list<T>(shape: z.ZodType<T>, entries: unknown): T[] {
    return z
      .array(z.unknown())
      .parse(entries)
      .flatMap((entry) => {
        const read = shape.safeParse(entry);
        if (!read.success) log('gateway: an ask was not understood', { error: read.error });
        return read.success ? [read.data] : [];
      });
  }

  async function settle(
    waiting: () => Promise<Ask[]>,
    method: string,
    askId: string,
    answer: object,
  ): Promise<boolean> {
    // The gateway takes the same decision twice without a word, so it is asked first.
    if (!(await waiting()).some(({ id }) => id === askId)) return false;
    try {
      await admin.request(method, { id: askId, ...answer });
      return true;
    } catch (error) {
      if (ASK_OVER.test(reasonOf(error))) return false;
      throw error;
    }
  }

  return {
    asks: async () => (await Promise.all([approvals(), questions()])).flat(),
    decide: (id, decision) => settle(approvals, 'exec.approval.resolve', id, { decision }),
    answer: (id, answers) => settle(questions, 'question.resolve', id, { answers: { answers } }),
  };
}

function reasonOf(error: unknown): string {
  const cause = error instanceof Fault ? error.cause : undefined;
  if (!(cause instanceof GatewayClientRequestError)) return '';
  const details = z.object({ reason: z.string() }).safeParse(cause.details);
  return details.data?.reason ?? '';
}
