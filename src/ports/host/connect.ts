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
    connectFirst(upstreams).then(
      ({ socket, upstream }) => {
        opened(upstream, socket);
        callback?.(null, socket);
      },
      (error: unknown) => {
        // Its type asks for a stream that there is not.
        (callback as ((problem: Error) => void) | undefined)?.(error as Error);
      },
    );
    return undefined;
  };
  return agent;
}

async function connectFirst(
  upstreams: readonly Upstream[],
): Promise<{ readonly socket: Socket; readonly upstream: Upstream }> {
  let problem: unknown = new Error('nothing is live here');
  for (const upstream of upstreams) {
    try {
      return { socket: await connected(upstream), upstream };
    } catch (error) {
      problem = error;
    }
  }
  throw problem;
}

function connected({ host, port }: Upstream): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port, noDelay: true });
    const fail = (error: Error) => {
      socket.destroy();
      reject(error);
    };
    const timer = setTimeout(() => fail(new Error('no connection in time')), CONNECT_LIMIT_MS);
    socket.once('error', fail);
    socket.once('connect', () => {
      clearTimeout(timer);
      socket.off('error', fail);
      resolve(socket);
    });
    socket.once('close', () => clearTimeout(timer));
  });
}
