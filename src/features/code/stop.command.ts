import { type Actor, hasRole } from '#kernel/actor.ts';
import type { Command } from '#kernel/command.ts';
import type { Operations } from '#operations/operations.ts';
import type { Operation, Store } from '#ports/store/port.ts';

interface Options {
  readonly operations: Operations;
  readonly store: Pick<Store, 'operations'>;
}

/** `/stop`: ends what the agent does for this conversation, and what waits behind it. */
export function stopCommand({ operations, store }: Options): Command {
  return {
    name: 'stop',
    role: 'developer',
    concerns: 'operation',
    listed: true,
    async run({ words: [id] }, { say, actor, conversation }) {
      const unfinished = await store.operations.unfinished();
      const named = unfinished.filter((each) => each.id === id);
      // A button names its operation; a person who types words behind /stop means everything here.
      const here = unfinished.filter((each) => each.conversationId === conversation.id);
      const isNamed = isTap(id) || (id !== undefined && (await store.operations.get(id)));
      const mine = isNamed ? named : here;
      if (mine.length === 0) return { toast: say('stop-nothing') };
      if (!mine.every((each) => mayStop(each, actor))) return { toast: say('stop-not-yours') };
      // What waits goes first: else it would start in the moment the running one ends.
      let count = 0;
      for (const each of mine.toReversed())
        if (await operations.cancel(each.id, actor.name)) count += 1;
      return { toast: count === 0 ? say('stop-nothing') : say('stop-done', { count }) };
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
      await operations.cancel(running.id, actor.name);
      return { toast: say('stop-done', { count: 1 }) };
    },
  };
}

function mayStop(operation: Operation, actor: Actor): boolean {
  return operation.actorId === actor.id || hasRole(actor, 'owner', operation.project);
}

/** Operation ids look like `turn-update-…`: no word that a person would type. */
function isTap(word: string | undefined): boolean {
  return word?.includes('-update-') === true;
}
