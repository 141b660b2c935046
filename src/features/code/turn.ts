import type { Actor } from '#kernel/actor.ts';
import { type Card, plain } from '#kernel/card.ts';
import { type Conversation, sessionKey } from '#kernel/conversation.ts';
import type { Language, Say } from '#kernel/language.ts';
import { shorten } from '#lib/text.ts';
import type { OperationKind, OperationRun, Outcome } from '#operations/operations.ts';
import type { Chat } from '#ports/chat/port.ts';
import type { Gateway } from '#ports/gateway/port.ts';
import type { Git } from '#ports/git/port.ts';
import type { Operation, Store } from '#ports/store/port.ts';
import type { Workspace } from '#ports/workspace/port.ts';
import type { AskTurn } from './ask-cards.ts';
import type { Asks } from './asks.ts';
import { authorOf, commitOnce, turnMessage } from './commit.ts';
import { changeCard, finalCard, type TurnResult } from './final.ts';
import { FOLLOW_TIMES, type FollowTimes, followRun, type RunOutcome } from './follow.ts';
import { templateCommands } from './template-commands.ts';
import { advance, endedLine, progressCard, stopButton, type TurnProgress } from './progress.ts';

/** What a turn needs. */
interface TurnPorts {
  readonly gateway: Gateway;
  readonly chat: Chat;
  readonly git: Git;
  readonly workspace: Workspace;
  readonly store: Pick<
    Store,
    'actors' | 'conversations' | 'projects' | 'operations' | 'allowances'
  >;
  readonly sayIn: (language: Language) => Say;
  readonly now: () => number;
  readonly log: (message: string, details: object) => void;
}

/** How often the card's clock moves while nothing else does. */
const TICK_MS = 5_000;

/** One request to the agent, from the message to the commit and the answer. */
export function turnKind(
  ports: TurnPorts,
  asks: Asks,
  redraw: Map<string, () => void>,
  times: FollowTimes = FOLLOW_TIMES,
): OperationKind {
  const { chat, git, store, workspace, now } = ports;

  const turnOf = async (operation: Operation): Promise<Turn> => {
    const { text } = operation.input as { text: string };
    const conversation = await store.conversations.get(operation.conversationId);
    const actor = await store.actors.get(operation.actorId);
    const project = operation.project ?? '';
    if (!conversation || !actor) throw new Error(`turn ${operation.id} has lost its conversation`);
    return { text, conversation, actor, project, say: ports.sayIn(conversation.language) };
  };

  const follow = async (run: OperationRun, turn: Turn): Promise<RunOutcome> => {
    const { operation, signal } = run;
    const { conversation, project, say } = turn;
    const key = sessionKey(conversation, project);
    const askTurn: AskTurn = {
      operationId: operation.id,
      actorId: operation.actorId,
      conversation,
      project,
      directory: await workspace.physical(project),
      say,
      templateCommands: await templateCommands(ports, project),
    };
    let progress = firstProgress(run, turn, ports);
    const draw = (): void => {
      const waitingAsks = asks.countOf(operation.id);
      progress = { ...progress, waitingAsks, stopping: signal.aborted };
      chat
        .show(conversation, `${operation.id}:progress`, progressCard(progress, now(), say))
        .catch((error: unknown) => ports.log('progress card failed', { error }));
    };
    const take = (ask: Parameters<Asks['take']>[0]): void => {
      if (ask.sessionKey !== key) return;
      asks.take(ask, askTurn).catch((error: unknown) => ports.log('ask failed', { error }));
    };
    const unlisten = ports.gateway.listen({
      asked: take,
      askEnded(askId) {
        asks.ended(askId).catch((error: unknown) => ports.log('ask failed', { error }));
      },
    });
    redraw.set(operation.id, draw);
    const tick = setInterval(draw, TICK_MS);
    signal.addEventListener('abort', draw);
    draw();
    try {
      const first = (await store.operations.steps(operation.id)).every(
        (step) => step.name !== 'send',
      );
      await store.operations.startStep(operation.id, 'send', now());
      return await followRun(
        ports.gateway,
        {
          sessionKey: key,
          runId: operation.id,
          text: turn.text,
          directory: workspace.directory(project),
          label: project,
          resumed: !first,
        },
        {
          event(event) {
            progress = advance(progress, event, now());
            draw();
          },
          state(gateway) {
            if (gateway.kind !== 'up') progress = { ...progress, resumed: true };
            progress = { ...progress, gateway };
            draw();
          },
          attached() {
            ports.gateway.asks().then(
              (all) => all.forEach(take),
              () => undefined,
            );
          },
        },
        signal,
        times,
      );
    } finally {
      clearInterval(tick);
      unlisten();
      signal.removeEventListener('abort', draw);
      redraw.delete(operation.id);
      const closed = { text: endedLine(progress, now(), say), ring: false };
      if (signal.reason !== 'shutdown') {
        await chat.close(conversation, `${operation.id}:progress`, closed);
      }
    }
  };

  return {
    async run(run): Promise<Outcome> {
      const { operation } = run;
      const turn = await turnOf(operation);
      const directory = workspace.directory(turn.project);
      // What lies in the tree already is somebody else's: kept in a commit of its own, never lost
      // and never mixed into this turn's.
      await run.step('keep', async (attempt) => {
        const message = `Keep work found in the tree\n\nOperation: ${operation.id}-keep\n`;
        const operationId = `${operation.id}-keep`;
        const author = { name: 'CodeFoundry', email: 'codefoundry@localhost' };
        const kept = await commitOnce(git, { directory, operationId, author, message, attempt });
        if (kept)
          await chat.post(turn.conversation, `${operation.id}:kept`, keptCard(kept.sha, turn));
        return kept?.sha ?? null;
      });
      const outcome = await run.step('answer', () => follow(run, turn));
      const commit = await run.step('commit', async (attempt) => {
        const made = await commitOnce(git, {
          directory,
          operationId: operation.id,
          author: authorOf(turn.actor),
          message: turnMessage({
            request: turn.text,
            operationId: operation.id,
            actor: turn.actor,
            runId: operation.id,
          }),
          attempt,
        });
        return made ?? null;
      });
      const result: TurnResult = { outcome, ...(commit === null ? {} : { commit }) };
      const { conversation, say } = turn;
      const again = { operationId: operation.id, request: turn.text };
      await chat.post(
        conversation,
        `${operation.id}:final`,
        finalCard(result, turn.project, again, say),
      );
      if (commit !== null) {
        await chat.post(conversation, `${operation.id}:change`, changeCard(commit, turn, say));
      }
      return { state: STATE_OF[result.outcome.kind], result: { kind: result.outcome.kind } };
    },
    async queued(operation, ahead) {
      const { conversation, project, say } = await turnOf(operation);
      const text = say('turn-queued', {
        project,
        ahead,
        request: plain(shorten((operation.input as { text: string }).text, 120)),
      });
      const interrupt = {
        label: say('turn-interrupt'),
        command: 'interrupt',
        words: [operation.id],
        who: 'role',
      } as const;
      const cancel = { ...stopButton(operation.id, say), label: say('turn-cancel') };
      const card: Card = { text, ring: false, buttons: [[interrupt, cancel]] };
      await chat.show(conversation, `${operation.id}:progress`, card);
    },
    async dropped(operation) {
      const { conversation, say } = await turnOf(operation);
      await chat.close(conversation, `${operation.id}:progress`, { text: say('turn-dropped') });
    },
  };
}

interface Turn {
  readonly text: string;
  readonly conversation: Conversation;
  readonly actor: Actor;
  readonly project: string;
  readonly say: Say;
}

const STATE_OF = {
  answered: 'done',
  stopped: 'canceled',
  failed: 'failed',
  refused: 'failed',
  lost: 'failed',
} as const satisfies Record<RunOutcome['kind'], Outcome['state']>;

function firstProgress(run: OperationRun, turn: Turn, ports: TurnPorts): TurnProgress {
  const { operation } = run;
  return {
    project: turn.project,
    actorName: turn.actor.name,
    operationId: operation.id,
    startedAtMs: operation.createdAtMs,
    lastSignAtMs: ports.now(),
    gateway: ports.gateway.state(),
    resumed: run.resumed,
    stopping: false,
    waitingAsks: 0,
    steps: [],
  };
}

function keptCard(sha: string, turn: Turn): Card {
  return {
    text: turn.say('turn-kept', { sha: sha.slice(0, 7), project: turn.project }),
    ring: false,
  };
}
