import type { Actor } from '#kernel/actor.ts';
import type { Conversation } from '#kernel/conversation.ts';
import type { Language, Say } from '#kernel/language.ts';
import type { SentFile } from '#kernel/sent-file.ts';
import type { Masker } from '#lib/mask/masker.ts';
import type { OperationRun } from '#operations/kind.ts';
import type { Chat } from '#ports/chat/port.ts';
import type { Gateway } from '#ports/gateway/port.ts';
import type { Git } from '#ports/git/port.ts';
import type { PromptKind, Prompts } from '#ports/prompts/port.ts';
import type { Store } from '#ports/store/port.ts';
import type { Workspace } from '#ports/workspace/port.ts';
import type { AskTurn } from './ask-cards.ts';
import type { Asks } from './asks.ts';
import { FOLLOW_TIMES, type FollowTimes, followRun, type RunOutcome } from './follow.ts';
import { advance, sawAsks, sawGateway, type TurnProgress } from './progress.ts';
import { endedLine, progressCard } from './progress-card.ts';
import { templateCommands } from './template-commands.ts';
import type { TurnBudget } from './turn-budget.ts';
import { type TurnFiles, withPaths } from './turn-files.ts';
import type { Again } from './turn-input.ts';
import type { Told } from './turn-prompt.ts';

/** What a turn needs. */
export interface TurnPorts {
  readonly gateway: Gateway;
  readonly chat: Chat;
  readonly git: Git;
  readonly masker: Masker;
  readonly workspace: Workspace;
  readonly prompts: Prompts;
  readonly store: Pick<
    Store,
    'conversations' | 'projects' | 'operations' | 'preferences' | 'settings'
  >;
  readonly asks: Asks;
  readonly budget: TurnBudget;
  /** By operation: draws its card anew. */
  readonly redraw: Map<string, () => void>;
  readonly turnFiles: TurnFiles;
  readonly sayIn: (language: Language) => Say;
  readonly now: () => number;
  readonly log: (message: string, details: object) => void;
  readonly followTimes?: FollowTimes;
}

/** Who asked for what, where. */
export interface Turn {
  /** As the person wrote it, or as a button said it. */
  readonly text: string;
  readonly prompt: PromptKind;
  readonly values: Readonly<Record<string, string>>;
  readonly isReadOnly: boolean;
  /** What was sent with it. */
  readonly files: readonly SentFile[];
  readonly again: Again;
  /** The agent's. */
  readonly sessionKey: string;
  readonly conversation: Conversation;
  readonly actor: Pick<Actor, 'id' | 'name'>;
  readonly project: string;
  readonly say: Say;
}

/** How often the card's clock moves while nothing else does. */
const TICK_MS = 5_000;

/** Follows the run of a turn to its end, with its card and its asks shown meanwhile. */
export async function showTurn(
  ports: TurnPorts,
  run: OperationRun,
  turn: Turn,
  { text, system }: Pick<Told, 'text' | 'system'>,
  /** Where what was sent with it lies. */
  paths: readonly string[],
): Promise<RunOutcome> {
  const { chat, workspace, gateway, asks, now } = ports;
  const { operation, signal, leaving } = run;
  const { conversation, project, say, sessionKey: key } = turn;
  const note = (error: unknown): void => ports.log('turn: showing failed', { error });
  const askTurn: AskTurn = {
    operationId: operation.id,
    actorId: operation.actorId,
    conversation,
    project,
    note: run.note,
    holds: (directory) => workspace.holds(project, directory),
    say,
    templateCommands: await templateCommands(ports, project),
  };
  const { verbosity = 'normal' } = (await ports.store.preferences.get(operation.actorId)) ?? {};
  let progress: TurnProgress = { ...firstProgress(run, turn, ports), verbosity };
  const draw = (): void => {
    progress = {
      ...sawAsks(progress, asks.countOf(operation.id), now()),
      ending: endingOf(run),
    };
    const card = progressCard(progress, now(), say);
    chat.show(conversation, `${operation.id}:progress`, card).catch(note);
  };
  const syncAsks = async (): Promise<void> => {
    await asks.sync(askTurn, async () => {
      const all = await gateway.asks();
      return all.filter((ask) => ask.sessionKey === key);
    });
  };
  const unlisten = gateway.listen({
    asked(ask) {
      if (ask.sessionKey === key) asks.take(ask, askTurn).catch(note);
    },
    askEnded(askId) {
      asks.ended(askId).catch(note);
    },
  });
  ports.redraw.set(operation.id, draw);
  const tick = setInterval(draw, TICK_MS);
  for (const one of [signal, leaving]) one.addEventListener('abort', draw);
  draw();
  try {
    const resumed = run.noted(SEND) !== undefined;
    // Stored before: from now on the gateway may have seen the request, whatever happens to us.
    await run.note(SEND, { atMs: now() });
    return await followRun(
      {
        ...gateway,
        send: async (request) => {
          const pictures = await ports.turnFiles.pictures(project, paths);
          const seen = pictures.length === 0 ? {} : { pictures };
          return gateway.send({ ...request, system, ...seen });
        },
      },
      {
        sessionKey: key,
        runId: operation.id,
        text: withPaths(text, paths),
        directory: workspace.directory(project),
        label: project,
        resumed,
      },
      {
        event(event) {
          progress = advance(progress, event, now());
          draw();
          if (event.kind === 'text')
            chat.write(conversation, `${operation.id}:progress`, event.text).catch(note);
        },
        state(state) {
          progress = sawGateway(progress, state, now());
          draw();
        },
        attached: () => void syncAsks().catch(note),
      },
      run,
      ports.followTimes ?? FOLLOW_TIMES,
    );
  } finally {
    clearInterval(tick);
    unlisten();
    for (const one of [signal, leaving]) one.removeEventListener('abort', draw);
    ports.redraw.delete(operation.id);
    if (!leaving.aborted) {
      await asks.finish(askTurn);
      const closed = { text: endedLine(progress, now(), say), ring: false, inPlaceOnly: true };
      await chat.close(conversation, `${operation.id}:progress`, closed);
    }
  }
}

/** The note that tells a later process that the request may have been sent. */
export const SEND = 'send';

function firstProgress(run: OperationRun, turn: Turn, ports: TurnPorts): TurnProgress {
  const { operation } = run;
  return {
    project: turn.project,
    actorName: turn.actor.name,
    operationId: operation.id,
    startedAtMs: operation.createdAtMs,
    isHeard: false,
    lastSignAtMs: ports.now(),
    gateway: ports.gateway.state(),
    wasUp: ports.gateway.state().kind === 'up',
    resumed: run.resumed,
    ending: 'no',
    steps: [],
    plan: [],
  };
}

function endingOf({ signal, leaving }: OperationRun): TurnProgress['ending'] {
  if (leaving.aborted) return 'paused';
  return signal.aborted ? 'stopping' : 'no';
}
