import type { Target } from '#ports/deployer/port.ts';
import type { Operation } from '#ports/store/port.ts';

/** Kinds of operations that change what is live: while one runs, nothing can be said of it. */
const KINDS = ['deploy', 'rollback'];

/** The operation that changes what is live in a target; `undefined`: none. */
export function changing(
  { project, environment }: Target,
  unfinished: readonly Operation[],
): Operation | undefined {
  return unfinished.find(
    (each) =>
      KINDS.includes(each.kind) &&
      each.project === project &&
      (each.input as { readonly environment?: string }).environment === environment,
  );
}
