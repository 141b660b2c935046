interface Running<Result> {
  callers: number;
  readonly stop: AbortController;
  readonly result: Promise<Result>;
}

/**
 * Runs `work` once at a time: who calls while it runs gets the same result. It is aborted when all
 * who wait for it have gone.
 */
export function joined<Result>(
  work: (signal: AbortSignal) => Promise<Result>,
): (signal?: AbortSignal) => Promise<Result> {
  let running: Running<Result> | undefined;

  const start = (): Running<Result> => {
    const stop = new AbortController();
    const result = work(stop.signal).finally(() => (running = undefined));
    return { callers: 0, stop, result };
  };

  return async (signal) => {
    // The one before is being stopped and holds what this one needs.
    while (running?.stop.signal.aborted) await running.result.catch(() => undefined);
    if (signal?.aborted) throw stopped();
    running ??= start();
    const mine = running;
    mine.callers += 1;
    return new Promise((resolve, reject) => {
      const leave = () => {
        mine.callers -= 1;
        if (mine.callers === 0) mine.stop.abort();
        reject(stopped());
      };
      signal?.addEventListener('abort', leave, { once: true });
      const end = () => signal?.removeEventListener('abort', leave);
      mine.result.finally(end).then(resolve, reject);
    });
  };
}

function stopped(): Error {
  return new Error('the backup was stopped');
}
