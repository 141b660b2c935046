import { type Actor, hasRole, roleIn } from '#kernel/actor.ts';
import type { Toast } from '#kernel/card.ts';
import type { Command } from '#kernel/command.ts';
import type { Say } from '#kernel/language.ts';
import type { Operations } from '#operations/operations.ts';
import { goesOn, stopAll } from '#operations/stop-all.ts';
import type { Operation, Store } from '#ports/store/port.ts';

interface Options {
  readonly operations: Operations;
  readonly store: Pick<Store, 'operations'>;
}

/**
 * `/stop`: ends what the agent does for this conversation, and what waits behind it, in whatever
 * project: whose it is decides, here and not before.
 */
export function stopCommand({ operations, store }: Options): Command {
  return {
    name: 'stop',
    role: 'viewer',
    concerns: 'bot',
    listed: true,
    async run({ words: [id] }, { say, actor, conversation }) {
      const unfinished = await store.operations.unfinished();
      // Of what somebody may not see they learn not even that it runs.
      const named = unfinished.filter((each) => each.id === id && roleIn(actor, each.project));
      // A button names its operation; a person who types words behind /stop means everything here.
      const here = unfinished.filter((each) => each.conversationId === conversation.id);
      const isNamed = isTap(id) || (id !== undefined && (await store.operations.get(id)));
      const mine = isNamed ? named : here;
      if (mine.length === 0) return { toast: say('stop-nothing'), isIdle: true };
      if (!mine.every((each) => mayStop(each, actor)))
        return { toast: say('stop-not-yours'), isIdle: true };
      return stop(operations, mine, actor, say);
    },
  };
}

/** The [Interrupt] button of a queued request: what runs before it is stopped. */
export function interruptCommand({ operations, store }: Options): Command {
  return {
    name: 'interrupt',
    role: 'developer',
    concerns: 'operation',
    listed: false,
    async run({ words: [id] }, { say, actor }) {
      const unfinished = await store.operations.unfinished();
      const waiting = unfinished.find((each) => each.id === id && each.state === 'waiting');
      if (!waiting) return { toast: say('interrupt-late') };
      // What has a lane of its own, such as a push or a deploy, holds nobody up.
      const laneOf = (each: Operation): string =>
        operations.kinds().get(each.kind)?.lane?.(each) ?? each.project ?? each.id;
      const running = unfinished.find(
        (each) => each.state === 'running' && laneOf(each) === laneOf(waiting),
      );
      if (!running) return { toast: say('interrupt-late') };
      if (!mayStop(running, actor)) return { toast: say('stop-not-yours') };
      return stop(operations, [running], actor, say);
    },
  };
}

/** Says how much was stopped, and which projects have something that is too far for that. */
async function stop(
  operations: Operations,
  wanted: readonly Operation[],
  { name }: Actor,
  say: Say,
): Promise<Toast> {
  const stopped = await stopAll(operations, wanted, name);
  const { count } = stopped;
  const late = goesOn(stopped, say);
  if (count === 0) return { toast: late[0] ?? say('stop-nothing'), isIdle: true };
  return { toast: [say('stop-done', { count }), ...late].join(' ') };
}

function mayStop(operation: Operation, actor: Actor): boolean {
  return operation.actorId === actor.id || hasRole(actor, 'owner', operation.project);
}

/** Operation ids look like `turn-update-…`: no word that a person would type. */
function isTap(word: string | undefined): boolean {
  return word?.includes('-update-') === true;
}
