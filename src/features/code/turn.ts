import { type Card, plain } from '#kernel/card.ts';
import { sessionKey } from '#kernel/conversation.ts';
import { maskDeep } from '#lib/mask/masker.ts';
import { shorten } from '#lib/text.ts';
import type { OperationKind, OperationRun, Outcome } from '#operations/kind.ts';
import { voteButtons } from '#operations/votes.ts';
import type { Operation } from '#ports/store/port.ts';
import { turnMessage } from './commit.ts';
import { commitWork } from './commit-work.ts';
import { changeCard, finalCard } from './final.ts';
import { heldCard } from './held-card.ts';
import { type CommitResult, isHeld } from './held.ts';
import type { RunOutcome } from './follow.ts';
import { keepFound } from './keep.ts';
import { stopButton } from './progress-card.ts';
import { bringFiles } from './turn-files.ts';
import { toTurnInput } from './turn-input.ts';
import { brokenCard, tellAgent, type Told } from './turn-prompt.ts';
import { putBack, putBackCard, putBackLate, rememberTree } from './turn-read-only.ts';
import { forgetWorkers, noteWorker, type Worker } from './uncommitted.ts';
import { usageOf } from './used.ts';
import { SEND, showTurn, type Turn, type TurnPorts } from './show-turn.ts';

/** One request to the agent, from the message to the commit and the answer. */
export function turnKind(ports: TurnPorts): OperationKind {
  const { chat, git, store, workspace, masker } = ports;

  const turnOf = async (operation: Operation): Promise<Turn> => {
    const input = toTurnInput(operation.input);
    const { text, actorName, prompt = 'code', values = { request: text } } = input;
    const conversation = await store.conversations.get(operation.conversationId);
    if (!conversation) throw new Error(`turn ${operation.id} has lost its conversation`);
    const actor = { id: operation.actorId, name: actorName };
    const say = ports.sayIn(conversation.language);
    const project = operation.project ?? '';
    return {
      text,
      prompt,
      values,
      isReadOnly: input.isReadOnly === true,
      files: input.files ?? [],
      again: input.again ?? { command: 'code', words: [text] },
      sessionKey: sessionKey(conversation, project, input.session),
      conversation,
      actor,
      project,
      say,
    };
  };

  /** What lies in the tree already is somebody else's: never lost, never mixed into this turn's. */
  const keep = (run: OperationRun, turn: Turn): Promise<unknown> =>
    run.step('keep', (attempt) =>
      keepFound(ports, { ...turn, operationId: run.operation.id }, attempt),
    );

  const commit = (run: OperationRun, turn: Turn, prompt: string): Promise<CommitResult> =>
    run.step<CommitResult>('commit', (attempt) => {
      const { text: request, actor, project } = turn;
      const { id } = run.operation;
      const known = { request, operationId: id, actor, runId: id, prompt };
      const message = (workers: readonly Worker[]) => turnMessage({ ...known, workers });
      return commitWork(ports, { project, operationId: id, actor, attempt, message });
    });

  const close = (operation: Operation, turn: Turn, text: string): Promise<void> =>
    chat.close(turn.conversation, `${operation.id}:progress`, { text });

  /** Says whether something lies there that `/commit` could take. */
  const isWaiting = async ({ project }: Turn): Promise<boolean> => {
    const changes = await git.changes(workspace.directory(project)).catch(() => undefined);
    if (changes?.length === 0) await forgetWorkers(ports, project);
    return changes !== undefined && changes.length > 0;
  };

  /** Who was only to read leaves nothing, also where something broke in between. */
  const undoLate = async (operation: Operation, turn: Turn): Promise<void> => {
    const { conversation, project, say } = turn;
    const undone = await putBackLate(ports, operation, workspace.directory(project));
    const card = undone && putBackCard(undone, say);
    if (card) await chat.post(conversation, `${operation.id}:put-back`, card);
  };

  /** It may have waited long: meanwhile others may have used up what there was. */
  const isAdmitted = async (operation: Operation, turn: Turn): Promise<boolean> => {
    const { id } = operation;
    const admitted = await ports.budget.admit({ ...turn, requestId: id });
    if (admitted.kind === 'pass') return true;
    const { conversation, say } = turn;
    const again = { label: say('turn-again'), ...turn.again };
    const card: Card = { text: say('turn-over-budget'), buttons: [[again]] };
    await chat.close(conversation, `${id}:progress`, card);
    if (admitted.card) await chat.post(conversation, `${id}:over-budget`, admitted.card);
    return false;
  };

  return {
    title: 'One request to the agent, from the message to the commit and the answer.',
    steps: TURN_STEPS,
    async run(run): Promise<Outcome> {
      const { operation } = run;
      const turn = await turnOf(operation);
      const { conversation, project, say } = turn;
      if (!(await store.projects.get(project))) {
        await close(operation, turn, say('turn-no-project', { project }));
        return { state: 'failed', result: { kind: 'no-project' } };
      }
      // What the gateway may have seen already is finished, whatever it costs.
      if (run.noted(SEND) === undefined && !(await isAdmitted(operation, turn))) {
        return { state: 'canceled', result: { kind: 'over-budget' } };
      }
      const commits = await run.step('commits', async () => {
        const { commitsTurns = true } = (await store.preferences.get(operation.actorId)) ?? {};
        return commitsTurns;
      });
      // What waits for /commit by one's own choice is no leftover.
      if (commits && !turn.isReadOnly) await keep(run, turn);
      const brought = await bringFiles(ports.turnFiles, run, turn);
      if ('refusal' in brought) {
        await close(operation, turn, say('turn-no-files', { project }));
        await chat.post(conversation, `${operation.id}:final`, brought.refusal);
        return { state: 'failed', result: { kind: 'no-files' } };
      }
      const directory = workspace.directory(project);
      const before = turn.isReadOnly ? await rememberTree(run, git, directory) : undefined;
      const told = await run.step<Told>('prompt', () => tellAgent(ports.prompts, turn));
      if (told.broken)
        await chat.post(conversation, `${operation.id}:prompt`, brokenCard(told.broken, say));
      // Masked before pieces are cut out of it: of a piece nobody can tell what it was.
      const outcome = await run.step('answer', async () => {
        if (before === undefined) await noteWorker(ports, project, workerOf(turn));
        return maskDeep(masker, await showTurn(ports, run, turn, told, brought.paths));
      });
      // The answer is there and must not be lost because git broke.
      const failed = (error: unknown): 'failed' => {
        if (run.leaving.aborted) throw error;
        ports.log('commit failed', { operation: operation.id, error });
        return 'failed';
      };
      const isCommitted = commits && before === undefined;
      const made = isCommitted ? await commit(run, turn, told.prompt).catch(failed) : null;
      const waits = !commits && (await isWaiting(turn));
      const undone =
        before === undefined ? null : await putBack(run, git, directory, before).catch(failed);
      const card = finalCard({ outcome, commit: waits ? 'waits' : made }, turn, say);
      const buttons = [...(card.buttons ?? []), voteButtons(operation.id, say)];
      await chat.post(conversation, `${operation.id}:final`, { ...card, buttons });
      const left = undone === null ? undefined : putBackCard(undone, say);
      if (left) await chat.post(conversation, `${operation.id}:put-back`, left);
      if (isHeld(made)) {
        const about = { project, operationId: operation.id };
        await chat.post(conversation, `${operation.id}:held`, heldCard(made, about, say));
      } else if (made !== null && made !== 'failed') {
        await chat.post(conversation, `${operation.id}:change`, changeCard(made, turn, say));
      }
      if (outcome.kind === 'answered') {
        await ports.turnFiles.offer(turn, operation.id, outcome.text);
      }
      // Last: nobody waits for it, and after a crash it is counted once all the same.
      const used = await usageOf(ports.gateway, { operationId: operation.id, turn, outcome });
      if (used || outcome.kind === 'answered') {
        await ports.budget.used({ ...turn, operationId: operation.id }, used);
      }
      const { prompt, systemPrompt } = told;
      return {
        state: STATE_OF[outcome.kind],
        result: { kind: outcome.kind, prompt, systemPrompt },
      };
    },
    async queued(operation, ahead) {
      const { conversation, project, say, text } = await turnOf(operation);
      const { id } = operation;
      const label = say('turn-interrupt');
      const interrupt = { label, command: 'interrupt', words: [id], who: 'role' } as const;
      const cancel = { ...stopButton(id, say), label: say('turn-cancel') };
      const request = plain(shorten(text, 120));
      const card: Card = {
        text: say('turn-queued', { project, ahead, request }),
        ring: false,
        buttons: [[interrupt, cancel]],
      };
      await chat.show(conversation, `${id}:progress`, card);
    },
    async dropped(operation) {
      const turn = await turnOf(operation);
      await close(operation, turn, turn.say('turn-dropped'));
      await undoLate(operation, turn);
    },
    async broke(operation) {
      const turn = await turnOf(operation);
      const { conversation, say } = turn;
      await close(operation, turn, say('turn-broke-card', { project: turn.project }));
      const again = { label: say('turn-again'), ...turn.again };
      const card: Card = { text: say('turn-broke'), buttons: [[again]] };
      await chat.post(conversation, `${operation.id}:final`, card);
      await undoLate(operation, turn);
    },
  };
}

const TURN_STEPS = {
  commits: 'Sees whether the asker wants a commit after each turn.',
  keep: 'Commits what lay in the tree before, apart from what the agent will do.',
  attach: 'Brings the files that were sent with the request to where the agent reads them.',
  remember: 'Remembers the files, when the agent is only to read them.',
  prompt: 'Puts the request into words for the agent, and keeps them.',
  answer: 'Sends the request and follows the run of the agent to its end.',
  send: 'A note inside `answer`: from now on the gateway may have seen the request.',
  'shown:<ask>': 'A note inside `answer`: the messages that show an approval or a question.',
  'answer:<ask>:<index>': 'A note inside `answer`: what somebody answered to one question.',
  'ask:<ask>': 'A note inside `answer`: who decided what, or that nobody did.',
  'put-back': 'Puts back what the agent changed, when it was only to read.',
  commit: 'Commits what the agent changed, with trailers that lead back here.',
} as const;

const STATE_OF = {
  answered: 'done',
  stopped: 'canceled',
  failed: 'failed',
  refused: 'failed',
  lost: 'failed',
} as const satisfies Record<RunOutcome['kind'], Outcome['state']>;

function workerOf({ actor, conversation }: Turn): Worker {
  return { ...actor, conversationId: conversation.id };
}
