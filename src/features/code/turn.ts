import { type Card, plain } from '#kernel/card.ts';
import { sessionKey } from '#kernel/conversation.ts';
import { maskDeep } from '#lib/mask/masker.ts';
import { shorten } from '#lib/text.ts';
import type { OperationKind, OperationRun, Outcome } from '#operations/kind.ts';
import { voteButtons } from '#operations/votes.ts';
import type { Operation } from '#ports/store/port.ts';
import { authorOf, commitOnce, keepMessage, turnMessage } from './commit.ts';
import { changeCard, finalCard } from './final.ts';
import { heldCard, heldLines } from './held-card.ts';
import { type CommitResult, type HeldSecret, isHeld, secretsIn, toHeld } from './held.ts';
import type { RunOutcome } from './follow.ts';
import { stopButton } from './progress-card.ts';
import { bringFiles } from './turn-files.ts';
import { toTurnInput } from './turn-input.ts';
import { brokenCard, tellAgent, type Told } from './turn-prompt.ts';
import { putBack, putBackCard, rememberTree } from './turn-read-only.ts';
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

  /**
   * What lies in the tree already is somebody else's: kept in a commit of its own, never lost and
   * never mixed into this turn's.
   */
  const keep = (run: OperationRun, turn: Turn): Promise<unknown> =>
    run.step('keep', async (attempt) => {
      const { operation } = run;
      const operationId = `${operation.id}-keep`;
      let held: readonly HeldSecret[] = [];
      const kept = await commitOnce(git, {
        directory: workspace.directory(turn.project),
        operationId,
        author: { name: 'CodeFoundry', email: 'codefoundry@localhost' },
        message: keepMessage(operationId),
        attempt,
        mayCommit: (added) => (held = secretsIn(added, masker)).length === 0,
      });
      if (held.length > 0)
        await chat.post(turn.conversation, `${operation.id}:kept`, keptHeldCard(held, turn));
      if (kept)
        await chat.post(turn.conversation, `${operation.id}:kept`, keptCard(kept.sha, turn));
    });

  const commit = (run: OperationRun, turn: Turn, prompt: string): Promise<CommitResult> =>
    run.step<CommitResult>('commit', async (attempt) => {
      let held: readonly HeldSecret[] = [];
      const { text: request, actor } = turn;
      const { id } = run.operation;
      const made = await commitOnce(git, {
        directory: workspace.directory(turn.project),
        operationId: id,
        author: authorOf(actor),
        message: turnMessage({ request, operationId: id, actor, runId: id, prompt }),
        attempt,
        mayCommit: (added) => (held = secretsIn(added, masker)).length === 0,
      });
      return made ?? (held.length > 0 ? toHeld(held) : null);
    });

  const close = (operation: Operation, turn: Turn, text: string): Promise<void> =>
    chat.close(turn.conversation, `${operation.id}:progress`, { text });

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
      const outcome = await run.step('answer', async () =>
        maskDeep(masker, await showTurn(ports, run, turn, told, brought.paths)),
      );
      // The answer is there and must not be lost because git broke.
      const failed = (error: unknown): 'failed' => {
        if (run.leaving.aborted) throw error;
        ports.log('commit failed', { operation: operation.id, error });
        return 'failed';
      };
      const isCommitted = commits && before === undefined;
      const made = isCommitted ? await commit(run, turn, told.prompt).catch(failed) : null;
      const waits = !commits && (await git.changes(directory).catch(() => [])).length > 0;
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
    },
    async broke(operation) {
      const turn = await turnOf(operation);
      const { conversation, say } = turn;
      await close(operation, turn, say('turn-broke-card', { project: turn.project }));
      const again = { label: say('turn-again'), ...turn.again };
      const card: Card = { text: say('turn-broke'), buttons: [[again]] };
      await chat.post(conversation, `${operation.id}:final`, card);
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

function keptHeldCard(held: readonly HeldSecret[], { say, project }: Turn): Card {
  const lines = heldLines(toHeld(held), say);
  return { text: `${say('turn-kept-held', { project })}\n\n${lines}`, ring: false };
}

function keptCard(sha: string, { say, project }: Turn): Card {
  return { text: say('turn-kept', { sha: sha.slice(0, 7), project }), ring: false };
}
