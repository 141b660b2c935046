/** What one check found. */
export interface Finding {
  /** `unknown`: could not be looked at, and nothing says that it is broken. */
  readonly state: 'ok' | 'broken' | 'unknown';
  readonly what: string;
  /** What to do about it. */
  readonly mend?: string;
}

/** All is well with `what`. */
export function ok(what: string): Finding {
  return { state: 'ok', what };
}

/** `what` does not work, and `mend` says what to do. */
export function broken(what: string, mend: string): Finding {
  return { state: 'broken', what, mend };
}

/** `what` could not be looked at. */
export function unknown(what: string, mend?: string): Finding {
  return { state: 'unknown', what, ...(mend !== undefined && { mend }) };
}
