import type { SessionView, Usage } from '../port.ts';
import { row, type History, type Row } from './frames.ts';

const USER_KEY = /^(?<runId>.+):user$/u;

/** What a session holds. Rows that we cannot read are skipped. */
export function toSessionView(history: History): SessionView {
  const rows = toRows(history);
  const active = toActive(history);
  const answer = active ? undefined : lastAnswer(rows);
  return {
    seenRunIds: toRunIds(rows),
    ...(active ? { active } : {}),
    ...(answer === undefined ? {} : { lastAnswer: answer }),
  };
}

/** Whether one of the pages holds the request of `runId`. */
export function holdsRequest(pages: readonly History[], runId: string): boolean {
  return pages.some((page) => toRunIds(toRows(page)).includes(runId));
}

function toRunIds(rows: readonly Row[]): string[] {
  return rows.flatMap(({ role, idempotencyKey }) => {
    const runId =
      role === 'user' ? USER_KEY.exec(idempotencyKey ?? '')?.groups?.['runId'] : undefined;
    return runId === undefined ? [] : [runId];
  });
}

/** What the model used for `runId`, over all its calls; absent when the transcript does not say. */
export function toUsage(pages: readonly History[], runId: string): Usage | undefined {
  const used = pages
    .flatMap(toRows)
    .flatMap(({ usage, __openclaw }) => (usage && __openclaw?.runId === runId ? [usage] : []));
  if (used.length === 0) return undefined;
  const sum = (of: (usage: (typeof used)[number]) => number) =>
    used.reduce((total, usage) => total + of(usage), 0);
  const costUsd = sum((usage) => usage.cost?.total ?? 0);
  return {
    inputTokens: sum((usage) => usage.input + usage.cacheRead + usage.cacheWrite),
    outputTokens: sum((usage) => usage.output),
    // The gateway writes 0 for a model without a price.
    ...(costUsd > 0 ? { costUsd } : {}),
  };
}

function toRows(history: History): Row[] {
  return history.messages.flatMap((message) => {
    const read = row.safeParse(message);
    return read.success ? [read.data] : [];
  });
}

function toActive({ inFlightRun, sessionInfo }: History): SessionView['active'] {
  if (inFlightRun) return { runId: inFlightRun.runId, text: inFlightRun.text };
  if (sessionInfo?.hasActiveRun !== true) return undefined;
  return { runId: sessionInfo.activeRunIds?.[0] ?? '', text: '' };
}

function lastAnswer(rows: readonly Row[]): string | undefined {
  const asked = rows.findLastIndex(({ role }) => role === 'user');
  const answer = rows.slice(asked + 1).findLast(isAnswer);
  return answer?.text;
}

/** Not what was said before a tool call, and not what an abort left behind. */
function isAnswer({ role, text, stopReason, openclawAbort }: Row): boolean {
  if (role !== 'assistant' || text === '') return false;
  return stopReason !== 'toolUse' && stopReason !== 'error' && openclawAbort?.aborted !== true;
}
