import type { z } from 'zod';
import type { PlanItem } from '../port.ts';
import type { planData } from './frames.ts';

const STATES = { pending: 'waiting', in_progress: 'running', completed: 'done' } as const;

/** The agent's list in our words. */
export function toPlan(steps: z.infer<typeof planData>['steps']): readonly PlanItem[] {
  return steps
    .filter((each) => each !== undefined)
    .map(({ step, status }) => ({ title: step, state: STATES[status] }));
}
