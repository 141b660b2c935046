import type { Proxy } from '#ports/proxy/port.ts';
import type { LiveStatus, Target } from '../port.ts';
import { containersOf } from './containers.ts';
import type { Docker } from './docker.ts';
import type { Records } from './record.ts';
import { healthNow } from './well.ts';

/** How a target is; `unknown` where Docker does not answer. */
export async function statusOf(
  ports: { readonly docker: Docker; readonly records: Records; readonly proxy: Proxy },
  target: Target,
  route: string,
): Promise<LiveStatus> {
  const { docker, records, proxy } = ports;
  const live = await records.live(target);
  const record = live && (await records.release(target, live.release));
  if (!live || !record) return { health: 'stopped' };
  const { id, sha, builtAtMs } = record;
  const [health, found] = await Promise.all([
    containersOf(docker, target, id).then(
      (containers) => healthNow(record, containers),
      () => 'unknown' as const,
    ),
    record.web === undefined ? undefined : proxy.find(route).catch(() => undefined),
  ]);
  return {
    live: { id, sha, builtAtMs, sinceMs: live.sinceMs },
    health,
    ...(found === undefined ? {} : { address: found.address }),
  };
}
