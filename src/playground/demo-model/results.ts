import { z } from 'zod';
import { parseJson } from './request.ts';

/** How a shell command ended, as OpenClaw words it. */
export type Ran =
  | { readonly kind: 'exited'; readonly code: number; readonly output: string }
  | { readonly kind: 'running'; readonly sessionId: string | undefined }
  /** It did not run: denied by a person or by a rule, or the tool failed. */
  | { readonly kind: 'refused'; readonly reason: string };

const EXITED =
  /\n*(?:\(Command exited with code (-?\d+)\)|Process exited with code (-?\d+)\.)\s*$/u;
const RUNNING = /^Command still running \(session ([^,)]+)|\nProcess still running\.\s*$/u;
const REFUSED = /^(?:Exec denied|Tool \S+ not found|No session found)/u;

const answered = z
  .looseObject({
    answers: z.looseObject({ answers: z.looseObject({ choice: z.array(z.string()) }) }),
  })
  .transform(({ answers }) => answers.answers.choice.join(', '));
/** The same, as `tool_call` hands it on. */
const wrapped = z
  .looseObject({ result: z.looseObject({ details: answered }) })
  .transform(({ result }) => result.details);

/** Reads the result of `exec` or of `process` `poll`. */
export function parseRan(result: string): Ran {
  const reason = failure(result);
  if (reason) return { kind: 'refused', reason };
  const running = RUNNING.exec(result);
  if (running) return { kind: 'running', sessionId: running[1] };
  const exited = EXITED.exec(result);
  const output = result.replace(EXITED, '').replace(/^\(no output\)$/u, '');
  return { kind: 'exited', code: Number(exited?.[1] ?? exited?.[2] ?? 0), output };
}

/** Why a tool failed, or `undefined` when it did what it should. */
export function failure(result: string): string | undefined {
  if (REFUSED.test(result)) return result.trim();
  if (!result.trimStart().startsWith('{')) return undefined;
  const value = parseJson(result) as { status?: unknown; error?: unknown } | undefined;
  if (value?.status !== 'error') return undefined;
  return typeof value.error === 'string' ? value.error : result;
}

/** What a file holds, or `undefined` when `read` could not show it. */
export function fileContent(result: string): string | undefined {
  return failure(result) || result.startsWith('Optional file not found') ? undefined : result;
}

/** What the person chose or typed, or `undefined` when nobody answered. */
export function choice(result: string): string | undefined {
  const value = parseJson(result.slice(result.indexOf('{')));
  return answered.safeParse(value).data ?? wrapped.safeParse(value).data;
}
