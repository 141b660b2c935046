import type { Language, Say } from '#kernel/language.ts';
import { Fault } from '#kernel/fault.ts';
import type { Chat } from '#ports/chat/port.ts';
import type { Json, Operation, OperationState, Signal, Store } from '#ports/store/port.ts';
import { askApproval } from './approval.ts';
import { OUTCOME } from './declared.ts';
import type { Emit } from './events.ts';
import { type Journal, openJournal } from './journal.ts';
import { Canceled, type OperationKind, type OperationRun, type Outcome } from './kind.ts';
import { type HeldLease, holdLease } from './lease.ts';
import { createMailbox, type Mailbox } from './mailbox.ts';
import { assertTransition, isEnded } from './states.ts';
import type { After } from './timers.ts';
import { undoable, undoSteps } from './undo.ts';
import { sleepUntil, waitFor, type WaitOptions } from './wait.ts';

/** What advancing an operation needs. */
export interface Engine {
  readonly store: Pick<Store, 'operations' | 'leases' | 'conversations'>;
  readonly chat: Chat;
  readonly sayIn: (language: Language) => Say;
  readonly now: () => number;
  readonly after: After;
  readonly log: (message: string, details: object) => void;
  /** Unique to this process. */
  readonly holder: string;
  readonly leaseMs: number;
  readonly emit: Emit;
  /** `undefined`: of another version of the bot. */
  readonly kindOf: (operation: Operation) => OperationKind | undefined;
  /** Says whether the one who asked for it may have it running at this moment. */
  readonly mayRun: (operation: Operation) => Promise<boolean>;
}

/** One operation that this process wants to bring to its end. */
export interface Job {
  readonly id: string;
  /** Aborts with `canceled` or `shutdown`. */
  readonly stop: AbortController;
  /** Aborts when this process must not end it any more; a cancel may have come before. */
  readonly leaving: AbortController;
  /** There while it runs here: signals from this process arrive without a detour. */
  mailbox?: Mailbox;
}

/** The signal of a wish to stop. */
export const CANCEL = 'cancel';

interface Decided {
  readonly state: Outcome['state'];
  readonly result?: Json;
  /** Which word of the handler tells the person: `run` itself has told the others. */
  readonly tell?: 'broke' | 'dropped';
}

/**
 * Brings an operation as far as it goes: to its end, or to `elsewhere` while another process has
 * it. When this process lets go, it stays as it is for the next one.
 */
export async function advance(engine: Engine, job: Job): Promise<'over' | 'elsewhere'> {
  const { store, log, leaseMs: ttlMs } = engine;
  let isLost = false;
  const lease = await holdLease(
    `operation:${job.id}`,
    { ...engine, ttlMs, leases: store.leases },
    {
      renewed() {
        collect(engine, job).catch((error: unknown) => {
          log('signals could not be read', { operation: job.id, error });
        });
      },
      lost() {
        isLost = true;
        letGo(job);
      },
    },
  );
  if (!lease) return 'elsewhere';
  try {
    await advanceHeld(engine, job, lease);
  } catch (error) {
    if (!isLeaseLost(error)) throw error;
    isLost = true;
  } finally {
    delete job.mailbox;
    await lease.release();
  }
  if (!isLost) return 'over';
  log('another process has taken over', { operation: job.id });
  letGo(job);
  return 'elsewhere';
}

/** This process leaves it to the next one. */
export function letGo(job: Job): void {
  job.leaving.abort('shutdown');
  job.stop.abort('shutdown');
}

function isLeaseLost(error: unknown): boolean {
  return error instanceof Fault && error.code === 'lease-lost';
}

/** Reads what others have told the operation meanwhile. */
async function collect({ store }: Engine, job: Job): Promise<void> {
  const signals = await store.operations.signals(job.id);
  job.mailbox?.add(signals);
  if (signals.some(isCancel)) job.stop.abort(CANCELED);
}

const CANCELED = 'canceled';

function isCancel(signal: Signal): boolean {
  return signal.name === CANCEL;
}

/** An operation of a kind that this version does not know waits for one that does. */
async function leaveOrCancel(
  { store, log, now, emit }: Engine,
  job: Job,
  operation: Operation,
  token: number,
): Promise<void> {
  const { id, kind } = operation;
  if ((await store.operations.signals(id)).some(isCancel)) {
    await store.operations.update(id, { state: CANCELED }, now(), token);
    emit({ kind: 'state', operation: { ...operation, state: CANCELED } });
  } else log('operation of an unknown kind, left as it is', { operation: job.id, kind });
}

async function advanceHeld(engine: Engine, job: Job, { token }: HeldLease): Promise<void> {
  const { store, log, now, emit } = engine;
  // First the fence, then the reading: what an earlier holder still writes is refused from now on.
  let operation = await store.operations.fence(job.id, token);
  if (!operation || isEnded(operation.state)) return;
  const kind = engine.kindOf(operation);
  if (!kind) return leaveOrCancel(engine, job, operation, token);
  const lettingGo = (): boolean => job.leaving.signal.aborted;
  const of = { operation, declared: kind.steps, token, now, emit, lettingGo };
  const journal = await openJournal({ ...of, store: store.operations });
  job.mailbox = createMailbox(journal.steps());
  // Asked here, where it is stored already: who takes a right away stops what is stored by then,
  // and what is stored later is seen here.
  if (operation.state !== 'undoing' && !(await engine.mayRun(operation))) {
    const signal = { name: CANCEL, key: CANCEL, payload: {}, atMs: now() };
    await store.operations.addSignal(job.id, signal);
  }
  await collect(engine, job);

  const move = async (to: OperationState, result?: Json): Promise<void> => {
    if (!operation) return;
    assertTransition(operation.state, to);
    const change = { state: to, ...(result === undefined ? {} : { result }) };
    await store.operations.update(job.id, change, now(), token);
    operation = { ...operation, ...change, updatedAtMs: now() };
    emit({ kind: 'state', operation });
  };
  const tell = async (what: string, work: Promise<void> | undefined): Promise<void> => {
    try {
      await work;
    } catch (error) {
      log(`${what} could not be told`, { operation: job.id, error });
    }
  };

  if (operation.state === 'waiting' && job.stop.signal.reason === CANCELED) {
    await tell('the cancel', kind.dropped?.(operation));
    return move('canceled');
  }
  const resumed = operation.state !== 'waiting';
  if (!resumed) await move('running');
  const run = createRun(engine, { operation, resumed, journal, job });

  let decided = journal.find(OUTCOME)?.result as Decided | undefined;
  decided ??= await runHandler(engine, kind, run, lettingGo);
  if (lettingGo() || !decided) return;
  const mustUndo = decided.state !== 'done' && undoable(journal, kind).length > 0;
  const kept = { ...decided };
  if (mustUndo) await journal.own(OUTCOME, async () => kept);
  if (decided.tell === 'broke') await tell('the failure', kind.broke?.(operation));
  if (decided.tell === 'dropped') await tell('the cancel', kind.dropped?.(operation));

  if (mustUndo) {
    if (operation.state !== 'undoing') await move('undoing');
    // The wish to stop has been heard: only the end of this process stops the way back.
    const own = new AbortController();
    const again = createRun(engine, {
      operation,
      resumed: true,
      journal,
      job: { ...job, stop: own },
    });
    const report = await undoSteps({ journal, kind, run: again, log, lettingGo });
    if (lettingGo()) return;
    await tell('what was taken back', kind.undone?.(operation, report));
  }
  await move(decided.state, decided.result);
  log('operation ended', { operation: job.id, kind: operation.kind, state: decided.state });
}

/** Runs the handler to its end; `undefined` when this process lets go of it. */
async function runHandler(
  { log }: Engine,
  kind: OperationKind,
  run: OperationRun,
  lettingGo: () => boolean,
): Promise<Decided | undefined> {
  try {
    return await kind.run(run);
  } catch (error) {
    if (isLeaseLost(error)) throw error;
    if (lettingGo()) return undefined;
    if (error instanceof Canceled) return { state: 'canceled', tell: 'dropped' };
    log('operation broke', { operation: run.operation.id, kind: run.operation.kind, error });
    return { state: 'failed', result: { error: String(error) }, tell: 'broke' };
  }
}

function createRun(
  engine: Engine,
  of: { operation: Operation; resumed: boolean; journal: Journal; job: Job },
): OperationRun {
  const { now, after, emit, store, chat, sayIn } = engine;
  const { operation, resumed, journal, job } = of;
  const { signal } = job.stop;
  const mailbox = job.mailbox ?? createMailbox([]);
  const wait: WaitOptions = { mailbox, collect: () => collect(engine, job), signal, now, after };
  return {
    operation,
    resumed,
    signal,
    leaving: job.leaving.signal,
    step: (name, work) => journal.step(name, work),
    note: journal.note,
    noted: (name) => journal.find(name)?.result,
    waitFor: (name, options = {}) => waitFor(journal, wait, { name, ...options }),
    sleepUntil: (name, atMs) => sleepUntil(journal, wait, { name, atMs }),
    progress: (progress) => emit({ kind: 'progress', operation, progress }),
    async approval(request) {
      const conversation = await store.conversations.get(operation.conversationId);
      if (!conversation) throw new Error(`${operation.id} has lost its conversation`);
      const ports = { chat, conversation, sayIn };
      return askApproval(operation, journal, wait, ports, request);
    },
  };
}
