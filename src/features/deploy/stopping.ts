import { Canceled, type OperationRun } from '#operations/kind.ts';

/**
 * Says whether an operation can still be stopped: once its step `start` has ended it goes to its end,
 * because half a switch is worse than either.
 */
export function isStoppable({ noted }: Pick<OperationRun, 'noted'>): boolean {
  return noted('start') === undefined;
}

/** Lets a wish to stop end the operation while that is possible. @throws {Canceled} */
export function heedStop(run: OperationRun): void {
  if (run.signal.reason === 'canceled' && isStoppable(run)) throw new Canceled();
}

/** The same around work that ends early, or fails, once somebody wants to stop. @throws {Canceled} */
export async function stoppable<Result>(
  run: OperationRun,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  try {
    return await work(isStoppable(run) ? run.signal : run.leaving);
  } finally {
    heedStop(run);
  }
}
