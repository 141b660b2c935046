import type { Role } from '#kernel/actor.ts';
import type { Json } from '#ports/store/port.ts';

/** What is done, with its values in it. */
export type Task =
  | {
      readonly kind: 'run';
      readonly argv: readonly string[];
      readonly where: 'checkout' | 'tree';
      readonly timeoutMs: number;
    }
  | {
      readonly kind: 'prompt';
      readonly request: string;
      readonly isReadOnly: boolean;
      readonly command: string;
      /** What stood behind the command. */
      readonly text: string;
    };

/** What the operation is told: all of it, so that a file that changes meanwhile changes nothing. */
export interface DeclaredInput {
  /** Without the slash. */
  readonly command: string;
  /** Of the file: what is approved is what the file still says. */
  readonly digest: string;
  readonly actorName: string;
  readonly task: Task;
  readonly approval?: { readonly role: Role; readonly expiresMs: number };
}

/** What the operation was started with, as the journal gives it back. */
export function toDeclaredInput(input: Json): DeclaredInput {
  return input as unknown as DeclaredInput;
}
