import type { z } from 'zod';
import type { GatewayEvent } from '../port.ts';
import type { itemData, toolData } from './frames.ts';
import { toRelative, withoutDirectory } from './paths.ts';

type StepEvent = Extract<GatewayEvent, { kind: 'step' }>;
/** A step without the run it belongs to. */
export type Step = Pick<
  StepEvent,
  'stepId' | 'state' | 'tool' | 'title' | 'file' | 'command' | 'patch'
>;

/** The gateway's ways to reach its other tools; the tool that is reached has a step of its own. */
const WRAPPERS = new Set(['tool_call', 'tool_search', 'tool_describe']);

/**
 * The steps of one run. The gateway tells each tool call twice: `item` has the title and how it
 * ended, `tool` has the arguments and the patch. Both are merged by the call's id; each method
 * returns the step when something about it is new.
 */
export function runSteps() {
  const steps = new Map<string, { step: Step; ended: boolean; hasItem: boolean }>();

  function update(id: string, tool: string, change: Partial<Step>, isItem: boolean) {
    if (WRAPPERS.has(tool)) return undefined;
    const known = steps.get(id);
    if (known?.ended) return undefined;
    const before = known?.step ?? { stepId: id, state: 'running', tool, title: tool };
    const step: Step = { ...before, ...change };
    const hasItem = isItem || known?.hasItem === true;
    steps.set(id, { step, ended: step.state !== 'running', hasItem });
    return JSON.stringify(step) === JSON.stringify(known?.step) ? undefined : step;
  }

  return {
    item(data: z.infer<typeof itemData>, directory: string | undefined): Step | undefined {
      if (data.kind !== 'tool' || data.toolCallId === undefined) return undefined;
      const change = {
        state: data.phase === 'end' ? toState(data.status) : 'running',
        ...(data.title === undefined ? {} : { title: withoutDirectory(data.title, directory) }),
      } as const;
      return update(data.toolCallId, data.name ?? 'tool', change, true);
    },

    tool(data: z.infer<typeof toolData>, directory: string | undefined): Step | undefined {
      const change = { ...fromArguments(data, directory), ...fromResult(data, directory) };
      // An exit code other than 0 is told by the item alone, so where there is one it has the say.
      const ends = data.phase === 'result' && steps.get(data.toolCallId)?.hasItem !== true;
      const state = data.isError === true ? 'failed' : 'done';
      return update(data.toolCallId, data.name, ends ? { ...change, state } : change, false);
    },
  };
}

function toState(status: string | undefined): Step['state'] {
  return status === 'completed' ? 'done' : 'failed';
}

function fromArguments({ args }: z.infer<typeof toolData>, directory: string | undefined) {
  const file = args?.path === undefined ? undefined : toRelative(args.path, directory);
  return {
    ...(file === undefined ? {} : { file }),
    ...(args?.command === undefined ? {} : { command: args.command }),
  };
}

function fromResult({ result }: z.infer<typeof toolData>, directory: string | undefined) {
  const { patch, summary } = result?.details ?? {};
  const touched = summary && [...summary.added, ...summary.modified, ...summary.deleted];
  const file = touched?.length === 1 ? toRelative(touched[0] ?? '', directory) : undefined;
  return {
    ...(file === undefined ? {} : { file }),
    ...(patch === undefined ? {} : { patch: withoutDirectory(patch, directory) }),
  };
}
