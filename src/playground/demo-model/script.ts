import type { Reply, ToolCall } from './reply.ts';
import type { DoneCall } from './turn.ts';

/** A call to make now, with a few words for the reader before it. */
export interface Step extends ToolCall {
  readonly say?: string;
}

/**
 * What to do about a request, written as if it ran in one go: each `yield` is a tool call and gives
 * back its result; what it returns is the final answer.
 */
export type Script = Generator<Step, Reply, string>;

/** More calls than any script needs: the conversation no longer fits the script. */
const MAX_CALLS = 60;

/**
 * Replays `script` over the calls that the conversation already holds and answers with the first
 * one that it does not: a script keeps no state, so it goes on after any restart.
 */
export function nextReply(script: Script, done: readonly DoneCall[], lost: Reply): Reply {
  if (done.length >= MAX_CALLS) return lost;
  let at = 0;
  let next = script.next();
  while (!next.done) {
    const step = next.value;
    const found = done.findIndex((call, index) => index >= at && isSameCall(call, step));
    if (found === -1) return toReply(step);
    at = found + 1;
    next = script.next(done[found]?.result ?? '');
  }
  return next.value;
}

function isSameCall(left: ToolCall, right: ToolCall): boolean {
  return left.name === right.name && canonical(left.arguments) === canonical(right.arguments);
}

/** JSON with sorted keys: a client may store the arguments in another order. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

function toReply({ say, name, arguments: values }: Step): Reply {
  return { ...(say && { text: say }), toolCalls: [{ name, arguments: values }] };
}
