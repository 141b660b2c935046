import type { Actor } from '#kernel/actor.ts';
import type { Card, Toast } from '#kernel/card.ts';
import type { Command, Words } from '#kernel/command.ts';
import type { Conversation } from '#kernel/conversation.ts';
import type { Say } from '#kernel/language.ts';
import type { Store } from '#ports/store/port.ts';
import { projectOf } from './concern.ts';
import { expected } from './expected.ts';
import type { Asked } from './read-request.ts';
import { refuse } from './refusals.ts';
import type { Request } from './request.ts';

/** What a request comes to. */
export type Wish =
  | Extract<Asked, { readonly kind: 'refused' }>
  | { readonly kind: 'unknown'; readonly name: string }
  | {
      readonly kind: 'command';
      readonly name: string;
      readonly command: Command;
      readonly input: Words;
      /** The one whose roles count; `undefined`: those outside projects do. */
      readonly project: string | undefined;
      /** Why the person may not; `undefined`: they may. */
      readonly refusal: Card | Toast | undefined;
      /** Called once it is done: the text that was expected has come. */
      readonly take?: () => Promise<void>;
    };

interface Options {
  readonly store: Pick<Store, 'operations' | 'settings'>;
  readonly commands: ReadonlyMap<string, Command>;
  readonly now: () => number;
}

/** Finds what `said` comes to, and whether `actor` may; it changes nothing. */
export async function wishOf(
  { store, commands, now }: Options,
  request: Request,
  said: Asked,
  { actor, conversation, say }: { actor: Actor; conversation: Conversation; say: Say },
): Promise<Wish> {
  const at = { requestId: request.id, nowMs: now() };
  const { asked, take } = await expected(said, conversation, store, at);
  if (asked.kind === 'refused') return asked;
  const { name, input } = asked;
  const command = commands.get(name);
  if (!command) return { kind: 'unknown', name };
  const project = await projectOf(command, input, conversation, store);
  const { isBound } = conversation;
  const refusal = refuse({ command, actor, project, request, say, isBound });
  return { kind: 'command', name, command, input, project, refusal, ...(take && { take }) };
}
