import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { until } from '../bot.ts';
import type { World } from '../world.ts';

/** A bot that dies where a file says; it must run with `preload.ts`. */
interface Mortal {
  readonly world: World;
  readonly killFile: string;
  /** What it is started with again. */
  readonly environment: Readonly<Record<string, string>>;
}

/** Calls `awake` until the flow has ended. */
type Flow<Ended> = (awake: () => Promise<void>) => Promise<Ended>;

/**
 * Goes through one flow with a death at each boundary of `group`, in their order. Resolves with how
 * it ended, with the boundaries that it did not come to, and with how long each way back took.
 */
export async function dieAt<Ended>(
  { world, killFile, environment }: Mortal,
  group: readonly string[],
  flow: Flow<Ended>,
): Promise<{
  readonly ended: Ended;
  readonly late: readonly string[];
  readonly backMs: readonly number[];
}> {
  const waiting = [...group];
  const backMs: number[] = [];
  let death: NodeJS.Signals | null | undefined;
  const next = (): void => {
    const [boundary] = waiting;
    if (boundary !== undefined) writeFileSync(killFile, boundary);
    death = undefined;
    void world.bot.gone.then((signal) => (death ??= signal));
  };
  next();
  const ended = await flow(async () => {
    if (death !== 'SIGKILL' || !existsSync(killFile)) return;
    rmSync(killFile);
    waiting.shift();
    const diedAtMs = performance.now();
    await world.restartBot(environment);
    backMs.push(performance.now() - diedAtMs);
    next();
  }).catch((cause: unknown) => {
    const seen = world.alice.messages().slice(-8);
    const texts = seen.map(({ text, buttons }) => `${text} ${buttons.flat().join()}`);
    const about = `dies at ${group.join()}; still to come: ${waiting.join()}`;
    throw new Error([about, ...texts, world.bot.output().slice(-3_000)].join('\n'), { cause });
  });
  rmSync(killFile, { force: true });
  return { ended, late: waiting, backMs };
}

/**
 * Dies at every boundary, `deaths` of them in one flow, so that what has just been resumed dies too;
 * those that the deaths before made a flow pass by come alone. `die` goes through one flow and
 * resolves with those that it did not come to; this resolves with what no flow came to.
 */
export async function dieAtAll(
  boundaries: readonly string[],
  deaths: number,
  die: (group: readonly string[]) => Promise<readonly string[]>,
): Promise<readonly string[]> {
  const rounds = Math.ceil(boundaries.length / deaths);
  const late: string[] = [];
  for (let round = 0; round < rounds; round += 1)
    late.push(...(await die(boundaries.filter((_, index) => index % rounds === round))));
  const neverReached: string[] = [];
  for (const boundary of late) neverReached.push(...(await die([boundary])));
  return neverReached;
}

/** Waits until the outbox is empty and nothing runs: whatever comes too much has come by then. */
export async function idle(
  world: World,
  awake: () => Promise<void>,
  timeoutMs: number,
): Promise<void> {
  await until(async () => {
    await awake();
    const text = await (await fetch(`${world.bot.url}/metrics`)).text();
    const figures = [
      ...text.matchAll(/^codefoundry_(?:outbox_waiting|operations_unfinished\S*) (\d+)/gmu),
    ];
    return figures.length >= 3 && figures.every(([, figure]) => figure === '0');
  }, timeoutMs);
}
