import type { Card } from '#kernel/card.ts';
import type { Call } from '#kernel/command.ts';
import type { Operations } from '#operations/operations.ts';
import type { Json } from '#ports/store/port.ts';
import { fillArgv, fillText } from './arguments.ts';
import type { Declaration, Valued } from './declaration.ts';
import type { DeclaredInput, Task } from './input.ts';

/** Starts a turn of the agent, as /code does: with its limits, its budget and its card. */
export type StartTurn = (
  project: string,
  wanted: {
    /** As the cards show it. */
    readonly text: string;
    readonly prompt: 'code';
    readonly values: { readonly request: string };
    readonly isReadOnly?: true;
    readonly again: { readonly command: string; readonly words: readonly string[] };
  },
  call: Call,
) => Promise<Card | undefined>;

/** What is needed to start what a command declares. */
export interface StartOptions {
  readonly operations: Pick<Operations, 'start'>;
  readonly startTurn: StartTurn;
}

/** A declared command with its values. */
export interface Wanted {
  readonly declaration: Declaration;
  readonly does: Exclude<Valued, { readonly kind: 'pipeline' }>;
  readonly values: Readonly<Record<string, string>>;
  /** What stood behind the command. */
  readonly text: string;
}

/** Starts it, once for each request; a card says why not. */
export async function startDeclared(
  options: StartOptions,
  project: string,
  wanted: Wanted,
  call: Call,
): Promise<Card | undefined> {
  const { declaration, does, values, text } = wanted;
  const task = taskOf(wanted);
  if (task.kind === 'prompt' && !does.spec.approval) {
    return startTurn(options.startTurn, project, task, call);
  }
  const { actor, conversation, requestId } = call;
  const id = `declared-${requestId.replaceAll(/[^a-z0-9]+/giu, '-')}`;
  const { approval } = does.spec;
  const input: DeclaredInput = {
    command: declaration.name,
    digest: declaration.digest,
    actorName: actor.name,
    task,
    ...(approval && {
      approval: { role: approval.role, expiresMs: approval.expiresMinutes * 60_000 },
    }),
  };
  await options.operations.start({
    id,
    kind: 'declared',
    conversationId: conversation.id,
    actorId: actor.id,
    project,
    input: input as unknown as Json,
  });
  return undefined;

  function taskOf({ declaration: { name } }: Wanted): Task {
    if (does.kind === 'run') {
      const { where, timeoutSeconds, run } = does.spec;
      const argv = fillArgv(run, values);
      return { kind: 'run', argv, where, timeoutMs: timeoutSeconds * 1_000 };
    }
    const request = fillText(does.body, values);
    const { readOnly } = does.spec;
    return { kind: 'prompt', request, isReadOnly: readOnly, command: name, text };
  }
}

/** Asks the agent what a command declares. */
export function startTurn(
  start: StartTurn,
  project: string,
  task: Extract<Task, { readonly kind: 'prompt' }>,
  call: Call,
): Promise<Card | undefined> {
  const { command, text, request, isReadOnly } = task;
  const wanted = {
    text: `/${command} ${text}`.trim(),
    prompt: 'code',
    values: { request },
    ...(isReadOnly && ({ isReadOnly: true } as const)),
    again: { command, words: text === '' ? [] : text.split(/\s+/u) },
  } as const;
  return start(project, wanted, call);
}
