import type { Language, Say } from '#kernel/language.ts';
import { uncommittedKey } from '#kernel/uncommitted.ts';
import type { OperationKind, Outcome } from '#operations/kind.ts';
import type { Chat } from '#ports/chat/port.ts';
import type { Actor, Ops } from '#ports/ops/port.ts';
import type { ProjectSecrets } from '#ports/secrets/port.ts';
import type { Operation, Store } from '#ports/store/port.ts';
import type { Workspace } from '#ports/workspace/port.ts';
import { hostKey } from './access.ts';
import { busyWith } from './project-state.ts';
import { lastPushKey } from './push.ts';
import { liveEnvironments, type ReleasePorts, removeReleases } from './releases.ts';

/** What managing projects as operations works with. */
export interface ManagePorts extends ReleasePorts {
  readonly chat: Chat;
  readonly secrets: Pick<ProjectSecrets, 'move' | 'removeAll'>;
  readonly workspace: Pick<Workspace, 'rename' | 'remove' | 'exists'>;
  readonly store: Pick<Store, 'projects' | 'conversations' | 'operations' | 'settings'>;
  readonly ops: Ops;
  readonly sayIn: (language: Language) => Say;
  readonly now: () => number;
}

/** What is kept of a project beside its row. */
const SETTINGS = [lastPushKey, hostKey, uncommittedKey];

/** Gives a project another name everywhere at once: store, secrets, directory, repository. */
export function renameKind(options: ManagePorts): OperationKind {
  const { chat, secrets, workspace, store, ops, log } = options;
  return {
    title: 'Gives a project another name: in the store, of its secrets, directory and repository.',
    steps: {
      look: 'Looks whether something of it is live, or on its way there.',
      releases: 'Removes releases of the old name, of which none is live.',
      rows: 'Calls it so wherever the store speaks of it.',
      ops: 'Moves its environments, locks and freezes in the ops repository.',
      secrets: 'Moves its secrets.',
      files: 'Moves its directory and its repository.',
    },
    async run(run): Promise<Outcome> {
      const { operation } = run;
      const { from, to } = operation.input as { readonly from: string; readonly to: string };
      const [conversation, say] = await wordsOf(operation, options);
      const kept = await run.step('look', () => keptBy(operation, from, options));
      if (kept.live.length > 0 || kept.busy > 0) {
        const where = kept.live.join(', ');
        const text =
          kept.busy > 0
            ? say('project-busy', { name: from, count: kept.busy })
            : say('project-rename-live', { name: from, where });
        await chat.post(conversation, `${operation.id}:final`, { text });
        return { state: 'failed', result: { kind: kept.busy > 0 ? 'busy' : 'live' } };
      }
      const isRenamed = await run.step('rows', async (attempt) => {
        const isDone = attempt > 1 && (await store.projects.find(to)) !== undefined;
        // Of two that wanted the name, the other may have it: then this one is still there.
        if (isDone && (await store.projects.find(from)) === undefined) return true;
        return !(await isTaken(to, operation, options)) && store.projects.rename(from, to);
      });
      if (!isRenamed) {
        const card = { text: say('project-rename-taken', { name: from, to }) };
        await chat.post(conversation, `${operation.id}:final`, card);
        return { state: 'failed', result: { kind: 'taken' } };
      }
      await run.step('releases', () => removeReleases(options, from));
      await run.step('ops', () => ops.rename({ ...actorOf(operation), project: from, to }));
      await run.step('secrets', () => secrets.move(from, to));
      await run.step('files', () => workspace.rename(from, to));
      for (const key of SETTINGS) {
        const value = (await store.settings.get(key(from))) ?? null;
        // Again after a crash it has moved already.
        if (value === null) continue;
        await store.settings.set(key(to), value);
        await store.settings.set(key(from), null);
      }
      const card = { text: say('project-renamed', { name: from, to }) };
      await chat.post(conversation, `${operation.id}:final`, card);
      return { state: 'done', result: { from, to } };
    },
    broke: (operation) => {
      log('renaming a project broke', { operation: operation.id });
      return tellBroken(operation, options);
    },
  };
}

/** Removes an archived project with all that is its own; what was done and used stays on record. */
export function deleteKind(options: ManagePorts): OperationKind {
  const { chat, secrets, workspace, store, ops, log } = options;
  return {
    title:
      'Deletes an archived project: releases, directory, repository, secrets, roles, bound topics.',
    steps: {
      releases: 'Ends what is live of it and removes its releases.',
      ops: 'Removes its environments, locks and freezes from the ops repository.',
      files: 'Removes its directory and its repository.',
      secrets: 'Removes its secrets.',
      rows: 'Removes it from the store, with what was allowed, granted and bound.',
    },
    async run(run): Promise<Outcome> {
      const { operation } = run;
      const { project = '' } = operation;
      const [conversation, say] = await wordsOf(operation, options);
      const found = await store.projects.find(project);
      if (found && found.archivedAtMs === undefined) {
        const card = { text: say('project-delete-first', { name: project }) };
        await chat.post(conversation, `${operation.id}:final`, card);
        return { state: 'failed', result: { kind: 'not-archived' } };
      }
      // While the ops repository still knows where they may be.
      await run.step('releases', () => removeReleases(options, project));
      await run.step('ops', () => ops.remove({ ...actorOf(operation), project }));
      await run.step('files', () => workspace.remove(project));
      await run.step('secrets', () => secrets.removeAll(project));
      await run.step('rows', async () => {
        await store.projects.remove(project);
        for (const key of SETTINGS) await store.settings.set(key(project), null);
      });
      const card = { text: say('project-deleted', { name: project }) };
      await chat.post(conversation, `${operation.id}:final`, card);
      return { state: 'done' };
    },
    broke: (operation) => {
      log('deleting a project broke', { operation: operation.id });
      return tellBroken(operation, options);
    },
  };
}

/** Says whether something lies under that name, or is about to. */
async function isTaken(
  name: string,
  { id }: Operation,
  { store, workspace }: ManagePorts,
): Promise<boolean> {
  const unfinished = await store.operations.unfinished();
  const isMade = unfinished.some((each) => each.project === name && each.id !== id);
  return isMade || workspace.exists(name);
}

/** What would be lost under another name: what is live, and what changes that now. */
async function keptBy(
  { id }: Operation,
  project: string,
  options: ManagePorts,
): Promise<{ readonly live: readonly string[]; readonly busy: number }> {
  const unfinished = await options.store.operations.unfinished();
  const busy = busyWith(unfinished, project).filter((each) => each.id !== id && isRelease(each));
  return { live: await liveEnvironments(options, project), busy: busy.length };
}

/** Those are in a lane of their own and wait for no turn, nor turns for them. */
function isRelease({ kind }: Operation): boolean {
  return kind === 'deploy' || kind === 'rollback';
}

/** In the ops repository a commit is by whoever asked; their name is in the input. */
function actorOf({ id, actorId, input }: Operation): Actor {
  const { actorName = '' } = (input ?? {}) as { readonly actorName?: string };
  return { by: { id: actorId, name: actorName }, reason: '', operationId: id };
}

/** Where an operation is told of, and in which words. */
export async function wordsOf(
  operation: Operation,
  { store, sayIn }: Pick<ManagePorts, 'store' | 'sayIn'>,
) {
  const conversation = await store.conversations.get(operation.conversationId);
  if (!conversation) throw new Error(`${operation.id} has lost its conversation`);
  return [conversation, sayIn(conversation.language)] as const;
}

/** Says that it broke on our side. */
export async function tellBroken(operation: Operation, options: ManagePorts): Promise<void> {
  const [conversation, say] = await wordsOf(operation, options);
  const card = { text: say('project-broke', { name: operation.project ?? '' }) };
  await options.chat.post(conversation, `${operation.id}:final`, card);
}
