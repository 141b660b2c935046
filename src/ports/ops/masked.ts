import type { Masker } from '#lib/mask/masker.ts';
import type { Actor, Ops, Person } from './port.ts';

/** An ops repository whose commits hold no secret that a person gave as a reason or a name. */
export function maskedOps<Kind extends Ops>(ops: Kind, masker: Pick<Masker, 'mask'>): Kind {
  const { mask } = masker;
  const named = ({ id, name }: Person): Person => ({ id, name: mask(name) });
  const safe = <Change extends Actor>(change: Change): Change => ({
    ...change,
    by: named(change.by),
    reason: mask(change.reason),
  });
  return {
    ...ops,
    propose: ({ desired, ...change }) =>
      ops.propose({
        ...safe(change),
        ...(desired && {
          desired: {
            ...desired,
            requestedBy: named(desired.requestedBy),
            ...(desired.approvedBy && { approvedBy: named(desired.approvedBy) }),
            ...(desired.pinned !== undefined && { pinned: mask(desired.pinned) }),
          },
        }),
      }),
    merge: (operationId, approvedBy) => ops.merge(operationId, approvedBy && named(approvedBy)),
    configure: (change) => ops.configure(safe(change)),
    hold: ({ hold, ...change }) =>
      ops.hold({
        ...safe(change),
        hold: { ...hold, by: named(hold.by), reason: mask(hold.reason) },
      }),
    lift: (change) => ops.lift(safe(change)),
    note: (change) => ops.note({ ...safe(change), subject: mask(change.subject) }),
    accept: (change) => ops.accept(safe(change)),
    restore: (change) => ops.restore(safe(change)),
    rename: (change) => ops.rename(safe(change)),
    remove: (change) => ops.remove(safe(change)),
  };
}
