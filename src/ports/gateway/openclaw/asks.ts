import type { z } from 'zod';
import type { Ask } from '../port.ts';
import type { approval, question } from './frames.ts';

/** A shell command that waits; absent when it belongs to no session. */
export function toApproval({
  id,
  expiresAtMs,
  request,
}: z.infer<typeof approval>): Ask | undefined {
  const { command, cwd, sessionKey, runId } = request;
  if (typeof sessionKey !== 'string') return undefined;
  return {
    id,
    expiresAtMs,
    sessionKey,
    ...(typeof runId === 'string' ? { runId } : {}),
    kind: 'approval',
    command,
    ...(typeof cwd === 'string' ? { directory: cwd } : {}),
  };
}

/** Questions that wait; absent when they belong to no session. */
export function toQuestions(record: z.infer<typeof question>): Ask | undefined {
  const { id, expiresAtMs, sessionKey, runId, questions } = record;
  if (sessionKey === undefined) return undefined;
  return {
    id,
    expiresAtMs,
    sessionKey,
    ...(runId === undefined ? {} : { runId }),
    kind: 'question',
    questions: questions.map((one) => ({
      id: one.questionId,
      text: one.question,
      options: one.options.map((option) => option.label),
    })),
  };
}
