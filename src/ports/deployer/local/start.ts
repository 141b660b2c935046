import type { DeployOutcome, DeployerSettings } from '../port.ts';
import { failed, reasonOf } from './failures.ts';
import type { Places } from './places.ts';
import { readLive, readRelease } from './records.ts';
import type { Runs } from './runs.ts';
import { lastBytes, sizeOf } from './tail.ts';
import { answersWell, becomesWell } from './well.ts';

const TAIL_BYTES = 4000;

/**
 * Starts a release beside what is live, and ends it again when it does not become well. What
 * serves nothing cannot run beside another: what is live ends first, and is there again on failure.
 * @throws the reason of `signal`, after it has been put back as it was
 */
export async function startRelease(
  places: Places,
  runs: Runs,
  id: string,
  settings: DeployerSettings,
  signal: AbortSignal,
): Promise<DeployOutcome> {
  signal.throwIfAborted();
  const release = await readRelease(places, id);
  if (release === undefined) return failed('unsupported', '', { code: 'no-release', release: id });
  const live = await readLive(places);
  const isRunning = async () => (await runs.state(id))?.isRunning === true;
  if (live?.id === id && (await isRunning())) return { kind: 'done' };

  const { log } = places.release(id);
  const logBegin = await sizeOf(log);
  const putBack = async () => {
    await runs.end(id);
    if (release.health === undefined && live) await runs.resume(live.id);
  };
  try {
    if (release.health === undefined) {
      const others = (await runs.all()).filter(({ releaseId }) => releaseId !== id);
      for (const { releaseId } of others) await runs.end(releaseId, settings.drainTimeoutMs);
    }
    // What ended while nobody looked left how it ended, which is not how it will end now.
    if (!(await isRunning())) await runs.end(id);
    const { port } = await runs.begin(release, { restart: false, variables: settings.variables });
    const { health } = release;
    const patient =
      health === undefined || port === undefined
        ? { isRunning }
        : { isRunning, isWell: () => answersWell(port, health.path) };
    const how = await becomesWell(patient, settings, signal);
    if (how === 'well') return { kind: 'done' };
    const printedBytes = (await sizeOf(log)) - logBegin;
    const exitCode = (await runs.state(id))?.exitCode;
    await putBack();
    const tail = printedBytes <= 0 ? '' : await lastBytes(log, TAIL_BYTES, logBegin);
    const name = release.start.join(' ');
    const isKnown = how === 'exited' && exitCode !== undefined;
    const why = isKnown ? ({ code: 'ended', name, exitCode } as const) : undefined;
    return failed(reasonOf(how, tail), tail, why);
  } catch (error) {
    await putBack().catch(() => undefined);
    throw signal.aborted ? signal.reason : error;
  }
}
