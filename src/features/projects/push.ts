import { type Button, type Card, fenced, plain } from '#kernel/card.ts';
import type { Language, Say } from '#kernel/language.ts';
import { visible, visibleName } from '#lib/visible.ts';
import type { OperationKind, Outcome } from '#operations/kind.ts';
import type { Chat } from '#ports/chat/port.ts';
import type { Git } from '#ports/git/port.ts';
import type { PushOutcome } from '#ports/git/remote.ts';
import type { RemoteUrl } from '#ports/git/remote-url.ts';
import type { ProjectSecrets } from '#ports/secrets/port.ts';
import type { Operation, Store } from '#ports/store/port.ts';
import type { Workspace } from '#ports/workspace/port.ts';
import { accessOf } from './access.ts';
import { failureWords, secretButton } from './remote-words.ts';

/** What pushing and fetching work with. */
export interface RemotePorts {
  readonly chat: Chat;
  readonly git: Git;
  readonly secrets: ProjectSecrets;
  readonly workspace: Pick<Workspace, 'directory'>;
  readonly store: Pick<Store, 'conversations' | 'operations' | 'projects' | 'settings'>;
  readonly sayIn: (language: Language) => Say;
  readonly now: () => number;
  readonly log: (message: string, details: object) => void;
  readonly hasCommand: (name: string) => boolean;
}

/** How the last push of a project ended, for `/remote` and so that none is tried for nothing. */
export interface LastPush {
  readonly sha: string;
  readonly kind: PushOutcome['kind'];
  readonly atMs: number;
}

/**
 * The setting that holds it; `null`: nothing is known. `branch`: of one that was pushed while another
 * one was checked out.
 */
export function lastPushKey(project: string, branch?: string): string {
  return branch === undefined ? `push:${project}` : `push:${project}:${branch}`;
}

/** Which branch a push is about; absent: the one that is checked out. */
export type PushInput = { readonly branch?: string } | null;

/** The remote of a project, checked again: its settings may be older than the rules. */
export async function remoteOf(
  git: Pick<Git, 'origin' | 'readUrl'>,
  directory: string,
): Promise<RemoteUrl | undefined> {
  const url = await git.origin(directory);
  const read = url === undefined ? undefined : git.readUrl(url);
  return read?.kind === 'good' ? read.remote : undefined;
}

/** Pushes what was committed, beside the work in the project and never in its way. */
export function pushKind(ports: RemotePorts): OperationKind {
  const { chat, git, store, workspace } = ports;

  const wordsOf = async (operation: Operation) => {
    const conversation = await store.conversations.get(operation.conversationId);
    if (!conversation) throw new Error(`${operation.id} has lost its conversation`);
    return { conversation, say: ports.sayIn(conversation.language) };
  };

  return {
    title: 'Pushes the commits of a project to its remote, in the background.',
    steps: {
      push: 'Pushes the branch that is checked out, or was merged into; nothing there is overwritten.',
    },
    lane: ({ project = '' }) => `push:${project}`,
    async run(run): Promise<Outcome> {
      const { id, project = '', input } = run.operation;
      const { branch } = (input as PushInput) ?? {};
      const { conversation, say } = await wordsOf(run.operation);
      const directory = workspace.directory(project);
      const remote = await remoteOf(git, directory);
      if (!remote || !(await store.projects.get(project))) {
        return { state: 'done', result: { kind: 'nothing' } };
      }
      const access = await accessOf(project, remote, ports);
      const done = await run.step<PushOutcome>('push', () =>
        git.push(directory, {
          access,
          signal: run.signal,
          ...(branch !== undefined && { branch }),
        }),
      );
      const head = () =>
        branch === undefined ? git.head(directory) : git.branchHead(directory, branch);
      const sha = 'sha' in done ? done.sha : ((await head()) ?? '');
      const last: LastPush = { sha, kind: done.kind, atMs: ports.now() };
      await store.settings.set(lastPushKey(project, branch), { ...last });
      const hadAccess = access.token !== undefined || access.sshKey !== undefined;
      const card = pushCard(done, {
        project,
        remote,
        hadAccess,
        say,
        hasCommand: ports.hasCommand,
        merged: branch,
      });
      if (card) await chat.post(conversation, `${id}:final`, card);
      const isGood =
        done.kind === 'pushed' || done.kind === 'up-to-date' || done.kind === 'nothing';
      const state = done.kind === 'stopped' ? 'canceled' : isGood ? 'done' : 'failed';
      return { state, result: { kind: done.kind } };
    },
    async broke(operation) {
      ports.log('a push broke', { operation: operation.id });
      const { conversation, say } = await wordsOf(operation);
      const { project = '', input } = operation;
      const buttons = [[againButton(project, (input as PushInput)?.branch, say)]];
      const card = { text: say('push-broke', { project }), buttons };
      await chat.post(conversation, `${operation.id}:final`, card);
    },
  };
}

/** What a card about a push is about. */
interface PushView {
  readonly project: string;
  readonly remote: RemoteUrl;
  readonly hadAccess: boolean;
  readonly say: Say;
  readonly hasCommand: (name: string) => boolean;
  /** The branch, where it is not the one that was checked out. */
  readonly merged: string | undefined;
}

/** `undefined`: there is nothing to tell. */
function pushCard(done: PushOutcome, view: PushView): Card | undefined {
  const { project, remote, say } = view;
  const again = againButton(project, view.merged, say);
  const words = { project, host: plain(remote.host === '' ? remote.url : remote.host) };
  switch (done.kind) {
    case 'nothing':
    case 'up-to-date':
      return undefined;
    case 'pushed': {
      const what = { ...words, sha: done.sha.slice(0, 7), branch: branchName(done.branch) };
      return { text: say('push-done', what), ring: false };
    }
    case 'behind': {
      const rebase: Button = {
        label: say('push-rebase'),
        command: 'remote_do',
        words: [project, 'rebase'],
        who: 'role',
        style: 'primary',
      };
      const pr: readonly Button[] = view.hasCommand('pr')
        ? [{ label: say('push-open-pr'), command: 'pr', words: [], who: 'role' }]
        : [];
      const branch = branchName(done.branch);
      const text = say('push-behind', { ...words, branch });
      // A rebase is one of what is checked out.
      if (view.merged !== undefined) return { text, buttons: [pr] };
      return { text, buttons: [[rebase, ...pr]] };
    }
    case 'declined': {
      const text = say('push-declined', { ...words, branch: branchName(done.branch) });
      const detail = done.detail.split('\n').map(visible).join('\n');
      return { text: `${text}\n\n${fenced(detail)}`, buttons: [[again]] };
    }
    case 'auth':
    case 'not-found':
    case 'unreachable':
    case 'failed':
    case 'timed-out':
    case 'stopped': {
      const why = failureWords(done, view, say);
      const secret = done.kind === 'auth' ? [secretButton(project, remote, say)] : [];
      return { text: `${say('push-failed', words)}\n\n${why}`, buttons: [[...secret, again]] };
    }
  }
}

function branchName(branch: string): string {
  return plain(visibleName(branch));
}

function againButton(project: string, branch: string | undefined, say: Say): Button {
  return {
    label: say('push-again'),
    command: 'remote_do',
    words: [project, 'push', ...(branch === undefined ? [] : [branch])],
    who: 'role',
  };
}
