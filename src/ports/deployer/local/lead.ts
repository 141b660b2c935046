import { withdraw } from '../withdraw.ts';
import type { Places } from './places.ts';
import type { Live } from './records.ts';
import type { RunOptions, Runs } from './runs.ts';

/** Leads people to the first release, and to the next one where that takes no connection. */
export async function lead(
  { proxy }: RunOptions['host'],
  places: Places,
  runs: Runs,
  ids: readonly (string | undefined)[],
): Promise<void> {
  const upstreams = await upstreamsOf(runs, ids);
  if (upstreams.length > 0) await proxy.route(places.name, upstreams);
  // It served something before, and does not now.
  else await proxy.forget(places.name);
}

/** Leads nobody to these any more; nothing is live. */
export async function leave(
  { proxy }: RunOptions['host'],
  places: Places,
  runs: Runs,
  ids: readonly string[],
): Promise<void> {
  await withdraw(proxy, places.name, await upstreamsOf(runs, ids));
}

/** What is live and was ended, as a worker is that made way for another, runs again. */
export async function comeBack(
  host: RunOptions['host'],
  places: Places,
  runs: Runs,
  { id }: Live,
): Promise<void> {
  if ((await runs.state(id)) !== undefined) return;
  await runs.resume(id);
  await lead(host, places, runs, [id]);
}

async function upstreamsOf(runs: Runs, ids: readonly (string | undefined)[]) {
  const known = ids.filter((id) => id !== undefined);
  const found = await Promise.all(known.map((id) => runs.upstream(id)));
  return found.filter((each) => each !== undefined);
}
