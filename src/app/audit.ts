import { auditOperations } from '#features/audit/follow.ts';
import { keepAudit } from '#features/audit/keep.ts';
import { createTrail, type Trail } from '#features/audit/trail.ts';
import type { Masker } from '#lib/mask/masker.ts';
import type { Operations } from '#operations/operations.ts';
import type { Store } from '#ports/store/port.ts';

interface Options {
  readonly store: Store;
  readonly operations: Pick<Operations, 'listen'>;
  readonly masker: Pick<Masker, 'mask'>;
  /** How long entries stay; 0: for ever. */
  readonly keepDays: number;
  readonly now: () => number;
  readonly log: (message: string, details: object) => void;
  /** Told for each entry that was lost. */
  readonly failed: () => void;
}

/** The record of who did what, written by dispatch and, from now on, by operations. */
export function startAudit(options: Options): {
  readonly trail: Trail;
  /** Records what an earlier process had no time for; for before operations resume. */
  catchUp(): Promise<void>;
  /** Resolves when everything is written. */
  stop(): Promise<void>;
} {
  const { store, operations, masker, log } = options;
  const trail = createTrail({ ...options, audit: store.audit, mask: (text) => masker.mask(text) });
  const ofOperations = auditOperations({ ...options, trail });
  const unlisten = operations.listen((event) => ofOperations.hear(event));
  const endCuts = keepAudit({ ...options, audit: store.audit });
  return {
    trail,
    catchUp: () =>
      ofOperations
        .catchUp()
        .catch((error: unknown) => log('the audit record did not catch up', { error })),
    async stop() {
      // What was told just now is heard in the next microtask.
      await Promise.resolve();
      unlisten();
      endCuts();
      await ofOperations.settled();
      await trail.settled();
    },
  };
}
