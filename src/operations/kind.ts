import type { Json, Operation } from '#ports/store/port.ts';
import type { ApprovalOutcome, ApprovalRequest } from './approval.ts';
import type { StepSpec } from './journal.ts';
import type { StepDeclarations } from './declared.ts';

/** How an operation ended. */
export interface Outcome {
  readonly state: 'done' | 'failed' | 'canceled';
  readonly result?: Json;
}

/** What a wait ended with. */
export type Waited =
  | { readonly kind: 'signal'; readonly payload: Json }
  | { readonly kind: 'timeout' };

/** How far an operation is, where the number of things to do is known. */
export interface Progress {
  readonly done: number;
  readonly total: number;
  readonly note?: string;
}

/** What a handler works with while its operation runs. Every step name must be declared. */
export interface OperationRun {
  readonly operation: Operation;
  /** `true` when this process did not start it: a crash or a restart came between. */
  readonly resumed: boolean;
  /** Aborted with the reason `canceled` when somebody stops it, `shutdown` when we let go of it. */
  readonly signal: AbortSignal;
  /** Aborted when this process lets go of it, also after somebody stopped it. */
  readonly leaving: AbortSignal;
  /**
   * Does `work` once: its result is stored, and after a restart the stored one comes back instead.
   * A crash inside `work` runs it again, so `work` looks first when `attempt` is over 1, or
   * `lookFirst` does it. The result must survive JSON.
   */
  step<Result>(
    name: string,
    work: ((attempt: number) => Promise<Result>) | StepSpec<Result>,
  ): Promise<Result>;
  /** Keeps `value` as an ended step, stored when this resolves; the last one counts. */
  readonly note: (name: string, value: Json) => Promise<void>;
  /** The value of an earlier note or step; `undefined` when there is none. */
  noted(name: string): Json | undefined;
  /**
   * Waits for a signal of that name, also one that came before, and gives each to one wait only;
   * after a restart the same one again. `as` names the step, for a second wait for one name.
   * `untilMs` is that of the first call. Rejects when the operation is canceled.
   */
  waitFor(
    name: string,
    options?: { readonly untilMs?: number; readonly as?: string },
  ): Promise<Waited>;
  /** Goes on at the moment that the first call named. Rejects when the operation is canceled. */
  sleepUntil(name: string, atMs: number): Promise<void>;
  /** Asks people for a decision and waits for it. Rejects when the operation is canceled. */
  approval(request: ApprovalRequest): Promise<ApprovalOutcome>;
  /** Tells whoever listens; nothing of it is stored. */
  progress(progress: Progress): void;
}

/** What was taken back, by names of steps, and what could not be. */
export interface UndoReport {
  readonly undone: readonly string[];
  readonly failed: readonly string[];
}

/** What one kind of operation does. */
export interface OperationKind {
  /** One sentence for the reference. */
  readonly title: string;
  /** Every step that `run` may do, in order. */
  readonly steps: StepDeclarations;
  /** Those of one lane run one after another; absent: those of one project do. */
  lane?(operation: Operation): string;
  run(run: OperationRun): Promise<Outcome>;
  /** Says whether a wish to stop can still end it; absent: always. */
  canStop?(run: Pick<OperationRun, 'noted'>): boolean;
  /** Told when it must wait for `ahead` others, and again when that number changes. */
  queued?(operation: Operation, ahead: number): Promise<void>;
  /** Told when it was canceled and `run` could not tell so: before it ran, or out of a wait. */
  dropped?(operation: Operation): Promise<void>;
  /** Told when `run` threw: something broke, and the person has to hear of it. */
  broke?(operation: Operation): Promise<void>;
  /** Told after finished steps were taken back; `failed` needs a person. */
  undone?(operation: Operation, report: UndoReport): Promise<void>;
}

/** A wait ended because somebody canceled the operation. Let it pass: the operation ends by it. */
export class Canceled extends Error {
  override readonly name = 'Canceled';
}
