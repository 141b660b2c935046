import { plain } from '#kernel/card.ts';
import type { Card } from '#kernel/card.ts';
import type { Say } from '#kernel/language.ts';
import { bar } from '#lib/bar.ts';
import { shorten } from '#lib/text.ts';
import type { OperationRun } from '#operations/kind.ts';
import type { Json } from '#ports/store/port.ts';
import type { DeployPorts, ReleaseTask } from './ports.ts';
import { isStoppable } from './stopping.ts';

/** One line of the card: a step of the journal, and what people call it. */
export interface Phase {
  readonly step: string;
  /** Untrusted where a project names it. */
  readonly label: string;
}

/** The live card of one release. */
export interface Board {
  /** Shows that `step` is being done. */
  at(step: string): Promise<void>;
  /** Shows how it ended; nothing moves any more. */
  close(text: string): Promise<void>;
}

/** A card of all `phases`: which are done is read from the journal, so it is true after a restart. */
export function createBoard(
  { chat, now }: Pick<DeployPorts, 'chat' | 'now'>,
  run: OperationRun,
  { task, head, phases }: { task: ReleaseTask; head: string; phases: readonly Phase[] },
): Board {
  const { id, createdAtMs } = run.operation;
  const { conversation, say } = task;
  const key = `${id}:progress`;

  const isDone = ({ step }: Phase): boolean => run.noted(step) !== undefined;
  const rows = (current?: string): string =>
    phases
      .map((phase) => {
        const sign = signOf(run.noted(phase.step), phase.step === current);
        return `${sign} ${plain(shorten(phase.label, 60))}`;
      })
      .join('\n');

  return {
    async at(step) {
      const done = phases.filter(isDone).length;
      run.progress({ done, total: phases.length, note: step });
      const share = phases.length === 0 ? 0 : done / phases.length;
      const elapsed = { elapsedMs: now() - createdAtMs };
      const measure = `\`${bar(share)} ${Math.floor(share * 100)}%\``;
      const text = [head, `${measure} · ${say('deploy-elapsed', { elapsed })}`, rows(step)].filter(
        (each) => each !== '',
      );
      const stop = { label: say('deploy-stop'), command: 'stop', words: [id] };
      const buttons: Card['buttons'] = isStoppable(run) ? [[{ ...stop, style: 'danger' }]] : [];
      await chat.show(conversation, key, { text: text.join('\n\n'), ring: false, buttons });
    },
    close: (text) =>
      chat.close(conversation, key, {
        text: `${text}\n\n${rows()}`.trim(),
        ring: false,
        inPlaceOnly: true,
      }),
  };
}

/** A step that ended badly has a result too. */
function signOf(result: Json | undefined, isCurrent: boolean): string {
  if (result === undefined) return isCurrent ? '⏳' : '▫️';
  const { isPassed, kind } = (result ?? {}) as {
    readonly isPassed?: boolean;
    readonly kind?: string;
  };
  return isPassed === false || kind === 'failed' || result === false ? '❌' : '✅';
}

/** The words of phases that every release has. */
export function phase(step: string, say: Say): Phase {
  return { step, label: say(`deploy-phase-${step}`) };
}
