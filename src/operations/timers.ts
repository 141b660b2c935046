/** Calls `work` once after `ms`, unless the returned function is called before. */
export type After = (ms: number, work: () => void) => () => void;

/** The longest single wait: a clock that was set anew, or slept, is noticed within it. */
const LONGEST_WAIT_MS = 60_000;

/** Timers of this process. They keep it alive no longer than what else it does. */
export const systemAfter: After = (ms, work) => {
  const timer = setTimeout(work, ms);
  timer.unref();
  return () => clearTimeout(timer);
};

/** Calls `work` once when `now` has reached `atMs`, unless the returned function is called before. */
export function at(
  atMs: number,
  work: () => void,
  { now, after }: { readonly now: () => number; readonly after: After },
): () => void {
  let cancel = (): void => undefined;
  const arm = (): void => {
    const leftMs = atMs - now();
    cancel = after(Math.max(0, Math.min(leftMs, LONGEST_WAIT_MS)), () => {
      if (now() >= atMs) work();
      else arm();
    });
  };
  arm();
  return () => cancel();
}

/** Resolves after `ms`, or at once when `signal` aborts. */
export function pause(ms: number, after: After, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const stop = (): void => {
      cancel();
      resolve();
    };
    const cancel = after(ms, () => {
      signal.removeEventListener('abort', stop);
      resolve();
    });
    signal.addEventListener('abort', stop, { once: true });
  });
}
