import { access } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { Fault } from '#kernel/fault.ts';
import { keyedMutex } from '#lib/mutex.ts';
import { HostProblem, callHost, hostEnd } from './call.ts';
import { type HostOptions, ensureHost, runningHost } from './find-host.ts';
import type { Host } from './port.ts';
import { type HostRequest, hostFiles } from './protocol.ts';

/** The host, wherever it runs. */
export interface HostClient extends Host {
  /**
   * Starts the host when there is something for it to do, and again whenever it ends; then calls
   * `onRestart`, because it no longer knows how to start what has to run.
   */
  watch(onRestart: () => void): void;
  /** Watches no more. The host goes on. */
  close(): void;
  /** Ends everything that runs, gives all addresses up, and ends the host. */
  endAll(graceMs: number): Promise<void>;
}

const AGAIN_MS = 100;
/** How soon a host is watched that the first release has brought. */
const IDLE_MS = 2000;

const routeSchema = z
  .object({
    address: z.string(),
    upstreams: z.array(z.object({ host: z.string(), port: z.number() })),
  })
  .optional();

const stateSchema = z.object({
  id: z.string(),
  isRunning: z.boolean(),
  startedAtMs: z.number(),
  restarts: z.number(),
  exitCode: z.number().exactOptional(),
});

/** Starts no process by itself: the host is started when something is to run or to be led. */
export function connectHost(options: HostOptions): HostClient {
  const { directory, log } = options;
  const files = hostFiles(directory);
  const inTurn = keyedMutex();
  const closing = new AbortController();
  const ensure = () => inTurn('ensure', () => ensureHost(options));

  /** Every request may be made again: what was done already is not done twice. */
  const call = async (request: HostRequest): Promise<unknown> => {
    await ensure();
    try {
      return await callHost(files.socket, request);
    } catch (error) {
      if (error instanceof HostProblem) throw error;
      await ensure();
      return callHost(files.socket, request).catch((cause: unknown) => {
        if (cause instanceof HostProblem) throw cause;
        throw new Fault('deploy-failed', `the host does not answer: ${String(cause)}`, { cause });
      });
    }
  };
  /** Asks only where there is something to know. */
  const look = async (request: HostRequest): Promise<unknown> =>
    (await isThere(files.state)) ? call(request) : undefined;

  return {
    proxy: {
      route: async (name, upstreams) =>
        z.string().parse(await call({ do: 'route', name, upstreams: [...upstreams] })),
      find: async (name) => routeSchema.parse(await look({ do: 'find', name })),
      drained: async (upstream, limitMs) => void (await look({ do: 'drained', upstream, limitMs })),
      forget: async (name) => void (await look({ do: 'forget', name })),
    },
    processes: {
      start: async ({ argv, environment, ...spec }) =>
        stateSchema.parse(
          await call({
            do: 'start',
            spec: { ...spec, argv: [...argv], environment: { ...environment } },
          }),
        ),
      keep: async (id, restart) => void (await look({ do: 'keep', id, restart })),
      end: async (id, graceMs) => void (await look({ do: 'end', id, graceMs })),
      list: async (prefix) =>
        z.array(stateSchema).parse((await look({ do: 'list', prefix })) ?? []),
    },
    watch(onRestart) {
      const { signal } = closing;
      let known: string | undefined;
      const follow = async () => {
        while (!signal.aborted) {
          const hasWork = await isThere(files.state);
          try {
            if (hasWork) {
              await ensure();
              const found = await runningHost(directory);
              const name = `${found?.pid} ${found?.start}`;
              if (known !== undefined && name !== known) onRestart();
              if (name !== known) log('the host is watched', { pid: found?.pid });
              known = name;
              await hostEnd(files.socket, signal);
            }
          } catch (error) {
            log('the host cannot be watched', { error: String(error) });
          }
          const pauseMs = hasWork ? AGAIN_MS : IDLE_MS;
          await sleep(pauseMs, undefined, { signal }).catch(() => undefined);
        }
      };
      void follow();
    },
    close: () => closing.abort(),
    async endAll(graceMs) {
      closing.abort();
      if ((await runningHost(directory)) === undefined && !(await isThere(files.state))) return;
      await call({ do: 'end-all', graceMs });
      while ((await runningHost(directory)) !== undefined) await sleep(20);
    },
  };
}

async function isThere(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}
