import type { LoggedCommit, OpsRepository } from './repository.ts';

/** What is left of a commit of the line by which it is found again. */
export type Trace = Pick<LoggedCommit, 'sha' | 'parents' | 'operation' | 'action'>;

/** How far back what an operation did is looked for. */
const REACH = 5_000;

/** What operations did in the line, read once and then kept up with what is made. */
export function trailOf(repository: Pick<OpsRepository, 'log'>): {
  /** The newest first. */
  of(accepted: string | undefined): Promise<readonly Trace[]>;
  /** `trace` was made on `before`. */
  goOn(before: string | undefined, trace: Trace): void;
} {
  let known: { readonly head: string | undefined; readonly traces: readonly Trace[] } | undefined;
  return {
    async of(accepted) {
      if (accepted === undefined) return [];
      if (known?.head !== accepted) {
        known = { head: accepted, traces: await repository.log(accepted, REACH) };
      }
      return known.traces;
    },
    goOn(before, trace) {
      if (known?.head !== before) return;
      const traces = [trace, ...(known?.traces ?? [])].slice(0, REACH);
      known = { head: trace.sha, traces };
    },
  };
}
