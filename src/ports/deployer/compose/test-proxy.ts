import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { connectHost } from '#ports/host/client.ts';
import { runningHost } from '#ports/host/find-host.ts';
import type { Proxy } from '#ports/proxy/port.ts';

/** The real proxy, for tests. */
export interface TestProxy extends Proxy {
  /** Ends its process. */
  close(): Promise<void>;
}

/** A host of its own in a temporary directory. */
export async function startTestProxy(): Promise<TestProxy> {
  const directory = await mkdtemp(path.join(tmpdir(), 'host-'));
  const bindHost = '127.0.0.1';
  const host = connectHost({ directory, node: process.execPath, bindHost, log: () => undefined });
  return {
    ...host.proxy,
    async close() {
      if ((await runningHost(directory)) !== undefined) await host.endAll(0);
      host.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
