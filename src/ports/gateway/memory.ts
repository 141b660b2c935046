import { randomUUID } from 'node:crypto';
import type { DownReason } from '#kernel/down-reason.ts';
import { Fault } from '#kernel/fault.ts';
import { refusalNote, type RefusedReason } from '#kernel/refused-reason.ts';
import type {
  Ask,
  FailureCause,
  Gateway,
  GatewayEvent,
  GatewayListener,
  GatewayRequest,
  GatewayState,
  Model,
  Picture,
  PlanItem,
  Question,
  Usage,
} from './port.ts';

/** One run as the script sees it. What it does here is what listeners hear. */
export interface MemoryRun {
  readonly sessionKey: string;
  readonly runId: string;
  /** What was told beside the request. */
  readonly system?: string;
  /** What it was given to look at. */
  readonly pictures?: readonly Picture[];
  /** The request. A run that goes on by itself after a crash gets the request that was cut off. */
  readonly text: string;
  /** The session's own; files written here are what the agent wrote. */
  readonly directory: string;
  /** `true`: nobody sent this one, the gateway went on by itself after its crash. */
  readonly isRecovery: boolean;
  /** Aborts when the run was stopped or the gateway crashed: do no more then. */
  readonly signal: AbortSignal;
  /** The answer so far, whole. */
  say(text: string): void;
  step(step: MemoryStep): void;
  plan(items: readonly PlanItem[]): void;
  retry(reason: string, attempt: number, cause?: FailureCause): void;
  /** What it has used so far; known also when it is stopped or fails. */
  use(usage: Usage): void;
  /** Waits for a person; the command would run in `directory`, by default the session's own. */
  approve(command: string, directory?: string): Promise<'allow-once' | 'deny'>;
  ask(questions: readonly Question[]): Promise<Readonly<Record<string, readonly string[]>>>;
}

type MemoryStep = Omit<Extract<GatewayEvent, { kind: 'step' }>, 'kind' | 'sessionKey' | 'runId'>;

/** What the agent does with a request. Resolves with the final; throw `RunFailure` to fail. */
export type MemoryScript = (run: MemoryRun) => Promise<string | { text: string; usage?: Usage }>;

/** Thrown by a script: the run ends with `failed`. Any other error does too, with cause `other`. */
export class RunFailure extends Error {
  override readonly name = 'RunFailure';
  readonly reason: FailureCause;

  constructor(reason: FailureCause, detail: string) {
    super(detail);
    this.reason = reason;
  }
}

/** The gateway for tests, and the levers that a real one does not have. */
export interface MemoryGateway extends Gateway {
  /** Decides from the next request on. */
  script(script: MemoryScript): void;
  /** The connection is lost: requests fail, events go nowhere, runs go on. */
  goDown(reason?: DownReason): void;
  /** It is back. After a crash, each run that was cut off starts again under a new id. */
  goUp(): void;
  /** It answers but will not serve us. */
  refuse(reason: RefusedReason): void;
  /** The gateway dies: down, runs and asks gone, and a run id seen before would run again. */
  crash(): void;
  /** Ends an ask as its time would. */
  expire(askId: string): void;
}

interface Session {
  readonly directory: string;
  readonly requests: { readonly runId: string; readonly text: string }[];
  model?: string;
  active?: { readonly run: MemoryRun; readonly stop: AbortController; text: string };
  lastAnswer?: string;
  /** The request that a crash cut off. */
  cutOff?: string;
}

type Answer = 'allow-once' | 'deny' | Readonly<Record<string, readonly string[]>>;

/** What it offers; the first is what a session has at first. */
const MODELS = [
  { id: 'memory/one', name: 'Model One', isAvailable: true, contextTokens: 128_000 },
  { id: 'memory/two', name: 'Model Two', isAvailable: true, contextTokens: 128_000 },
] as const satisfies readonly Model[];

/** Half an hour, as the real one gives. */
const ASK_LIFE_MS = 1_800_000;

/**
 * A gateway that forgets everything with the process. Without a script it repeats what it is told.
 * With `recovers: false` nothing goes on by itself after a crash.
 * Listeners hear the first event of a run after `send` has resolved, never before.
 */
export function memoryGateway(
  options: { script?: MemoryScript; now?: () => number; recovers?: boolean } = {},
): MemoryGateway {
  const { now = Date.now, recovers = true } = options;
  let script: MemoryScript = options.script ?? (async ({ text }) => `You said: ${text}`);
  let state: GatewayState = { kind: 'up', version: 'memory' };
  const listeners = new Set<GatewayListener>();
  const sessions = new Map<string, Session>();
  const accepted = new Set<string>();
  const used = new Map<string, Usage>();
  const waiting = new Map<string, { ask: Ask; settle: (answer: Answer) => void }>();

  function tell(about: (listener: GatewayListener) => void): void {
    if (state.kind === 'up') for (const listener of listeners) about(listener);
  }

  function become(next: GatewayState): void {
    state = next;
    for (const listener of listeners) listener.state?.(state);
  }

  function refuseUnlessUp(): void {
    if (state.kind === 'refused') throw new Fault('gateway-refused', refusalNote(state.reason));
    if (state.kind === 'down') throw new Fault('gateway-unreachable', state.reason.code);
  }

  function sessionOf(key: string): Session {
    const session = sessions.get(key);
    if (!session) throw new Fault('gateway-refused', `no session ${key}`);
    return session;
  }

  function begin(request: GatewayRequest, isRecovery = false): void {
    const { sessionKey, runId, text, system, pictures } = request;
    const session = sessionOf(sessionKey);
    const stop = new AbortController();
    const id = { sessionKey, runId };
    const emit = (event: GatewayEvent) => {
      if (!stop.signal.aborted) tell((listener) => listener.event?.(event));
    };
    const wait = (ask: Ask) => suspend(ask, stop.signal);
    const ask = () => ({ ...id, id: randomUUID(), expiresAtMs: now() + ASK_LIFE_MS });

    const run: MemoryRun = {
      ...id,
      text,
      ...(system === undefined ? {} : { system }),
      ...(pictures && { pictures }),
      directory: session.directory,
      isRecovery,
      signal: stop.signal,
      say(said) {
        if (session.active?.run === run) session.active.text = said;
        emit({ ...id, kind: 'text', text: said });
      },
      step: (step) => emit({ ...id, kind: 'step', ...step }),
      plan: (items) => emit({ ...id, kind: 'plan', items }),
      retry: (reason, attempt, cause = 'other') =>
        emit({ ...id, kind: 'retrying', cause, reason, attempt }),
      use: (usage) => void used.set(runId, usage),
      approve: async (command, directory = session.directory) => {
        const answer = await wait({ ...ask(), kind: 'approval', command, directory });
        return answer === 'allow-once' ? answer : 'deny';
      },
      ask: async (questions) => {
        const answer = await wait({ ...ask(), kind: 'question', questions });
        return typeof answer === 'string' ? {} : answer;
      },
    };
    session.requests.push({ runId, text });
    session.active = { run, stop, text: '' };
    delete session.lastAnswer;
    setImmediate(() => void play(session, run, emit));
  }

  async function play(session: Session, run: MemoryRun, emit: (event: GatewayEvent) => void) {
    const id = { sessionKey: run.sessionKey, runId: run.runId };
    emit({ ...id, kind: 'started' });
    let last: GatewayEvent;
    try {
      const final = await script(run);
      last = { ...id, kind: 'final', ...(typeof final === 'string' ? { text: final } : final) };
    } catch (error) {
      const cause = error instanceof RunFailure ? error.reason : 'other';
      last = { ...id, kind: 'failed', cause, detail: String(error) };
    }
    if (run.signal.aborted) return;
    delete session.active;
    if (last.kind === 'final') session.lastAnswer = last.text;
    if (last.kind === 'final' && last.usage) used.set(run.runId, last.usage);
    emit(last);
  }

  function suspend(ask: Ask, signal: AbortSignal): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const drop = () => {
        if (waiting.delete(ask.id)) tell((listener) => listener.askEnded?.(ask.id, 'cancelled'));
        reject(new Error('the run was stopped'));
      };
      signal.addEventListener('abort', drop, { once: true });
      waiting.set(ask.id, {
        ask,
        settle(answer) {
          signal.removeEventListener('abort', drop);
          waiting.delete(ask.id);
          resolve(answer);
        },
      });
      tell((listener) => listener.asked?.(ask));
    });
  }

  function settle(askId: string, kind: Ask['kind'], answer: Answer, outcome: string): boolean {
    const entry = waiting.get(askId);
    if (entry?.ask.kind !== kind) return false;
    entry.settle(answer);
    tell((listener) => listener.askEnded?.(askId, outcome));
    return true;
  }

  return {
    state: () => state,
    listen(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },

    async openSession({ key, directory }) {
      refuseUnlessUp();
      const known = sessions.get(key);
      if (known?.directory !== directory) sessions.set(key, { directory, requests: [] });
    },

    async send(request) {
      const { sessionKey, runId } = request;
      refuseUnlessUp();
      const session = sessionOf(sessionKey);
      if (accepted.has(runId)) return;
      if (session.active) throw new Error(`two runs at once in ${sessionKey}: the caller's fault`);
      accepted.add(runId);
      begin(request);
    },

    async abort(sessionKey) {
      refuseUnlessUp();
      const session = sessions.get(sessionKey);
      if (!session?.active) return false;
      const { run, stop, text } = session.active;
      delete session.active;
      stop.abort();
      tell((listener) => listener.event?.({ sessionKey, runId: run.runId, kind: 'aborted', text }));
      return true;
    },

    async inspect(sessionKey) {
      refuseUnlessUp();
      const session = sessions.get(sessionKey);
      if (!session) return { seenRunIds: [] };
      const { active, lastAnswer, requests } = session;
      return {
        seenRunIds: requests.map(({ runId }) => runId),
        ...(active ? { active: { runId: active.run.runId, text: active.text } } : {}),
        ...(lastAnswer === undefined ? {} : { lastAnswer }),
      };
    },

    usage: async (_sessionKey, runId) => (state.kind === 'up' ? used.get(runId) : undefined),

    async facts(sessionKey) {
      refuseUnlessUp();
      const session = sessions.get(sessionKey);
      if (!session) return undefined;
      const runs = session.requests.flatMap(({ runId }) => used.get(runId) ?? []);
      const last = runs.at(-1);
      return {
        model: session.model ?? MODELS[0].id,
        messages: session.requests.length * 2,
        contextTokens: MODELS[0].contextTokens,
        ...(last && { usedTokens: last.inputTokens + last.outputTokens }),
      };
    },

    async models() {
      refuseUnlessUp();
      return MODELS;
    },

    async chooseModel(sessionKey, modelId) {
      refuseUnlessUp();
      if (!MODELS.some(({ id }) => id === modelId)) return false;
      sessionOf(sessionKey).model = modelId;
      return true;
    },

    async asks() {
      refuseUnlessUp();
      return [...waiting.values()].map(({ ask }) => ask);
    },

    async decide(askId, decision) {
      refuseUnlessUp();
      return settle(askId, 'approval', decision, decision);
    },

    async answer(askId, answers) {
      refuseUnlessUp();
      return settle(askId, 'question', answers, 'answered');
    },

    async close() {
      for (const { active } of sessions.values()) active?.stop.abort();
      listeners.clear();
    },

    script(next) {
      script = next;
    },

    goDown(reason = { code: 'connection-lost' }) {
      become({ kind: 'down', sinceMs: now(), reason });
    },

    goUp() {
      become({ kind: 'up', version: 'memory' });
      for (const [key, session] of sessions) {
        const { cutOff } = session;
        delete session.cutOff;
        if (recovers && cutOff !== undefined) {
          begin({ sessionKey: key, runId: randomUUID(), text: cutOff }, true);
        }
      }
    },

    refuse(reason) {
      become({ kind: 'refused', sinceMs: now(), reason });
    },

    crash() {
      become({ kind: 'down', sinceMs: now(), reason: { code: 'restarting' } });
      accepted.clear();
      for (const session of sessions.values()) {
        if (!session.active) continue;
        session.cutOff = session.active.run.text;
        session.active.stop.abort();
        delete session.active;
      }
    },

    expire(askId) {
      const entry = waiting.get(askId);
      if (!entry) return;
      settle(askId, entry.ask.kind, entry.ask.kind === 'approval' ? 'deny' : {}, 'expired');
    },
  };
}
