import { holdersOf } from '#ports/store/role-holders.ts';
import type { ChangePorts } from './place.ts';
import { type ChangeView, writersOf } from './view.ts';

/** Who has to approve before somebody may merge. */
export interface Policy {
  /** One of these; absent: nobody has to. */
  readonly mustApprove?: readonly number[];
  /** It is the one's own, and nobody else could look at it. */
  readonly isAlone: boolean;
}

/** Telegram ids of those who can release in a project at this moment. */
export function releasersOf(
  project: string,
  { store, ownerIds }: Pick<ChangePorts, 'store' | 'ownerIds'>,
): Promise<readonly number[]> {
  return holdersOf('releaser', project, store, ownerIds);
}

/** Says whether somebody proposed a change or wrote a commit of it. */
export function isOwn(view: ChangeView, actorId: number): boolean {
  return view.change.author.actorId === actorId || writersOf(view).has(actorId);
}

/**
 * What is one's own needs the approval of another one, once two people can release. Whoever merges
 * what others made has looked at it.
 */
export function policyFor(view: ChangeView, actorId: number, releasers: readonly number[]): Policy {
  if (!isOwn(view, actorId)) return { isAlone: false };
  const others = releasers.filter((each) => each !== actorId);
  if (others.length === 0) return { isAlone: true };
  const strangers = others.filter((each) => !isOwn(view, each));
  // All of them wrote in it: then one more pair of eyes has to do.
  return { mustApprove: strangers.length > 0 ? strangers : others, isAlone: false };
}
