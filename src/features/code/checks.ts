import type { Conversation } from '#kernel/conversation.ts';
import type { Language, Say } from '#kernel/language.ts';
import type { OperationKind, OperationRun } from '#operations/kind.ts';
import { isEnded } from '#operations/states.ts';
import type { Chat } from '#ports/chat/port.ts';
import type { Sandbox } from '#ports/sandbox/port.ts';
import type { Json, Operation, OperationStore, Store } from '#ports/store/port.ts';
import type { Check, Workspace } from '#ports/workspace/port.ts';
import { checksCard, checksProgress } from './checks-card.ts';

/** How one check ended, as the journal keeps it. */
export type Checked = {
  readonly name: string;
  /** As one would type it. */
  readonly command: string;
  readonly isPassed: boolean;
  readonly timedOut: boolean;
  readonly elapsedMs: number;
  /** The end of what it printed. External text. */
  readonly output: string;
};

interface Ports {
  readonly chat: Chat;
  readonly sandbox: Sandbox;
  readonly workspace: Workspace;
  readonly store: Pick<Store, 'conversations' | 'projects'>;
  readonly sayIn: (language: Language) => Say;
  readonly now: () => number;
}

const CHECK_TIMEOUT_MS = 15 * 60_000;
/** Enough for a failing test and its trace; the agent is told all of it. */
const OUTPUT_CHARS = 8_000;
const RUN = 'run:';
/** Looked through for the last checks. */
const RECENT = 100;

/** Runs the checks of a project in the sandbox and tells how they ended. */
export function checksKind(ports: Ports): OperationKind {
  const { chat, sandbox, workspace, store, now } = ports;

  const place = async (operation: Operation): Promise<readonly [Conversation, Say]> => {
    const conversation = await store.conversations.get(operation.conversationId);
    if (!conversation) throw new Error(`${operation.id} has lost its conversation`);
    return [conversation, ports.sayIn(conversation.language)];
  };

  const check = (run: OperationRun, directory: string, one: Check) =>
    run.step<Checked>(`${RUN}${one.name}`, async () => {
      const startedMs = now();
      const options = { timeoutMs: CHECK_TIMEOUT_MS, signal: run.signal };
      const ran = await sandbox.run(directory, one.run, options);
      return {
        name: one.name,
        command: one.run.join(' '),
        isPassed: ran.exitCode === 0,
        timedOut: ran.timedOut,
        elapsedMs: now() - startedMs,
        output: ran.output.slice(-OUTPUT_CHARS),
      };
    });

  return {
    title: 'Runs the checks of a project in the sandbox, all or one.',
    steps: { 'run:<check>': 'Runs one of the checks.' },
    async run(run) {
      const { operation, signal } = run;
      const { id, project = '' } = operation;
      const [conversation, say] = await place(operation);
      const checks = toChecks(operation.input);
      const key = `${id}:progress`;
      if (!(await store.projects.get(project))) {
        await chat.close(conversation, key, { text: say('turn-no-project', { project }) });
        return { state: 'failed', result: { kind: 'no-project' } };
      }
      const done: Checked[] = [];
      for (const one of checks) {
        const about = { project, operationId: id, check: one.name, done, total: checks.length };
        await chat.show(conversation, key, checksProgress(about, say));
        const checked = await check(run, workspace.directory(project), one);
        if (signal.aborted) {
          await chat.close(conversation, key, { text: say('turn-stopped') });
          return { state: 'canceled' };
        }
        done.push(checked);
      }
      const ended = { text: say('checks-ended', { project }), ring: false, inPlaceOnly: true };
      await chat.close(conversation, key, ended);
      await chat.post(conversation, `${id}:final`, checksCard(done, { project, id }, say));
      const failed = done.filter(({ isPassed }) => !isPassed).map(({ name }) => name);
      if (failed.length === 0) return { state: 'done', result: { kind: 'passed' } };
      return { state: 'failed', result: { kind: 'failed', failed } };
    },
    async queued(operation, ahead) {
      const [conversation, say] = await place(operation);
      const { id, project = '' } = operation;
      const cancel = { label: say('turn-cancel'), command: 'stop', words: [id] };
      const text = say('git-queued', { project, ahead, what: say('checks-what') });
      await chat.show(conversation, `${id}:progress`, { text, ring: false, buttons: [[cancel]] });
    },
    async dropped(operation) {
      const [conversation, say] = await place(operation);
      await chat.close(conversation, `${operation.id}:progress`, { text: say('turn-dropped') });
    },
    async broke(operation) {
      const [conversation, say] = await place(operation);
      const { id, project = '' } = operation;
      const ended = { text: say('checks-ended', { project }), inPlaceOnly: true };
      await chat.close(conversation, `${id}:progress`, ended);
      await chat.post(conversation, `${id}:final`, { text: say('checks-broke', { project }) });
    },
  };
}

/** What the operation is told: the checks as they were named when it was asked for. */
export function checksInput(checks: readonly Check[]): Json {
  return { checks: checks.map(({ name, run }) => ({ name, run: [...run] })) };
}

function toChecks(input: Json): readonly Check[] {
  return (input as unknown as { readonly checks: readonly Check[] }).checks;
}

/** The first check that failed in an operation; `undefined`: none did, or it ran none. */
export async function failureOf(
  operations: Pick<OperationStore, 'steps'>,
  operationId: string,
): Promise<Checked | undefined> {
  const steps = await operations.steps(operationId);
  return steps
    .filter(({ name, result }) => name.startsWith(RUN) && result !== undefined)
    .map(({ result }) => result as unknown as Checked)
    .find(({ isPassed }) => !isPassed);
}

/** What failed when the checks of a project ran last; `undefined`: nothing, or they never ran. */
export async function lastFailure(
  operations: Pick<OperationStore, 'steps' | 'recent'>,
  project: string,
): Promise<Checked | undefined> {
  const recent = await operations.recent({ project, limit: RECENT });
  const last = recent.find(
    ({ kind, state }) => kind === 'checks' && isEnded(state) && state !== 'canceled',
  );
  return last && failureOf(operations, last.id);
}
