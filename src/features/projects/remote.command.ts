import { type Button, type Card, plain } from '#kernel/card.ts';
import type { Call, Command } from '#kernel/command.ts';
import { isTask, rootOf } from '#kernel/project.ts';
import { visibleName } from '#lib/visible.ts';
import type { Operations } from '#operations/operations.ts';
import { secretFor } from './access.ts';
import { type LastPush, lastPushKey, type PushInput, remoteOf, type RemotePorts } from './push.ts';

type Options = RemotePorts & { readonly operations: Operations };

/** `/remote`, `/remote add <url>`, `/remote remove`: where the project is pushed to. */
export function remoteCommand(options: Options): Command {
  const { git, store, workspace } = options;
  return {
    name: 'remote',
    role: 'releaser',
    concerns: 'current',
    listed: true,
    async run({ words: [action, typed = ''] }, call) {
      const { say, conversation } = call;
      // A task has no remote of its own: what is merged is pushed with the project.
      const project =
        conversation.project && (await store.projects.get(rootOf(conversation.project)));
      if (!project) {
        const projects = { label: say('home-projects'), command: 'projects', words: [] };
        return { text: say('git-no-project'), buttons: [[projects]] };
      }
      const { name } = project;
      const directory = workspace.directory(name);
      const url = await git.origin(directory);
      if (action === 'add') {
        const read = git.readUrl(typed);
        if (typed === '') return { text: say('remote-usage', { project: name }) };
        if (read.kind === 'bad') return { text: say(`remote-url-${read.why}`) };
        if (url !== undefined) return { text: say('remote-has-one', { url: plain(url) }) };
        await git.setOrigin(directory, read.remote);
        call.changed?.(undefined, { url: read.remote.url });
        await store.settings.set(lastPushKey(name), null);
        const words = {
          project: name,
          url: plain(read.remote.url),
          secret: plain(secretFor(read.remote)),
        };
        const where = (await git.isPrivate(read.remote)) ? [say('clone-private')] : [];
        const text = [say('remote-added', words), ...where].join('\n\n');
        return { text, buttons: [[pushButton(name, call)]] };
      }
      if (action === 'remove') {
        if (url === undefined) return { text: say('remote-none', { project: name }) };
        const sure: Button = {
          label: say('remote-remove-sure'),
          command: 'remote_remove',
          words: [name],
          style: 'danger',
        };
        const text = say('remote-remove-ask', { project: name, url: plain(url) });
        return { text, buttons: [[sure]] };
      }
      return standingCard(options, name, call);
    },
  };
}

/** The button that confirms `/remote remove`. */
export function remoteRemoveCommand({ git, store, workspace }: Options): Command {
  return {
    name: 'remote_remove',
    role: 'releaser',
    concerns: 'named',
    listed: false,
    async run({ words: [name = ''] }, { say, changed }) {
      if (isTask(name) || !(await store.projects.get(name)))
        return { toast: say('dispatch-stale') };
      const directory = workspace.directory(name);
      const url = await git.origin(directory);
      await git.setOrigin(directory, undefined);
      if (url !== undefined) changed?.({ url }, undefined);
      await store.settings.set(lastPushKey(name), null);
      return { text: say('remote-removed', { project: name }), ring: false };
    },
  };
}

/** The [Push] and [Rebase] buttons. */
export function remoteDoCommand(options: Options): Command {
  const { operations, store } = options;
  return {
    name: 'remote_do',
    role: 'developer',
    concerns: 'named',
    listed: false,
    async run({ words: [name = '', action, branch] }, { say, actor, conversation, requestId }) {
      const kind = action === 'push' || action === 'rebase' ? action : undefined;
      if (!kind || isTask(name) || !(await store.projects.get(name)))
        return { toast: say('dispatch-stale') };
      const input: PushInput = kind === 'push' && branch !== undefined ? { branch } : null;
      await operations.start({
        id: `${kind}-${requestId.replaceAll(/[^a-z0-9]+/giu, '-')}`,
        kind,
        conversationId: conversation.id,
        actorId: actor.id,
        project: name,
        input,
      });
      return { toast: say(`${kind}-started`, { project: name }) };
    },
  };
}

async function standingCard(
  { git, store, workspace }: Options,
  name: string,
  call: Call,
): Promise<Card> {
  const { say } = call;
  const directory = workspace.directory(name);
  const standing = await git.standing(directory);
  const remote = await remoteOf(git, directory);
  if (!standing || !remote) {
    const text = [say('remote-none', { project: name }), say('remote-usage', { project: name })];
    return { text: text.join('\n\n') };
  }
  const last = (await store.settings.get(lastPushKey(name))) as unknown as LastPush | null;
  const { ahead, behind } = standing;
  const words = {
    project: name,
    url: plain(standing.url),
    branch: plain(visibleName(standing.branch)),
  };
  const lines = [
    say('remote-is', words),
    say(ahead + behind === 0 ? 'remote-even' : 'remote-differs', { ahead, behind }),
    ...(last ? [say(`remote-last-${isGood(last) ? 'good' : 'bad'}`, lastWords(last))] : []),
    say('remote-secret', { secret: plain(secretFor(remote)) }),
  ];
  const remove: Button = { label: say('remote-remove'), command: 'remote', words: ['remove'] };
  const rebase: Button = {
    label: say('push-rebase'),
    command: 'remote_do',
    words: [name, 'rebase'],
  };
  const rows = [[pushButton(name, call), ...(behind > 0 ? [rebase] : [])], [remove]];
  return { text: lines.join('\n\n'), buttons: rows };
}

function isGood({ kind }: LastPush): boolean {
  return kind === 'pushed' || kind === 'up-to-date';
}

function lastWords({ sha, atMs }: LastPush) {
  return { sha: sha.slice(0, 7), at: { atMs } };
}

function pushButton(name: string, { say }: Call): Button {
  return { label: say('push-now'), command: 'remote_do', words: [name, 'push'] };
}
