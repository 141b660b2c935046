import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/** A wire to a port of this machine that can be cut. */
export interface FlakyWire {
  readonly port: number;
  /** Breaks every connection. New ones are refused until `mend`. */
  cut(): void;
  mend(): void;
  close(): Promise<void>;
}

/** Opens a wire to `port`. With `from`, the other end sees that address as the sender's. */
export async function flakyWire(port: number, from?: string): Promise<FlakyWire> {
  const sockets = new Set<Socket>();
  let isCut = false;
  const server = createServer((near) => {
    if (isCut) {
      near.destroy();
      return;
    }
    const far = connect(port, '127.0.0.1');
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('error', () => socket.destroy());
      socket.once('close', () => {
        sockets.delete(socket);
        near.destroy();
        far.destroy();
      });
    }
    far.pipe(near);
    if (from === undefined) near.pipe(far);
    else forward(near, far, from);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const cut = () => {
    for (const socket of sockets) socket.destroy();
  };

  return {
    port: address.port,
    cut() {
      isCut = true;
      cut();
    },
    mend() {
      isCut = false;
    },
    async close() {
      cut();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Adds the header of a proxy to the first request, which is the upgrade. */
function forward(near: Socket, far: Socket, from: string): void {
  near.once('data', (head: Buffer) => {
    far.write(
      head.toString('latin1').replace('\r\n', `\r\nx-forwarded-for: ${from}\r\n`),
      'latin1',
    );
    near.pipe(far);
  });
}
