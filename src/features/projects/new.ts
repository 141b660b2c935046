import type { Actor } from '#kernel/actor.ts';
import { type Card, fenced, plain } from '#kernel/card.ts';
import type { Conversation } from '#kernel/conversation.ts';
import type { Language, Say } from '#kernel/language.ts';
import type { OperationKind, OperationRun, Outcome } from '#operations/operations.ts';
import type { Chat } from '#ports/chat/port.ts';
import type { Git } from '#ports/git/port.ts';
import type { Ran, Sandbox } from '#ports/sandbox/port.ts';
import type { Store } from '#ports/store/port.ts';
import type { Archetype, Workspace } from '#ports/workspace/port.ts';
import { draftButtons } from './draft.ts';

interface Options {
  readonly chat: Chat;
  readonly git: Git;
  readonly sandbox: Sandbox;
  readonly workspace: Workspace;
  readonly store: Pick<Store, 'actors' | 'conversations' | 'projects' | 'settings'>;
  readonly sayIn: (language: Language) => Say;
  readonly log: (message: string, details: object) => void;
}

const INSTALL_TIMEOUT_MS = 5 * 60_000;
const CHECK_TIMEOUT_MS = 5 * 60_000;

const STEPS = ['copy', 'install', 'test', 'commit'] as const;

/** Makes a project; leaves nothing behind when it cannot. */
export function newKind({
  chat,
  git,
  sandbox,
  workspace,
  store,
  sayIn,
  log,
}: Options): OperationKind {
  const make = async (run: OperationRun, task: Task): Promise<Made> => {
    const { operation, signal } = run;
    const { name, archetype, conversation } = task;
    const directory = workspace.directory(name);
    const at = (step: (typeof STEPS)[number]) =>
      chat.show(conversation, `${operation.id}:progress`, stepCard(step, task));

    await at('copy');
    await run.step('copy', async () => {
      await workspace.create(name, archetype.name);
      await git.init(directory);
    });
    if (archetype.install) {
      const { install } = archetype;
      await at('install');
      const ran = await run.step('install', () =>
        sandbox.run(directory, install, { timeoutMs: INSTALL_TIMEOUT_MS, signal }),
      );
      if (signal.aborted) return { kind: 'stopped' };
      if (ran.exitCode !== 0) return { kind: 'failed', what: install.join(' '), ran };
    }
    await at('test');
    for (const check of archetype.checks) {
      const ran = await run.step(`test:${check.name}`, () =>
        sandbox.run(directory, check.run, { timeoutMs: CHECK_TIMEOUT_MS, signal }),
      );
      if (signal.aborted) return { kind: 'stopped' };
      if (ran.exitCode !== 0) return { kind: 'failed', what: check.run.join(' '), ran };
    }
    await at('commit');
    const sha = await run.step('commit', async () => {
      const author = {
        name: task.actor.name || 'Telegram user',
        email: `${task.actor.id}@telegram.invalid`,
      };
      const message = `Create ${name} from ${archetype.name}\n\nOperation: ${operation.id}\nRequested-by: ${author.name} (Telegram ${task.actor.id})\n`;
      const commit = await git.commitAll(directory, author, message);
      return commit?.sha ?? (await git.head(directory)) ?? '';
    });
    return { kind: 'made', sha };
  };

  return {
    async run(run): Promise<Outcome> {
      const { operation, signal } = run;
      const conversation = await store.conversations.get(operation.conversationId);
      const actor = await store.actors.get(operation.actorId);
      const name = operation.project ?? '';
      const wanted = (operation.input as { archetype: string }).archetype;
      const archetype = (await workspace.archetypes()).find((each) => each.name === wanted);
      if (!conversation || !actor || !archetype) throw new Error(`${operation.id} lost its input`);
      const say = sayIn(conversation.language);
      const task: Task = { name, archetype, conversation, actor, say };

      const made = await make(run, task).catch((error: unknown): Made => {
        if (signal.reason === 'shutdown') throw error;
        log('creating a project broke', { operation: operation.id, error });
        return { kind: 'broken' };
      });
      if (signal.reason === 'shutdown') throw new Error('shutdown');
      if (made.kind !== 'made') {
        await workspace.remove(name);
        await store.projects.remove(name);
        const card = failureCard(made, task);
        await chat.close(conversation, `${operation.id}:progress`, {
          text: say('new-failed', { name }),
        });
        await chat.post(conversation, `${operation.id}:final`, card);
        return {
          state: made.kind === 'stopped' ? 'canceled' : 'failed',
          result: { kind: made.kind },
        };
      }
      const now = (await store.conversations.get(conversation.id)) ?? conversation;
      await store.conversations.save({ ...now, project: name });
      await chat.close(conversation, `${operation.id}:progress`, {
        text: say('new-ended', { name }),
      });
      const buttons = await draftButtons(store, conversation.id, say);
      const card: Card = {
        text: say('new-done', { name, archetype: archetype.name, sha: made.sha.slice(0, 7) }),
        buttons,
      };
      await chat.post(conversation, `${operation.id}:final`, card);
      return { state: 'done', result: { sha: made.sha } };
    },
  };
}

interface Task {
  readonly name: string;
  readonly archetype: Archetype;
  readonly conversation: Conversation;
  readonly actor: Actor;
  readonly say: Say;
}

type Made =
  | { readonly kind: 'made'; readonly sha: string }
  | { readonly kind: 'stopped' }
  | { readonly kind: 'failed'; readonly what: string; readonly ran: Ran }
  | { readonly kind: 'broken' };

/** The bar counts whole steps: four of them, none of them guessed. */
function stepCard(step: (typeof STEPS)[number], { say, name }: Task): Card {
  const done = STEPS.indexOf(step);
  const percent = (done / STEPS.length) * 100;
  const bar = '█'.repeat(done * 2) + '░'.repeat((STEPS.length - done) * 2);
  return {
    text: `${say('new-title', { name })}\n\n\`[${bar}] ${percent}%\`\n\n${say(`new-step-${step}`)}`,
    ring: false,
  };
}

function failureCard(made: Exclude<Made, { kind: 'made' }>, { say, name, archetype }: Task): Card {
  const again = { label: say('new-again'), command: 'new', words: [archetype.name, name] };
  switch (made.kind) {
    case 'stopped':
      return { text: say('new-stopped', { name }), buttons: [[again]] };
    case 'failed': {
      const tail = fenced(made.ran.output.slice(-2_000));
      const why = made.ran.timedOut ? say('new-timed-out') : '';
      return {
        text: `${say('new-check-failed', { name, what: plain(made.what) })} ${why}\n\n${tail}`,
        buttons: [[again]],
      };
    }
    case 'broken':
      return { text: say('new-broken', { name }), buttons: [[again]] };
  }
}
