import { Canceled, type OperationRun } from '#operations/kind.ts';

/** Says whether it can still be stopped: from the switch on, half of it is worse than either end. */
function isStoppable(run: OperationRun): boolean {
  return run.noted('start') === undefined;
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
