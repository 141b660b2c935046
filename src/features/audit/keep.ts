import type { Audit } from '#ports/audit/port.ts';

const DAY_MS = 24 * 60 * 60 * 1_000;

interface Options {
  readonly audit: Pick<Audit, 'cut'>;
  /** 0: for ever. */
  readonly keepDays: number;
  readonly now: () => number;
  readonly log: (message: string, details: object) => void;
}

/** Cuts what is too old off the front of the record, now and daily. Returns how to end that. */
export function keepAudit({ audit, keepDays, now, log }: Options): () => void {
  if (keepDays === 0) return () => undefined;
  const cut = (): void => {
    audit
      .cut(now() - keepDays * DAY_MS, now())
      .then((lines) => lines > 0 && log('the audit record was cut', { lines }))
      .catch((error: unknown) => log('the audit record could not be cut', { error }));
  };
  cut();
  const timer = setInterval(cut, DAY_MS);
  timer.unref();
  return () => clearInterval(timer);
}
