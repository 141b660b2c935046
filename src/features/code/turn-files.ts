import type { Card } from '#kernel/card.ts';
import type { Conversation } from '#kernel/conversation.ts';
import type { Say } from '#kernel/language.ts';
import type { SentFile } from '#kernel/sent-file.ts';
import { quoted } from '#lib/quoted.ts';
import type { OperationRun } from '#operations/kind.ts';
import type { Picture } from '#ports/gateway/port.ts';

/** What came of bringing files: where they lie, from the project's folder on, or what to tell. */
export type Brought = { readonly paths: readonly string[] } | { readonly refusal: Card };

/** Files on the way to the agent and from it. */
export interface TurnFiles {
  /** Puts files that a person sent where the agent can read them; again after a crash. */
  bring(
    project: string,
    operationId: string,
    sent: readonly SentFile[],
    signal: AbortSignal,
    say: Say,
  ): Promise<Brought>;
  /** Those that a model can look at. */
  pictures(project: string, paths: readonly string[]): Promise<readonly Picture[]>;
  /** Sends what the answer hands over, each once for one turn. */
  offer(
    turn: { readonly conversation: Conversation; readonly project: string; readonly say: Say },
    operationId: string,
    answer: string,
  ): Promise<void>;
}

/** Brings what was sent with the request, once. */
export async function bringFiles(
  files: TurnFiles,
  run: OperationRun,
  turn: { readonly files: readonly SentFile[]; readonly project: string; readonly say: Say },
): Promise<Brought> {
  const { id } = run.operation;
  if (turn.files.length === 0) return { paths: [] };
  return run.step<Brought>('attach', () =>
    files.bring(turn.project, id, turn.files, run.signal, turn.say),
  );
}

/** The request, and where its files lie; `prompts/system.md` says what that is. */
export function withPaths(text: string, paths: readonly string[]): string {
  if (paths.length === 0) return text;
  const list = paths.map((path) => `- ${quoted(path)}`).join('\n');
  return `${text}\n\n<sent-files>\n${list}\n</sent-files>`;
}
