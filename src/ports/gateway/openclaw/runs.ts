import { toCause, toFailureCause } from './failure.ts';
import {
  agentFrame,
  chatFrame,
  itemData,
  lifecycleData,
  planData,
  statusData,
  toolData,
  type AgentFrame,
  type ChatFrame,
} from './frames.ts';
import type { GatewayEvent } from '../port.ts';
import { toPlan } from './plan.ts';
import { runSteps } from './steps.ts';

interface Run {
  started: boolean;
  /** The answer so far, as the gateway accumulates it. */
  text: string;
  readonly steps: ReturnType<typeof runSteps>;
}

/** How many runs are followed at once; of the oldest beyond that the text and steps are forgotten. */
const FOLLOWED = 1_000;
/** How many ended runs are remembered, so that their late frames do not look like new runs. */
const REMEMBERED = 1_000;

/**
 * Turns the gateway's `chat` and `agent` frames into our events; state per run, no I/O.
 * @throws {ZodError} for a frame that does not have the shape it must have
 */
export function runReader(directoryOf: (sessionKey: string) => string | undefined) {
  const runs = new Map<string, Run>();
  const ended = new Set<string>();

  function runOf(runId: string): Run {
    const run = runs.get(runId) ?? { started: false, text: '', steps: runSteps() };
    runs.set(runId, run);
    const [oldest] = runs.keys();
    if (runs.size > FOLLOWED && oldest !== undefined) runs.delete(oldest);
    return run;
  }

  function end(runId: string): void {
    runs.delete(runId);
    ended.add(runId);
    const [oldest] = ended;
    if (ended.size > REMEMBERED && oldest !== undefined) ended.delete(oldest);
  }

  function chat(frame: ChatFrame): GatewayEvent[] {
    const id = { sessionKey: frame.sessionKey, runId: frame.runId };
    if (ended.has(frame.runId)) return [];
    const run = runOf(frame.runId);
    const first = run.started ? [] : [{ ...id, kind: 'started' } as const];
    const begin = () => {
      run.started = true;
      return first;
    };
    switch (frame.state) {
      case 'status':
        return begin();
      case 'delta':
        if (frame.message === undefined || frame.message === run.text) return begin();
        run.text = frame.message;
        return [...begin(), { ...id, kind: 'text', text: run.text }];
      case 'final':
        // A final of a run that never began, with no message: the text was queued behind another
        // run, and its answer will come under an id of the gateway's own.
        if (frame.message === undefined && !run.started) {
          runs.delete(frame.runId);
          return [];
        }
        end(frame.runId);
        return [...begin(), { ...id, kind: 'final', text: frame.message ?? run.text }];
      case 'aborted':
        end(frame.runId);
        return [...begin(), { ...id, kind: 'aborted', text: frame.message ?? run.text }];
      case 'error': {
        end(frame.runId);
        const detail = frame.errorMessage ?? frame.errorKind ?? '';
        return [...begin(), { ...id, kind: 'failed', cause: toFailureCause(frame), detail }];
      }
    }
  }

  function agent(frame: AgentFrame): GatewayEvent[] {
    const { runId, sessionKey, stream } = frame;
    if (sessionKey === undefined || ended.has(runId)) return [];
    const id = { sessionKey, runId };
    const directory = directoryOf(sessionKey) ?? frame.session?.sessionRoot ?? undefined;
    switch (stream) {
      case 'lifecycle': {
        if (lifecycleData.parse(frame.data).phase !== 'start') return [];
        const run = runOf(runId);
        // A retry of the model starts the lifecycle again.
        if (run.started) return [];
        run.started = true;
        return [{ ...id, kind: 'started' }];
      }
      case 'run_status': {
        const { phase, reason, message, retryAttempt, maxRetries } = statusData.parse(frame.data);
        if (phase !== 'retrying') return [];
        const attempt = retryAttempt === undefined ? {} : { attempt: retryAttempt };
        const limit = maxRetries === undefined ? {} : { limit: maxRetries };
        const cause = toCause(reason ?? '');
        return [
          { ...id, kind: 'retrying', cause, reason: reason ?? message ?? '', ...attempt, ...limit },
        ];
      }
      case 'plan': {
        const items = toPlan(planData.parse(frame.data).steps);
        return [{ ...id, kind: 'plan', items }];
      }
      case 'item': {
        const data = itemData.parse(frame.data);
        if (data.kind === 'preamble') return preamble(id, data.progressText);
        const step = runOf(runId).steps.item(data, directory);
        return step ? [{ ...id, kind: 'step', ...step }] : [];
      }
      case 'tool': {
        const step = runOf(runId).steps.tool(toolData.parse(frame.data), directory);
        return step ? [{ ...id, kind: 'step', ...step }] : [];
      }
      default:
        return [];
    }
  }

  /** What the agent says before a tool call; from the second call on it is in no `chat` frame. */
  function preamble(id: { sessionKey: string; runId: string }, said = ''): GatewayEvent[] {
    const run = runOf(id.runId);
    if (said === '' || run.text.endsWith(said)) return [];
    run.text = run.text === '' ? said : `${run.text}\n\n${said}`;
    return [{ ...id, kind: 'text', text: run.text }];
  }

  return {
    /** Forgets the runs that have not ended: the gateway that ran them is gone. */
    forget(): void {
      runs.clear();
    },

    /** The runs whose end was told until now. */
    ended: (): ReadonlySet<string> => new Set(ended),

    read(event: string, payload: unknown): GatewayEvent[] {
      if (event === 'chat') return chat(chatFrame.parse(payload));
      if (event === 'agent') return agent(agentFrame.parse(payload));
      return [];
    },
  };
}
