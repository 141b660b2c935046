import { hasUndo, undoName } from './declared.ts';
import { BeyondJournal, type Journal } from './journal.ts';
import type { OperationKind, OperationRun, UndoReport } from './kind.ts';

/** Finished steps that say how they are taken back, the last one first. */
export function undoable(journal: Journal, kind: OperationKind): readonly string[] {
  return journal
    .steps()
    .filter(({ name, endedAtMs }) => endedAtMs !== undefined && hasUndo(kind.steps, name))
    .map(({ name }) => name)
    .toReversed();
}

interface Options {
  readonly journal: Journal;
  readonly kind: OperationKind;
  /** For running the handler again: its signal is not aborted. */
  readonly run: OperationRun;
  readonly log: (message: string, details: object) => void;
  /** `true` once the process lets go: what fails by that is tried again by the next one. */
  readonly lettingGo: () => boolean;
}

/**
 * Takes back what the steps had done, in reverse order, each journalled. One that fails does not
 * keep the others from it. How a step is taken back is known to the handler alone, so when an
 * earlier process did the step, the handler is run again over the journal and stopped at its end.
 */
export async function undoSteps(options: Options): Promise<UndoReport> {
  const { journal, kind, log } = options;
  const names = undoable(journal, kind);
  const missing = names.some((name) => !journal.find(undoName(name)) && !journal.undoOf(name));
  if (missing) await learnUndos(options);

  for (const name of names) {
    await journal.own(undoName(name), async (call) => {
      try {
        const undo = journal.undoOf(name);
        if (!undo) throw new Error('its handler did not come to this step again');
        await undo(call);
        return { kind: 'undone' };
      } catch (error) {
        if (options.lettingGo()) throw error;
        log('a step could not be undone', { step: name, key: call.key, error });
        return { kind: 'failed', error: String(error) };
      }
    });
  }
  const failed = names.filter((name) => {
    const result = journal.find(undoName(name))?.result as { readonly kind?: string } | undefined;
    return result?.kind === 'failed';
  });
  return { undone: names.filter((name) => !failed.includes(name)), failed };
}

/** Only what is in the journal happens; what lies beyond it stops the handler. */
async function learnUndos({ journal, kind, run, log }: Options): Promise<void> {
  journal.replay();
  try {
    await kind.run(run);
  } catch (error) {
    if (!(error instanceof BeyondJournal)) {
      log('a handler broke while it was asked how to undo', { operation: run.operation.id, error });
    }
  }
}
