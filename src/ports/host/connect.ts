import { Agent } from 'node:http';
import { connect, type Socket } from 'node:net';
import type { Upstream } from '#ports/proxy/port.ts';

/** Loopback answers at once or not at all; a machine under load may take a while. */
const CONNECT_LIMIT_MS = 5000;

/**
 * An agent that connects to the first of the upstreams that takes the connection, before anything
 * of the request was sent. Each request has a connection of its own: one that was kept could be
 * closed by the release in the moment in which it is used.
 * @param opened told of every connection that was made, and to whom
 */
export function fallbackAgent(
  upstreams: readonly Upstream[],
  opened: (upstream: Upstream, socket: Socket) => void,
): Agent {
  const agent = new Agent({ keepAlive: false });
  agent.createConnection = (_options, callback) => {
    connectFirst(upstreams, (error, socket, upstream) => {
      if (socket && upstream) {
        opened(upstream, socket);
        callback?.(null, socket);
      } else {
        // Its type asks for a stream that there is not.
        (callback as ((problem: Error) => void) | undefined)?.(error ?? NOTHING);
      }
    });
    return undefined;
  };
  return agent;
}

const NOTHING = new Error('nothing is live here');

function connectFirst(
  [upstream, ...others]: readonly Upstream[],
  done: (error: Error | undefined, socket?: Socket, upstream?: Upstream) => void,
): void {
  if (upstream === undefined) {
    // Later, as every other answer: who asked is not ready for one yet.
    setImmediate(done, undefined);
    return;
  }
  const socket = connect({ ...upstream, noDelay: true });
  const fail = (error: Error) => {
    clearTimeout(timer);
    socket.off('connect', succeed);
    socket.destroy();
    if (others.length > 0) connectFirst(others, done);
    else done(error);
  };
  const succeed = () => {
    clearTimeout(timer);
    socket.off('error', fail);
    done(undefined, socket, upstream);
  };
  const timer = setTimeout(() => fail(new Error('no connection in time')), CONNECT_LIMIT_MS);
  socket.once('error', fail);
  socket.once('connect', succeed);
}
