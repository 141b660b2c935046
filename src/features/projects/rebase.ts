import { type Card, plain } from '#kernel/card.ts';
import type { Say } from '#kernel/language.ts';
import { shorten } from '#lib/text.ts';
import { visibleName } from '#lib/visible.ts';
import type { OperationKind, Outcome } from '#operations/kind.ts';
import type { FetchOutcome, RebaseOutcome } from '#ports/git/remote.ts';
import type { RemoteUrl } from '#ports/git/remote-url.ts';
import type { Operation } from '#ports/store/port.ts';
import { accessOf } from './access.ts';
import { remoteOf, type RemotePorts } from './push.ts';
import { failureWords, secretButton } from './remote-words.ts';

/** Files that a card names. */
const NAMED = 15;

/** Puts the commits that are only here on top of those of the remote; the push follows by itself. */
export function rebaseKind(ports: RemotePorts): OperationKind {
  const { chat, git, store, workspace } = ports;

  const wordsOf = async (operation: Operation) => {
    const conversation = await store.conversations.get(operation.conversationId);
    if (!conversation) throw new Error(`${operation.id} has lost its conversation`);
    return { conversation, say: ports.sayIn(conversation.language) };
  };

  return {
    title: 'Fetches from the remote and puts the commits that are only here on top.',
    steps: {
      fetch: 'Looks what the remote has now, beside the other work in the project.',
      rebase: 'Computes it all before anything moves; a conflict changes nothing.',
    },
    async run(run): Promise<Outcome> {
      const { id, project = '' } = run.operation;
      const { conversation, say } = await wordsOf(run.operation);
      const directory = workspace.directory(project);
      const remote = await remoteOf(git, directory);
      if (!remote || !(await store.projects.get(project))) {
        return { state: 'failed', result: { kind: 'nothing' } };
      }
      const access = await accessOf(project, remote, ports);
      const { signal } = run;
      const came = await run.step<FetchOutcome>('fetch', () =>
        git.fetch(directory, { access, signal }),
      );
      const done =
        came.kind === 'fetched'
          ? await run.step<RebaseOutcome>('rebase', (attempt) =>
              git.rebase(directory, { ...came, isResumed: attempt > 1 }),
            )
          : came;
      const hadAccess = access.token !== undefined || access.sshKey !== undefined;
      const card = rebaseCard(done, { project, remote, hadAccess, say });
      await chat.post(conversation, `${id}:final`, card);
      const isGood = done.kind === 'rebased' || done.kind === 'up-to-date';
      const state = done.kind === 'stopped' ? 'canceled' : isGood ? 'done' : 'failed';
      return { state, result: { kind: done.kind } };
    },
    async queued(operation, ahead) {
      const { conversation, say } = await wordsOf(operation);
      const words = { project: operation.project ?? '', ahead };
      const card = { text: say('rebase-queued', words), ring: false };
      await chat.show(conversation, `${operation.id}:progress`, card);
    },
    async dropped(operation) {
      const { conversation, say } = await wordsOf(operation);
      await chat.close(conversation, `${operation.id}:progress`, { text: say('turn-dropped') });
    },
    async broke(operation) {
      ports.log('a rebase broke', { operation: operation.id });
      const { conversation, say } = await wordsOf(operation);
      const card = { text: say('rebase-broke', { project: operation.project ?? '' }) };
      await chat.post(conversation, `${operation.id}:final`, card);
    },
  };
}

function rebaseCard(
  done: Exclude<FetchOutcome, { readonly kind: 'fetched' }> | RebaseOutcome,
  view: {
    readonly project: string;
    readonly remote: RemoteUrl;
    readonly hadAccess: boolean;
    readonly say: Say;
  },
): Card {
  const { project, remote, say } = view;
  switch (done.kind) {
    case 'rebased': {
      const words = { project, count: done.commits, sha: done.sha.slice(0, 7) };
      return { text: say('rebase-done', words), ring: false };
    }
    case 'conflict':
    case 'dirty': {
      const rows = done.paths
        .slice(0, NAMED)
        .map((path) => `- ${plain(shorten(visibleName(path), 120))}`);
      const count = done.paths.length - rows.length;
      const more = count > 0 ? [say('git-more-paths', { count })] : [];
      return { text: [say(`rebase-${done.kind}`, { project }), ...rows, ...more].join('\n') };
    }
    case 'up-to-date':
    case 'merges':
    case 'nothing':
      return { text: say(`rebase-${done.kind}`, { project }) };
    case 'auth':
    case 'not-found':
    case 'unreachable':
    case 'failed':
    case 'timed-out':
    case 'stopped': {
      const secret = done.kind === 'auth' ? [[secretButton(project, remote, say)]] : [];
      const why = failureWords(done, view, say);
      return { text: `${say('rebase-failed', { project })}\n\n${why}`, buttons: secret };
    }
  }
}
