import { hasRole } from '#kernel/actor.ts';
import { type Button, type Card, plain, type Toast } from '#kernel/card.ts';
import type { Call, Command } from '#kernel/command.ts';
import { EXPECTED_FOR_MS, expectationKey } from '#kernel/expectation.ts';
import { isTask, type Project, rootOf } from '#kernel/project.ts';
import { isShown } from '#kernel/shown.ts';
import { shorten } from '#lib/text.ts';
import { visible } from '#lib/visible.ts';
import type { Operations } from '#operations/operations.ts';
import type { Git } from '#ports/git/port.ts';
import type { Store } from '#ports/store/port.ts';
import type { Workspace } from '#ports/workspace/port.ts';
import { namesLike, problemWith } from './naming.ts';
import { busyWith, soon, stateLine, tasksCard } from './project-state.ts';
import type { ArchiveInput } from './archive.ts';
import { liveEnvironments, type ReleasePorts } from './releases.ts';
import { nameProblem } from './wizard-cards.ts';

/** What managing projects works with. */
export interface ManageOptions extends ReleasePorts {
  readonly operations: Operations;
  readonly git: Pick<Git, 'log' | 'changes' | 'origin'>;
  readonly workspace: Workspace;
  readonly store: Pick<Store, 'projects' | 'settings' | 'operations' | 'topics'>;
  readonly now: () => number;
}

/** `/project [name]`: one project, and what an owner can do with it. */
export function projectCommand(options: ManageOptions): Command {
  const { store } = options;
  return {
    name: 'project',
    role: 'viewer',
    concerns: 'named',
    listed: true,
    async run({ words: [word] }, call) {
      const { say, actor, conversation } = call;
      const name = word ?? (conversation.project && rootOf(conversation.project));
      const project =
        name === undefined || isTask(name) ? undefined : await store.projects.find(name);
      const isSeen = project && isShown({ actor, conversation }, project.name);
      if (project && isSeen) return projectCard(project, options, call);
      const list = { label: say('home-projects'), command: 'projects', words: [] };
      const shown = plain(shorten(visible(name ?? ''), 80));
      const text = name === undefined ? say('use-ask') : say('use-unknown', { name: shown });
      return { text, buttons: [[list]] };
    },
  };
}

/** The buttons of `/project`, and what is written in answer to them. */
export function projectDoCommand(options: ManageOptions): Command {
  const { store } = options;
  return {
    name: 'project_do',
    role: 'owner',
    concerns: 'named',
    listed: false,
    async run({ words: [name = '', action, given], text, isFreeText }, call) {
      const { say } = call;
      const project = isTask(name) ? undefined : await store.projects.find(name);
      if (!project) return { toast: say('dispatch-stale') };
      const written = isFreeText ? text.trim() : given;
      // Before a restore too: what is being archived or deleted would come back in part.
      const busy = busyWith(await store.operations.unfinished(), name).length;
      if (busy > 0) return { text: say('project-busy', { name, count: busy }) };
      if (action !== 'restore') {
        const tasks = await store.projects.tasks(name);
        if (tasks.length > 0) return tasksCard(name, tasks, say);
      }
      switch (action ?? '') {
        case 'rename':
          return rename(options, project, written, call);
        case 'archive':
          return archive(options, project, isFreeText ? written : undefined, call);
        case 'restore':
          await store.projects.archive(name, undefined);
          return { text: say('project-restored', { name }), buttons: [[useButton(name, say)]] };
        case 'delete':
          return remove(options, project, isFreeText ? written : undefined, call);
        default:
          return { toast: say('dispatch-stale') };
      }
    },
  };
}

async function projectCard(project: Project, options: ManageOptions, call: Call): Promise<Card> {
  const { say, actor, conversation } = call;
  const { name, archivedAtMs } = project;
  const { store, git, workspace } = options;
  const around = {
    unfinished: await store.operations.unfinished(),
    topics: await store.topics.list(),
    current: conversation.project,
  };
  const [state, url, live] = await Promise.all([
    stateLine(project, around, options, say),
    git.origin(workspace.directory(name)).catch(() => undefined),
    soon(liveEnvironments(options, name)),
  ]);
  const where = live?.join(', ') ?? '';
  const lines = [
    state,
    url === undefined ? say('project-no-remote') : say('project-remote', { url: plain(url) }),
    ...(live ? [where === '' ? say('project-not-live') : say('project-live', { where })] : []),
  ];
  const act = (action: string, style?: 'danger'): Button => ({
    label: say(`project-${action}`),
    command: 'project_do',
    words: [name, action],
    ...(style && { style }),
  });
  const owned = hasRole(actor, 'owner', name);
  const manage =
    archivedAtMs === undefined
      ? [act('rename'), act('archive')]
      : [act('restore'), act('delete', 'danger')];
  const buttons = [
    ...(archivedAtMs === undefined ? [[useButton(name, say)]] : []),
    ...(owned ? [manage] : []),
  ];
  return { text: lines.join('\n\n'), buttons };
}

async function rename(
  options: ManageOptions,
  { name, archivedAtMs }: Project,
  to: string | undefined,
  call: Call,
): Promise<Card | Toast | undefined> {
  const { say, actor, conversation } = call;
  if (archivedAtMs !== undefined) return { text: say('project-archived', { name }) };
  const why = to === undefined || to === '' ? undefined : await problemWith(to, options);
  if (to === undefined || to === '' || why) {
    await expect(options, [name, 'rename'], call);
    const ask = say('project-rename-ask', { name });
    if (to === undefined || !why) return { text: ask };
    const near = await namesLike(to, options);
    const buttons = near.map((each): readonly Button[] => [
      { label: each, command: 'project_do', words: [name, 'rename', each] },
    ]);
    return { text: `${nameProblem(to, why, say)}\n\n${ask}`, buttons };
  }
  await forget(options, call);
  await options.operations.start({
    id: `rename-${idOf(call)}`,
    kind: 'rename',
    conversationId: conversation.id,
    actorId: actor.id,
    project: name,
    input: { from: name, to, actorName: actor.name },
  });
  return undefined;
}

/** With something live it is no small thing: that ends, so its name has to be written. */
async function archive(
  options: ManageOptions,
  { name }: Project,
  written: string | undefined,
  call: Call,
): Promise<Card | undefined> {
  const { say, actor, conversation } = call;
  const live = await liveEnvironments(options, name);
  if (live.length > 0 && written === undefined) {
    await expect(options, [name, 'archive'], call);
    return { text: say('project-archive-live', { name, where: live.join(', ') }) };
  }
  await forget(options, call);
  if (live.length > 0 && written !== name) return { text: say('project-delete-not', { name }) };
  if (live.length > 0) {
    const input: ArchiveInput = { actorName: actor.name };
    await options.operations.start({
      id: `archive-${idOf(call)}`,
      kind: 'archive',
      conversationId: conversation.id,
      actorId: actor.id,
      project: name,
      input,
    });
    return undefined;
  }
  const { projects } = options.store;
  // A task may have come since it was looked for.
  if (!(await projects.archive(name, options.now())))
    return tasksCard(name, await projects.tasks(name), say);
  const restore = {
    label: say('project-restore'),
    command: 'project_do',
    words: [name, 'restore'],
  };
  return { text: say('project-archive-done', { name }), buttons: [[restore]] };
}

async function remove(
  options: ManageOptions,
  { name, archivedAtMs }: Project,
  written: string | undefined,
  call: Call,
): Promise<Card | Toast | undefined> {
  const { say, actor, conversation } = call;
  if (archivedAtMs === undefined) return { text: say('project-delete-first', { name }) };
  if (written === undefined) {
    await expect(options, [name, 'delete'], call);
    return { text: say('project-delete-ask', { name }) };
  }
  await forget(options, call);
  if (written !== name) return { text: say('project-delete-not', { name }) };
  await options.operations.start({
    id: `delete-${idOf(call)}`,
    kind: 'delete',
    conversationId: conversation.id,
    actorId: actor.id,
    project: name,
    input: { actorName: actor.name },
  });
  return undefined;
}

function expect({ store, now }: ManageOptions, words: readonly string[], { conversation }: Call) {
  const untilMs = now() + EXPECTED_FOR_MS;
  const expectation = { command: 'project_do', words: [...words], untilMs };
  return store.settings.set(expectationKey(conversation.id), expectation);
}

function forget({ store }: ManageOptions, { conversation }: Call) {
  return store.settings.set(expectationKey(conversation.id), null);
}

function idOf({ requestId }: Call): string {
  return requestId.replaceAll(/[^a-z0-9]+/giu, '-');
}

function useButton(name: string, say: Call['say']): Button {
  return { label: say('use-button', { name }), command: 'use', words: [name], style: 'primary' };
}
