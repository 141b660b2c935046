import type { Conversation } from '#kernel/conversation.ts';
import type { Language, Say } from '#kernel/language.ts';
import type { OperationKind, OperationRun, Outcome } from '#operations/kind.ts';
import type { Chat } from '#ports/chat/port.ts';
import { authorOf } from '#ports/git/author.ts';
import type { Git, SecretsIn } from '#ports/git/port.ts';
import type { CloneOutcome, TransferProgress } from '#ports/git/remote.ts';
import type { Sandbox } from '#ports/sandbox/port.ts';
import type { ProjectSecrets } from '#ports/secrets/port.ts';
import type { Operation, Store } from '#ports/store/port.ts';
import type { FoundCommands, Workspace } from '#ports/workspace/port.ts';
import { accessOf } from './access.ts';
import { creationMessage } from './author.ts';
import {
  type Checked,
  cloneFailedCard,
  type CloneFailure,
  type CloneView,
  clonedCard,
  runningCard,
  shown,
  toChecked,
  transferCard,
} from './clone-cards.ts';
import { draftButtons } from './draft.ts';
import { isFree, removeUnmade } from './naming.ts';
import { isStopped, standingOf } from './new-standing.ts';
import { openTopicFor, type TopicPorts } from './new-topic.ts';
import { takenCard } from './new-cards.ts';

/** What a clone works with. */
export interface CloneOptions extends TopicPorts {
  readonly chat: Chat;
  readonly git: Git;
  readonly sandbox: Sandbox;
  readonly secrets: ProjectSecrets;
  readonly secretsIn: SecretsIn;
  readonly workspace: Workspace;
  readonly store: Pick<Store, 'conversations' | 'projects' | 'settings' | 'topics' | 'operations'>;
  readonly sayIn: (language: Language) => Say;
  readonly log: (message: string, details: object) => void;
  readonly limits?: { readonly sizeBytes: number; readonly timeoutMs: number };
}

const LIMITS = { sizeBytes: 2_000_000_000, timeoutMs: 30 * 60_000 };
const COMMAND_TIMEOUT_MS = 10 * 60_000;
const PROGRESS_MS = 1_000;
/** What its archetype is called in lists. */
const CLONED = 'cloned';

interface Task {
  readonly name: string;
  readonly actorName: string;
  readonly conversation: Conversation;
  readonly view: CloneView;
}

/** Makes a project of a repository that is somewhere already; leaves nothing behind when it cannot. */
export function cloneKind(options: CloneOptions): OperationKind {
  const { chat, git, sandbox, secrets, workspace, store, now, log } = options;

  const taskOf = async (operation: Operation): Promise<Task> => {
    const { url, isTemplate, actorName } = operation.input as unknown as Input;
    const conversation = await store.conversations.get(operation.conversationId);
    if (!conversation) throw new Error(`${operation.id} has lost its conversation`);
    const read = git.readUrl(url);
    if (read.kind === 'bad') throw new Error(`${operation.id} has lost its repository`);
    const { remote } = read;
    const name = operation.project ?? '';
    const access = await accessOf(name, remote, options);
    const say = options.sayIn(conversation.language);
    const hadAccess = access.token !== undefined || access.sshKey !== undefined;
    const isPrivate = await git.isPrivate(remote);
    const base = { name, operationId: operation.id, remote, isTemplate };
    return { name, actorName, conversation, view: { ...base, hadAccess, isPrivate, say } };
  };
  const show = (task: Task, card: Parameters<Chat['show']>[2]) =>
    chat.show(task.conversation, `${task.view.operationId}:progress`, card);

  const fetch = async (run: OperationRun, task: Task, attempt: number): Promise<CloneOutcome> => {
    const { name, view } = task;
    if (attempt > 1) await removeUnmade(name, options);
    await show(task, transferCard(view, undefined));
    const { sizeBytes, timeoutMs } = options.limits ?? LIMITS;
    let shownAtMs = 0;
    const progress = (each: TransferProgress) => {
      if (now() - shownAtMs < PROGRESS_MS) return;
      shownAtMs = now();
      show(task, transferCard(view, each)).catch((error: unknown) =>
        log('a progress card failed', { operation: view.operationId, error }),
      );
    };
    return git.clone(workspace.directory(name), view.remote, {
      access: await accessOf(name, view.remote, options),
      limitBytes: sizeBytes,
      timeoutMs,
      signal: run.signal,
      progress,
    });
  };

  const check = async (
    run: OperationRun,
    task: Task,
    found: FoundCommands,
  ): Promise<readonly Checked[]> => {
    if (found.kind === 'none') return [];
    const { install, checks } = found.commands;
    const list = [...(install ? [{ name: 'install', run: install }] : []), ...checks];
    const done: Checked[] = [];
    for (const [at, { run: argv }] of list.entries()) {
      await show(task, runningCard(task.view, shown(argv)));
      const limits = { timeoutMs: COMMAND_TIMEOUT_MS, signal: run.signal };
      const checked = await run.step<Checked>(`run:${at}`, async () =>
        toChecked(shown(argv), await sandbox.run(workspace.directory(task.name), argv, limits)),
      );
      done.push(checked);
      if (isStopped(run)) return done;
      // Without what it needs, nothing of it passes.
      if (install === argv && checked.exitCode !== 0) return done;
    }
    return done;
  };

  const fail = async (task: Task, outcome: CloneFailure): Promise<Outcome> => {
    const { name, conversation, view } = task;
    await removeUnmade(name, options);
    const ended = { text: view.say('new-failed', { name }), inPlaceOnly: true };
    await chat.close(conversation, `${view.operationId}:progress`, ended);
    await chat.post(conversation, `${view.operationId}:final`, cloneFailedCard(view, outcome));
    const state = outcome.kind === 'stopped' ? 'canceled' : 'failed';
    return { state, result: { kind: outcome.kind } };
  };

  return {
    title: 'Makes a project of a repository that is somewhere already.',
    steps: {
      check: 'Sees whether the name is free.',
      fetch: 'Brings the repository here: history, branches, tags, the default branch checked out.',
      template: 'Of a template leaves its files alone, in a first commit.',
      look: 'Reads how the project is checked.',
      'run:<number>': 'Installs dependencies, or runs one of the checks; it may fail.',
      register: 'From now on it is a project.',
      topic: 'Opens a topic for the project, in a group that has topics.',
    },
    async run(run): Promise<Outcome> {
      const { operation } = run;
      const task = await taskOf(operation);
      const { name, conversation, view } = task;
      const { say } = view;
      const wasFree = await run.step('check', async () => {
        if (!(await isFree(name, options))) return false;
        // Of a project of that name long ago, or for another host.
        if (!view.hadAccess) await secrets.removeAll(name);
        return true;
      });
      if (!wasFree) {
        const ended = { text: say('new-failed', { name }), inPlaceOnly: true };
        await chat.close(conversation, `${operation.id}:progress`, ended);
        const project = await store.projects.get(name);
        await chat.post(conversation, `${operation.id}:final`, takenCard(name, project, say));
        return { state: 'failed', result: { kind: 'taken' } };
      }
      const came = await run.step<CloneOutcome>('fetch', (attempt) => fetch(run, task, attempt));
      if (came.kind !== 'cloned') return fail(task, came);
      const cloned =
        view.isTemplate && came.sha !== undefined ? await copied(run, task, came) : came;
      if (cloned.kind !== 'cloned') return fail(task, cloned);
      const found = await run.step<FoundCommands>('look', () => workspace.commands(name));
      const checked = await check(run, task, found);
      if (isStopped(run)) return fail(task, { kind: 'stopped' });
      await run.step('register', async () => {
        const made = { createdAtMs: now(), createdBy: operation.actorId };
        await store.projects.add({ name, archetype: CLONED, ...made });
        const latest = (await store.conversations.get(conversation.id)) ?? conversation;
        await store.conversations.save({ ...latest, project: name });
      });
      const ended = { text: say('new-ended', { name }), inPlaceOnly: true };
      await chat.close(conversation, `${operation.id}:progress`, ended);
      const topic = await openTopicFor(run, options, { name, conversation, say });
      const card = clonedCard(view, cloned, found, checked);
      await chat.post(conversation, `${operation.id}:final`, {
        text: topic === '' ? card.text : `${card.text}\n\n${topic}`,
        buttons: await draftButtons(store, conversation.id, say),
      });
      return { state: 'done', result: { sha: cloned.sha ?? null } };
    },
    async dropped(operation) {
      const { conversation, view } = await taskOf(operation);
      const ended = { text: view.say('turn-dropped') };
      await chat.close(conversation, `${operation.id}:progress`, ended);
    },
    async broke(operation) {
      log('cloning a project broke', { operation: operation.id });
      const { name, conversation, view } = await taskOf(operation);
      const standing = await standingOf(operation, options);
      if (standing === 'ours') await removeUnmade(name, options);
      const word = standing === 'made' ? 'new-broke-late' : 'new-broken';
      const end = view.say(standing === 'made' ? 'new-ended' : 'new-failed', { name });
      const ended = { text: end, inPlaceOnly: true };
      await chat.close(conversation, `${operation.id}:progress`, ended);
      await chat.post(conversation, `${operation.id}:final`, { text: view.say(word, { name }) });
    },
  };

  async function copied(
    run: OperationRun,
    { name, actorName, view }: Task,
    came: Extract<CloneOutcome, { readonly kind: 'cloned' }>,
  ): Promise<typeof came | CloneFailure> {
    const { operation } = run;
    const message = creationMessage(operation, { from: view.remote.url, actorName });
    const made = await run.step<string | { readonly secrets: string }>('template', async () => {
      let secrets = '';
      const author = authorOf({ id: operation.actorId, name: actorName });
      const directory = workspace.directory(name);
      const sha = await git.restartHistory(
        directory,
        author,
        message,
        (added) => (secrets = options.secretsIn(added, view.say)) === '',
      );
      return sha ?? { secrets };
    });
    return typeof made === 'string'
      ? { ...came, sha: made, branch: 'main' }
      : { kind: 'held', ...made };
  }
}

interface Input {
  readonly url: string;
  readonly isTemplate: boolean;
  readonly actorName: string;
}
