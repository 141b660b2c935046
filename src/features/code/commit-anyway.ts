import { plain } from '#kernel/card.ts';
import type { Command } from '#kernel/command.ts';
import { errandKind } from '#operations/errand.ts';
import type { OperationKind } from '#operations/kind.ts';
import type { Operations } from '#operations/operations.ts';
import { isEnded } from '#operations/states.ts';
import type { Operation, Store } from '#ports/store/port.ts';
import { anywayMessage } from './commit.ts';
import { commitWork, type Tree, treeOf } from './commit-work.ts';
import { changeCard } from './final.ts';
import { heldCard } from './held-card.ts';
import { type CommitResult, isHeld, marksOf, mayBeFalse } from './held.ts';
import type { TurnPorts } from './show-turn.ts';

interface Input {
  /** The operation whose commit was held. */
  readonly of: string;
  readonly actorName: string;
  /** Secrets in it that a person takes for false alarms; any other one holds the commit again. */
  readonly marks: readonly string[];
}

/** The button [Commit anyway]: for owners, bound to the secrets that were shown. */
export function commitAnywayCommand({
  operations,
  store,
}: {
  readonly operations: Operations;
  readonly store: Pick<Store, 'operations'>;
}): Command {
  return {
    name: 'commit_anyway',
    role: 'owner',
    concerns: 'operation',
    listed: false,
    async run({ words: [of = ''] }, { say, conversation, actor }) {
      const held = await store.operations.get(of);
      const steps = held ? await store.operations.steps(of) : [];
      const result = steps.find(({ name }) => name === 'commit')?.result as
        | CommitResult
        | undefined;
      if (!held?.project || !result || !isHeld(result)) return { toast: say('held-gone') };
      const id = mayBeFalse(result) ? await nextId(store, of) : undefined;
      if (id === undefined) return { toast: say('held-gone') };
      await operations.start({
        id,
        kind: 'commit',
        conversationId: conversation.id,
        actorId: actor.id,
        project: held.project,
        input: { of, actorName: actor.name, marks: marksOf(result) },
      });
      return undefined;
    },
  };
}

/**
 * The id of the decision: the same for every tap while it is carried out, another one after it
 * broke or was stopped; `undefined` once it has led to something.
 */
async function nextId(store: Pick<Store, 'operations'>, of: string): Promise<string | undefined> {
  for (let attempt = 1; ; attempt += 1) {
    const id = attempt === 1 ? `commit-${of}` : `commit-${of}-${attempt}`;
    const known = await store.operations.get(id);
    if (!known || !isEnded(known.state)) return id;
    if (known.state === 'done' || isHeldAgain(known)) return undefined;
  }
}

/** Then there is a newer message to decide about. */
function isHeldAgain({ result }: Operation): boolean {
  return (result as { readonly kind?: unknown } | undefined)?.kind === 'held';
}

type Ports = Pick<TurnPorts, 'chat' | 'git' | 'workspace' | 'store' | 'sayIn' | 'masker'>;

/** Commits what a turn left in the tree because of a secret that an owner takes for none. */
export function commitKind(ports: Ports): OperationKind {
  return errandKind<Tree>(ports, {
    title: 'Commits what was held because of a secret, by decision of an owner.',
    steps: {
      commit: 'Commits the working tree, unless there is a secret that was not decided on.',
    },
    what: (_, say) => say('commit-what'),
    placeOf: (operation) => treeOf(ports, operation),
    async work(run, { project, actor, say }) {
      const { id: operationId, input } = run.operation;
      const { of, marks } = input as unknown as Input;
      const result = await run.step<CommitResult>('commit', (attempt) => {
        const known = new Set(marks);
        return commitWork(ports, {
          project,
          operationId,
          actor,
          attempt,
          message: (workers) => anywayMessage({ operationId, of, actor, workers }),
          mayHold: (held) => mayBeFalse({ held }) && held.every(({ mark }) => known.has(mark)),
        });
      });
      if (result === null) return { card: { text: say('held-gone') }, outcome: { state: 'done' } };
      if (isHeld(result)) {
        const card = heldCard(result, { project, operationId }, say);
        return { card, outcome: { state: 'failed', result: { kind: 'held' } } };
      }
      const change = changeCard(result, { project, actor }, say);
      const text = `${change.text}\n\n${say('held-committed', { actor: plain(actor.name) })}`;
      const outcome = { state: 'done', result: { sha: result.sha } } as const;
      return { card: { ...change, text, ring: true }, outcome };
    },
  });
}
