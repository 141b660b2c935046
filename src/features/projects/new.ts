import type { Card } from '#kernel/card.ts';
import type { Conversation } from '#kernel/conversation.ts';
import type { Language, Say } from '#kernel/language.ts';
import type { OperationKind, OperationRun, Outcome } from '#operations/kind.ts';
import type { Chat } from '#ports/chat/port.ts';
import { authorOf } from '#ports/git/author.ts';
import type { Git, SecretsIn } from '#ports/git/port.ts';
import type { Sandbox } from '#ports/sandbox/port.ts';
import type { ProjectSecrets } from '#ports/secrets/port.ts';
import type { Operation, Store } from '#ports/store/port.ts';
import type { Archetype, Workspace } from '#ports/workspace/port.ts';
import { creationMessage } from './author.ts';
import { draftButtons } from './draft.ts';
import { openTopicFor, type TopicPorts } from './new-topic.ts';
import { isFree, removeUnmade } from './naming.ts';
import { isStopped, standingOf } from './new-standing.ts';
import { failureCard, type Made, type NewStep, stepCard } from './new-cards.ts';

interface Options extends TopicPorts {
  readonly chat: Chat;
  readonly git: Git;
  readonly sandbox: Sandbox;
  readonly secrets: Pick<ProjectSecrets, 'removeAll'>;
  readonly workspace: Workspace;
  readonly store: Pick<Store, 'conversations' | 'projects' | 'settings' | 'topics' | 'operations'>;
  readonly sayIn: (language: Language) => Say;
  readonly secretsIn: SecretsIn;
  readonly now: () => number;
  readonly log: (message: string, details: object) => void;
}

const COMMAND_TIMEOUT_MS = 5 * 60_000;

/** Makes a project, known from its first commit on; leaves nothing behind when it cannot. */
export function newKind(options: Options): OperationKind {
  const { chat, git, sandbox, workspace, store, sayIn, secretsIn, now, log } = options;

  const taskOf = async (operation: Operation): Promise<Task> => {
    const { archetype, actorName } = operation.input as { archetype: string; actorName: string };
    const conversation = await store.conversations.get(operation.conversationId);
    if (!conversation) throw new Error(`${operation.id} has lost its conversation`);
    const say = sayIn(conversation.language);
    return { name: operation.project ?? '', archetype, actorName, conversation, say };
  };

  const make = async (run: OperationRun, task: Task, template: Archetype): Promise<Made> => {
    const { operation, signal } = run;
    const { name, conversation, say } = task;
    const directory = workspace.directory(name);
    const at = (step: NewStep) =>
      chat.show(conversation, `${operation.id}:progress`, stepCard(step, name, say));

    await at('copy');
    const copied = await run.step<'copied' | 'taken'>('copy', async () => {
      // After a restart another project may have that name: nothing of it is replaced.
      if (await store.projects.find(name)) return 'taken';
      await workspace.create(name, task.archetype);
      await git.init(directory);
      return 'copied';
    });
    if (copied === 'taken') {
      const project = await store.projects.get(name);
      return { kind: 'taken', ...(project && { project }) };
    }
    const install = template.install ? [{ name: 'install', run: template.install }] : [];
    for (const { name: check, run: argv } of [...install, ...template.checks]) {
      await at(check === 'install' ? 'install' : 'test');
      const ran = await run.step(`run:${check}`, () =>
        sandbox.run(directory, argv, { timeoutMs: COMMAND_TIMEOUT_MS, signal }),
      );
      if (isStopped(run)) return { kind: 'stopped' };
      if (ran.exitCode !== 0) return { kind: 'failed', what: argv.join(' '), ran };
    }
    await at('commit');
    const committed = await run.step<string | Held>('commit', async () => {
      let secrets = '';
      const made = await git.commitAll(
        directory,
        authorOf({ id: operation.actorId, name: task.actorName }),
        creationMessage(operation, { from: task.archetype, actorName: task.actorName }),
        (added) => (secrets = secretsIn(added, say)) === '',
      );
      if (secrets !== '') return { secrets };
      return made?.sha ?? (await git.head(directory)) ?? '';
    });
    if (typeof committed !== 'string') return { kind: 'held', ...committed };
    await run.step('register', async () => {
      const { archetype } = task;
      const created = { createdAtMs: now(), createdBy: operation.actorId };
      await store.projects.add({ name, archetype, ...created });
    });
    return { kind: 'made', sha: committed };
  };

  const fail = async (
    operation: Operation,
    task: Task,
    made: Exclude<Made, { kind: 'made' }>,
  ): Promise<Outcome> => {
    const { name, conversation, say } = task;
    if (made.kind !== 'taken') await removeUnmade(name, options);
    const ended = { text: say('new-failed', { name }), inPlaceOnly: true };
    await chat.close(conversation, `${operation.id}:progress`, ended);
    await chat.post(conversation, `${operation.id}:final`, failureCard(made, task, say));
    const state = made.kind === 'stopped' ? 'canceled' : 'failed';
    return { state, result: { kind: made.kind } };
  };

  return {
    title: 'Makes a project from a template: files, repository, checks, first commit.',
    steps: {
      check: 'Sees whether the name is free.',
      copy: 'Copies the template and makes the repository.',
      'run:<check>': 'Installs dependencies and runs one of the checks of the template.',
      commit: 'Makes the first commit.',
      register: 'From now on it is a project.',
      topic: 'Opens a topic for the project, in a group that has topics.',
    },
    async run(run): Promise<Outcome> {
      const { operation } = run;
      const task = await taskOf(operation);
      const { name, archetype, conversation, say } = task;
      const template = (await workspace.archetypes()).find((each) => each.name === archetype);
      // Those of one name run one after another, so what is free now stays free for us.
      const wasFree = await run.step('check', async () => {
        if (!(await isFree(name, options))) return false;
        // What was given for a project of that name that never came to be.
        await options.secrets.removeAll(name);
        return true;
      });
      const project = await store.projects.get(name);
      if (!wasFree)
        return fail(operation, task, { kind: 'taken', ...(project ? { project } : {}) });
      if (!template) return fail(operation, task, { kind: 'broken' });
      const made = await make(run, task, template);
      if (made.kind !== 'made') return fail(operation, task, made);
      const latest = (await store.conversations.get(conversation.id)) ?? conversation;
      await store.conversations.save({ ...latest, project: name });
      const ended = { text: say('new-ended', { name }), inPlaceOnly: true };
      await chat.close(conversation, `${operation.id}:progress`, ended);
      const topic = await openTopicFor(run, options, task);
      const done = say('new-done', { name, archetype, sha: made.sha.slice(0, 7) });
      const card: Card = {
        text: topic === '' ? done : `${done}\n\n${topic}`,
        buttons: await draftButtons(store, conversation.id, say),
      };
      await chat.post(conversation, `${operation.id}:final`, card);
      return { state: 'done', result: { sha: made.sha } };
    },
    async dropped(operation) {
      const { conversation, say } = await taskOf(operation);
      const ended = { text: say('turn-dropped') };
      await chat.close(conversation, `${operation.id}:progress`, ended);
    },
    async broke(operation) {
      log('creating a project broke', { operation: operation.id });
      const task = await taskOf(operation);
      const standing = await standingOf(operation, options);
      if (standing === 'ours') {
        await fail(operation, task, { kind: 'broken' });
        return;
      }
      const { name, conversation, say } = task;
      const [end, why] =
        standing === 'made' ? ['new-ended', 'new-broke-late'] : ['new-failed', 'new-broken'];
      const ended = { text: say(end, { name }), inPlaceOnly: true };
      await chat.close(conversation, `${operation.id}:progress`, ended);
      await chat.post(conversation, `${operation.id}:final`, { text: say(why, { name }) });
    },
  };
}

type Held = { readonly secrets: string };

interface Task {
  readonly name: string;
  readonly archetype: string;
  readonly actorName: string;
  readonly conversation: Conversation;
  readonly say: Say;
}
