import type { OperationKind, Outcome } from '#operations/kind.ts';
import { type ManagePorts, tellBroken, wordsOf } from './manage.ts';
import { busyWith, tasksCard } from './project-state.ts';
import { agreeOnNothing, removeReleases } from './releases.ts';

/** What an archived project takes along. */
export type ArchiveInput = { readonly actorName: string };

/** Puts a project away of which something is live: that ends first. */
export function archiveKind(options: ManagePorts): OperationKind {
  const { chat, store, now, log } = options;
  return {
    title: 'Archives a project of which something is live, and takes that down.',
    steps: {
      look: 'Looks whether something else runs in it by now.',
      rows: 'Puts it out of the lists, so that nothing begins in it any more.',
      agreed: 'Writes into the ops repository that nothing of it should be live.',
      releases: 'Ends what is live and removes its releases.',
    },
    async run(run): Promise<Outcome> {
      const { operation } = run;
      const { project = '', id, actorId } = operation;
      const { actorName } = operation.input as ArchiveInput;
      const [conversation, say] = await wordsOf(operation, options);
      const busy = await run.step('look', async () => {
        const all = busyWith(await store.operations.unfinished(), project);
        return all.filter((each) => each.id !== id).length;
      });
      if (busy > 0) {
        const card = { text: say('project-busy', { name: project, count: busy }) };
        await chat.post(conversation, `${id}:final`, card);
        return { state: 'failed', result: { kind: 'busy' } };
      }
      const isAway = await run.step('rows', () => store.projects.archive(project, now()));
      if (!isAway) {
        const card = tasksCard(project, await store.projects.tasks(project), say);
        await chat.post(conversation, `${id}:final`, card);
        return { state: 'failed', result: { kind: 'tasks' } };
      }
      const by = { id: actorId, name: actorName };
      const actor = { by, reason: say('project-archive-reason'), operationId: id };
      await run.step('agreed', () => agreeOnNothing(options, project, actor));
      await run.step('releases', () => removeReleases(options, project));
      const restore = {
        label: say('project-restore'),
        command: 'project_do',
        words: [project, 'restore'],
      };
      const text = say('project-archive-down', { name: project });
      await chat.post(conversation, `${id}:final`, { text, buttons: [[restore]] });
      return { state: 'done' };
    },
    broke: (operation) => {
      log('archiving a project broke', { operation: operation.id });
      return tellBroken(operation, options);
    },
  };
}
