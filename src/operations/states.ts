import type { OperationState } from '#ports/store/port.ts';

/** From each state, where an operation can go. What ended stays as it is. */
export const TRANSITIONS: Readonly<Record<OperationState, readonly OperationState[]>> = {
  waiting: ['running', 'canceled'],
  running: ['done', 'undoing', 'failed', 'canceled'],
  undoing: ['failed', 'canceled'],
  done: [],
  failed: [],
  canceled: [],
};

/** What each state means, for the reference. */
export const MEANINGS: Readonly<Record<OperationState, string>> = {
  waiting: 'Stored; its turn has not come, because one of the same project runs before it.',
  running: 'Its steps are being done, or it waits for a signal, a moment or a decision.',
  undoing: 'It failed or was canceled; what its steps had done is being taken back.',
  done: 'Ended well.',
  failed: 'Ended badly; what could be taken back was.',
  canceled: 'Somebody stopped it; what could be taken back was.',
};

/** Says whether `state` is an end. */
export function isEnded(state: OperationState): boolean {
  return TRANSITIONS[state].length === 0;
}

/** @throws {Error} when `from` cannot become `to`: a mistake of ours, never a person's. */
export function assertTransition(from: OperationState, to: OperationState): void {
  if (TRANSITIONS[from].includes(to)) return;
  throw new Error(`an operation that is ${from} cannot become ${to}`);
}
