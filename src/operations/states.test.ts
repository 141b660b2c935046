import { expect, it } from 'vitest';
import type { OperationState } from '#ports/store/port.ts';
import { assertTransition, isEnded, TRANSITIONS } from './states.ts';

const states = Object.keys(TRANSITIONS) as OperationState[];

it('throws for every way that is not in the table', () => {
  const refusal = (from: OperationState, to: OperationState): string | undefined => {
    try {
      assertTransition(from, to);
      return undefined;
    } catch (error) {
      return String(error);
    }
  };
  const pairs = states.flatMap((from) => states.map((to) => [from, to] as const));
  const allowed = pairs
    .filter(([from, to]) => refusal(from, to) === undefined)
    .map(([from, to]) => `${from} ${to}`);
  expect(refusal('done', 'running')).toContain('an operation that is done cannot become running');
  const table = states.flatMap((from) => TRANSITIONS[from].map((to) => `${from} ${to}`));
  expect(allowed.toSorted()).toEqual(table.toSorted());
  expect(allowed).not.toContain('done running');
});

it('reaches an end from everywhere, and leaves none', () => {
  expect(states.filter(isEnded)).toEqual(['done', 'failed', 'canceled']);
  for (const state of states) {
    const reached = new Set([state]);
    for (const each of reached) for (const next of TRANSITIONS[each]) reached.add(next);
    expect([...reached].some(isEnded)).toBe(true);
  }
});
