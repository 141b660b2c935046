import type { Card } from '#kernel/card.ts';
import type { OperationKind, OperationRun, Outcome } from '#operations/kind.ts';
import { voteButtons } from '#operations/votes.ts';
import { unlock } from './lock.ts';
import { deployLane, type DeployPorts, type ReleaseTask } from './ports.ts';
import { isStoppable } from './stopping.ts';
import { taskOf } from './task.ts';

/** How an operation that changes what is live ended, with the message that says so. */
export interface End {
  readonly card: Card;
  readonly outcome: Outcome;
}

/** A kind of operation that changes what is live in one environment, and tells how that ended once. */
export function releaseKind(
  ports: DeployPorts,
  {
    words,
    title,
    steps,
    release,
  }: Pick<OperationKind, 'title' | 'steps'> & {
    /** Words in `locales/`: it was stopped, or broke. */
    readonly words: { readonly dropped: string; readonly broke: string };
    readonly release: (run: OperationRun, task: ReleaseTask) => Promise<End>;
  },
): OperationKind {
  const { chat } = ports;
  return {
    title,
    steps,
    lane: deployLane,
    canStop: isStoppable,
    async run(run) {
      const { operation } = run;
      const task = await taskOf(ports, operation);
      const final = `${operation.id}:final`;
      if ('card' in task) {
        // What it had locked before the environment was gone.
        await unlock(ports, operation, task.actor);
        await chat.post(task.conversation, final, task.card);
        return { state: 'failed', result: { kind: 'gone' } };
      }
      const { card, outcome } = await release(run, task);
      const votes = voteButtons(operation.id, task.say);
      const buttons = [...(card.buttons ?? []), votes];
      await chat.post(task.conversation, final, { ...card, buttons });
      return outcome;
    },
    async dropped(operation) {
      const task = await taskOf(ports, operation);
      if ('card' in task) return;
      const text = task.say(words.dropped, { ...task.target });
      await chat.close(task.conversation, `${operation.id}:progress`, { text });
    },
    async broke(operation) {
      const task = await taskOf(ports, operation);
      if ('card' in task) return;
      const text = task.say(words.broke, { ...task.target });
      await chat.close(task.conversation, `${operation.id}:progress`, { text, inPlaceOnly: true });
      await chat.post(task.conversation, `${operation.id}:final`, { text });
    },
    async undone(operation, { failed }) {
      if (failed.length === 0) return;
      const task = await taskOf(ports, operation);
      if ('card' in task) return;
      const text = task.say('deploy-undo-failed', { ...task.target });
      await chat.post(task.conversation, `${operation.id}:undo`, { text });
    },
  };
}
