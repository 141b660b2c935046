import type { Json, Operation, OperationStore, Step } from '#ports/store/port.ts';
import { declarationOf, type StepDeclarations } from './declared.ts';
import type { Emit } from './events.ts';

/** What a step's work is told. */
interface StepCall {
  /** Counts from 1; over 1, an earlier attempt may have had its effect. */
  readonly attempt: number;
  /** The same for every attempt, for systems that drop what they have seen: `operation:step`. */
  readonly key: string;
  /** What the first attempt was given. */
  readonly input: Json | undefined;
}

/** A step in full. */
export interface StepSpec<Result> {
  /** Kept with the step, for people and for later attempts. */
  readonly input?: Json;
  /** Asked before a repeated `work`: what the outside says already is the result. */
  lookFirst?(call: StepCall): Promise<Result | undefined>;
  work(call: StepCall): Promise<Result>;
  /** Takes a finished step back. The step's declaration says how. */
  readonly undo?: (result: Result, call: StepCall) => Promise<void>;
}

type Undo = (call: StepCall) => Promise<void>;

/** The journal of one operation, as its one owner sees and writes it. */
export interface Journal {
  step<Result>(
    name: string,
    work: ((attempt: number) => Promise<Result>) | StepSpec<Result>,
  ): Promise<Result>;
  readonly note: (name: string, value: Json) => Promise<void>;
  /** An ended step. */
  find(name: string): Step | undefined;
  /** In the order of their first start. */
  steps(): readonly Step[];
  undoOf(name: string): Undo | undefined;
  /** A step of the engine itself, which no kind declares. */
  own(name: string, work: (call: StepCall) => Promise<Json>): Promise<void>;
  /** From now on only what is finished comes back; everything else throws `BeyondJournal`. */
  replay(): void;
}

/** Thrown into a handler that is run again only to learn how its steps are taken back. */
export class BeyondJournal extends Error {
  override readonly name = 'BeyondJournal';
}

async function attempt<Result>(spec: StepSpec<Result>, call: StepCall): Promise<Result> {
  const found = call.attempt > 1 ? await spec.lookFirst?.(call) : undefined;
  return found ?? spec.work(call);
}

interface Options {
  readonly operation: Operation;
  readonly declared: StepDeclarations;
  readonly store: OperationStore;
  readonly token: number;
  readonly now: () => number;
  readonly emit: Emit;
  /** `true` once the process lets go: what was cut off by that is no result. */
  readonly lettingGo: () => boolean;
}

/** Reads the journal. The fence must be up: from here on nobody else writes to it. */
export async function openJournal(options: Options): Promise<Journal> {
  const { operation, declared, store, token, now, emit } = options;
  const { id } = operation;
  const known = new Map((await store.steps(id)).map((step) => [step.name, step]));
  const undos = new Map<string, Undo>();
  const busy = new Map<string, Promise<unknown>>();
  let replaying = false;

  const start = async (name: string, input: Json | undefined): Promise<StepCall> => {
    const before = known.get(name);
    const more = input === undefined ? { token } : { token, input };
    const startedAtMs = now();
    await store.startStep(id, name, startedAtMs, more);
    const attempt = (before?.attempts ?? 0) + 1;
    const kept = before?.input ?? input;
    known.set(name, {
      name,
      attempts: attempt,
      startedAtMs,
      ...(kept === undefined ? {} : { input: kept }),
    });
    emit({ kind: 'step-started', operation, step: name, attempt });
    return { attempt, key: `${id}:${name}`, input: kept };
  };

  const end = async (name: string, result: Json): Promise<void> => {
    const endedAtMs = now();
    await store.endStep(id, name, result, endedAtMs, token);
    const { startedAtMs = endedAtMs, ...rest } = known.get(name) ?? { name, attempts: 1 };
    known.set(name, { ...rest, startedAtMs, endedAtMs, result });
    emit({ kind: 'step-ended', operation, step: name, durationMs: endedAtMs - startedAtMs });
  };

  const endUnlessCutOff = async (name: string, result: Json): Promise<void> => {
    // The next start does it again.
    if (options.lettingGo()) throw new Error('shutdown');
    await end(name, result);
  };

  const find = (name: string): Step | undefined => {
    const step = known.get(name);
    return step?.endedAtMs === undefined ? undefined : step;
  };

  const doOnce = async <Result>(name: string, spec: StepSpec<Result>): Promise<Result> => {
    const finished = find(name);
    // The journal holds what this very step returned, so the type is the step's own.
    if (finished) return finished.result as Result;
    if (replaying) throw new BeyondJournal(name);
    const call = await start(name, spec.input);
    const result = await attempt(spec, call).catch((error: unknown) => {
      emit({ kind: 'step-failed', operation, step: name, error: String(error) });
      throw error;
    });
    // As it comes back from the journal: the same now and after a restart.
    const kept = result ?? null;
    await endUnlessCutOff(name, kept);
    return kept as Result;
  };

  return {
    find,
    steps: () => [...known.values()],
    undoOf: (name) => undos.get(name),
    replay() {
      replaying = true;
    },
    step(name, work) {
      const spec =
        typeof work === 'function' ? { work: (call: StepCall) => work(call.attempt) } : work;
      return once(name, async () => {
        const declaration = declarationOf(declared, name);
        const { undo } = spec as StepSpec<unknown>;
        if (undo && typeof declaration === 'string') {
          throw new Error(`step ${name} is undone by something that its declaration does not tell`);
        }
        const result = await doOnce(name, spec);
        const input = known.get(name)?.input;
        if (undo) undos.set(name, (call) => undo(result, { ...call, input }));
        return result;
      });
    },
    async note(name, value) {
      declarationOf(declared, name);
      if (replaying) {
        if (find(name)) return;
        throw new BeyondJournal(name);
      }
      await end(name, value);
    },
    async own(name, work) {
      if (find(name)) return;
      const call = await start(name, undefined);
      await endUnlessCutOff(name, await work(call));
    },
  };

  /** Two at once for one step are one. */
  function once<Result>(name: string, work: () => Promise<Result>): Promise<Result> {
    const running = busy.get(name) as Promise<Result> | undefined;
    if (running) return running;
    const done = work().finally(() => busy.delete(name));
    busy.set(name, done);
    return done;
  }
}
