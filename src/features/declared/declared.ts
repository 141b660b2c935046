import { type Card, plain } from '#kernel/card.ts';
import type { Conversation } from '#kernel/conversation.ts';
import type { Language, Say } from '#kernel/language.ts';
import { NoRoom, noRoomCard } from '#kernel/no-room.ts';
import { rootOf } from '#kernel/project.ts';
import type { Argv } from '#lib/exec.ts';
import type { Masker } from '#lib/mask/masker.ts';
import { shorten } from '#lib/text.ts';
import type { OperationKind, OperationRun, Outcome } from '#operations/kind.ts';
import type { Chat } from '#ports/chat/port.ts';
import type { Checkouts } from '#ports/checkouts/port.ts';
import type { Git } from '#ports/git/port.ts';
import type { Sandbox } from '#ports/sandbox/port.ts';
import type { Operation, Store } from '#ports/store/port.ts';
import { actorNow } from '#ports/store/standing.ts';
import type { Workspace } from '#ports/workspace/port.ts';
import { askFor } from './ask-for.ts';
import { type DeclaredInput, type Task, toDeclaredInput } from './input.ts';
import { type Ended, resultCard, shownArgv } from './result-card.ts';
import { startTurn, type StartTurn } from './start.ts';

/** What an operation of a declared command needs. */
export interface DeclaredPorts {
  readonly chat: Chat;
  readonly sandbox: Sandbox;
  readonly checkouts: Pick<Checkouts, 'open' | 'remove'>;
  readonly workspace: Pick<Workspace, 'directory'>;
  readonly git: Pick<Git, 'head'>;
  readonly masker: Pick<Masker, 'mask'>;
  readonly store: Pick<Store, 'conversations' | 'projects' | 'actors' | 'settings'>;
  readonly ownerIds: readonly number[];
  readonly sayIn: (language: Language) => Say;
  readonly now: () => number;
  readonly startTurn: StartTurn;
  /** Of the command as its file declares it now; `undefined`: there is none. */
  readonly digestOf: (command: string) => string | undefined;
}

/** As much as the sandbox keeps; the journal need not hold more. */
const OUTPUT_CHARS = 32_000;

/** What an operator's own command does after it was asked for. */
export function declaredKind(ports: DeclaredPorts): OperationKind {
  const { chat, store, workspace } = ports;

  const place = async (operation: Operation): Promise<readonly [Conversation, Say]> => {
    const conversation = await store.conversations.get(operation.conversationId);
    if (!conversation) throw new Error(`${operation.id} has lost its conversation`);
    return [conversation, ports.sayIn(conversation.language)];
  };
  const progress = ({ id }: Operation): string => `${id}:progress`;

  const ask = async (
    run: OperationRun,
    { request, ...task }: Extract<Task, { readonly kind: 'prompt' }>,
  ): Promise<Outcome> => {
    const { id, actorId, project = '' } = run.operation;
    const [conversation, say] = await place(run.operation);
    const actor = await actorNow(actorId, store, ports.ownerIds);
    if (!actor) return { state: 'canceled' };
    const call = { actor, conversation, requestId: id, say };
    const started = startTurn(ports.startTurn, project, { ...task, request }, call);
    const refused = await started.catch((error: unknown) => {
      if (error instanceof NoRoom) return noRoomCard(error, say);
      throw error;
    });
    if (!refused) return { state: 'done' };
    await chat.post(conversation, `${id}:final`, refused);
    return { state: 'failed', result: { kind: 'refused' } };
  };

  return {
    title:
      "Does what an operator's own command declares, after somebody approved it where it says so.",
    steps: {
      commit: 'Finds the commit that it is about.',
      'approval:run': 'Asks for an approval of exactly that.',
      run: 'Runs the program, once: what a crash cut off is told, not repeated.',
    },
    // In the working tree it waits for its turn; in a checkout it is in nobody's way.
    lane(operation) {
      const { task } = toDeclaredInput(operation.input);
      const isInTree = task.kind === 'run' && task.where === 'tree';
      return isInTree ? (operation.project ?? operation.id) : operation.id;
    },
    async run(run) {
      const { operation, signal } = run;
      const { id, project = '' } = operation;
      const [conversation, say] = await place(operation);
      const input = toDeclaredInput(operation.input);
      const { task, command } = input;
      const close = (text: string) => chat.close(conversation, progress(operation), { text });
      if (!(await store.projects.get(project))) {
        await chat.post(conversation, `${id}:final`, { text: say('turn-no-project', { project }) });
        return { state: 'failed', result: { kind: 'no-project' } };
      }
      const sha = await run.step(
        'commit',
        async () => (await ports.git.head(workspace.directory(project))) ?? null,
      );
      if (sha === null) {
        await chat.post(conversation, `${id}:final`, { text: say('git-empty', { project }) });
        return { state: 'failed', result: { kind: 'no-commit' } };
      }
      const refused = await askFor(ports, run, input, sha, say);
      if (refused) return refused;
      if (task.kind === 'prompt') return ask(run, task);
      await chat.show(conversation, progress(operation), runningCard(input, operation, say));
      const ended = await run.step<Ended>('run', (attempt) =>
        attempt > 1 ? Promise.resolve({ kind: 'cut-off' }) : runOnce(ports, run, task, sha),
      );
      await ports.checkouts.remove(rootOf(project), id);
      if (signal.aborted) {
        await close(say('turn-stopped'));
        return { state: 'canceled' };
      }
      await close(say('declared-ended', { command: plain(command), project }));
      const about = { command, project, sha, timeoutMs: task.timeoutMs };
      await chat.post(conversation, `${id}:final`, resultCard(ended, about, say));
      if (ended.kind === 'cut-off') return { state: 'failed', result: { kind: 'cut-off' } };
      const { exitCode = null } = ended;
      return { state: exitCode === 0 ? 'done' : 'failed', result: { kind: 'ended', exitCode } };
    },
    async queued(operation, ahead) {
      const [conversation, say] = await place(operation);
      const { id, project = '' } = operation;
      const what = plain(`/${toDeclaredInput(operation.input).command}`);
      const cancel = { label: say('turn-cancel'), command: 'stop', words: [id] };
      const card = { text: say('git-queued', { project, ahead, what }), ring: false };
      await chat.show(conversation, progress(operation), { ...card, buttons: [[cancel]] });
    },
    async dropped(operation) {
      const [conversation, say] = await place(operation);
      await chat.close(conversation, progress(operation), { text: say('turn-dropped') });
    },
    async broke(operation) {
      const [conversation, say] = await place(operation);
      const { id, project = '' } = operation;
      const about = { command: plain(toDeclaredInput(operation.input).command), project };
      await ports.checkouts.remove(rootOf(project), id).catch(() => undefined);
      await chat.close(conversation, progress(operation), { text: say('declared-ended', about) });
      await chat.post(conversation, `${id}:final`, { text: say('declared-broke', about) });
    },
  };
}

async function runOnce(
  ports: DeclaredPorts,
  { operation, signal }: OperationRun,
  { argv, where, timeoutMs }: Extract<Task, { readonly kind: 'run' }>,
  sha: string,
): Promise<Ended> {
  const { project = '', id } = operation;
  const startedMs = ports.now();
  const options = { timeoutMs, signal };
  const program = argv as Argv;
  const ran =
    where === 'tree'
      ? await ports.sandbox.run(ports.workspace.directory(project), program, options)
      : await (await ports.checkouts.open(rootOf(project), sha, id)).run(program, options);
  return {
    kind: 'ended',
    ...(ran.exitCode !== undefined && !ran.timedOut && { exitCode: ran.exitCode }),
    elapsedMs: ports.now() - startedMs,
    // Before anything is cut off it: half a secret nobody knows.
    output: ports.masker.mask(ran.output).slice(-OUTPUT_CHARS),
  };
}

function runningCard(
  { command, task }: DeclaredInput,
  { id, project = '' }: Operation,
  say: Say,
): Card {
  const stop = { label: say('turn-stop'), command: 'stop', words: [id] };
  const argv = task.kind === 'run' ? plain(shorten(shownArgv(task.argv), 300)) : '';
  const about = { command: plain(command), project, argv };
  return { text: say('declared-running', about), ring: false, buttons: [[stop]] };
}
