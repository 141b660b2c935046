import { roleIn } from '#kernel/actor.ts';
import { type Button, plain } from '#kernel/card.ts';
import type { Command } from '#kernel/command.ts';
import { isShown } from '#kernel/shown.ts';
import { shorten } from '#lib/text.ts';
import type { Store } from '#ports/store/port.ts';
import { draftButtons } from './draft.ts';

interface Options {
  readonly store: Pick<Store, 'projects' | 'conversations' | 'settings' | 'operations' | 'topics'>;
}

/** Projects shown as buttons at once; `/use <name>` reaches the others. */
const SHOWN = 24;

/** `/projects`: every project with its state, and a tap to work in it. */
export function projectsCommand({ store }: Options): Command {
  return {
    name: 'projects',
    role: 'viewer',
    concerns: 'bot',
    listed: true,
    async run(_words, { say, actor, conversation }) {
      const projects = (await store.projects.list()).filter(({ name }) =>
        isShown({ actor, conversation }, name),
      );
      const neu: Button = { label: say('projects-new'), command: 'new', words: [] };
      if (projects.length === 0) return { text: say('projects-none'), buttons: [[neu]] };
      const unfinished = await store.operations.unfinished();
      const topics = await store.topics.list();
      const rows = projects.map((project) => {
        const busy = unfinished.filter((each) => each.project === project.name).length;
        const here = project.name === conversation.project ? say('projects-current') : '';
        const state = busy > 0 ? say('projects-busy', { count: busy }) : say('projects-idle');
        const bound = topics.filter((topic) => topic.project === project.name).length;
        const pinned = bound > 0 ? `· ${say('projects-bound', { count: bound })} ` : '';
        return `- **${project.name}** · ${plain(project.archetype)} · ${state} ${pinned}${here}`;
      });
      const use = projects.slice(0, SHOWN).map((project): Button => ({
        label: project.name,
        command: 'use',
        words: [project.name],
      }));
      return { text: rows.join('\n'), buttons: [...inRows(use), [neu]] };
    },
  };
}

/** `/use my-bot`: from now on this conversation works in that project. */
export function useCommand({ store }: Options): Command {
  return {
    name: 'use',
    role: 'viewer',
    concerns: 'named',
    listed: true,
    async run({ words: [name] }, { say, actor, conversation }) {
      if (conversation.isBound) {
        const { project } = conversation;
        return { text: project ? say('use-bound', { project }) : say('dispatch-bound') };
      }
      const projects = (await store.projects.list()).filter((each) => roleIn(actor, each.name));
      const project = projects.find((each) => each.name === name);
      if (!project) {
        const wrong =
          name === undefined
            ? say('use-ask')
            : say('use-unknown', { name: plain(shorten(name, 80)) });
        const use = projects.slice(0, SHOWN).map((each): Button => ({
          label: each.name,
          command: 'use',
          words: [each.name],
        }));
        return { text: wrong, buttons: inRows(use) };
      }
      await store.conversations.save({ ...conversation, project: project.name });
      const buttons = await draftButtons(store, conversation.id, say);
      return {
        text: say('use-done', { name: project.name, archetype: project.archetype }),
        buttons,
      };
    },
  };
}

function inRows(buttons: readonly Button[]): readonly (readonly Button[])[] {
  return Array.from({ length: Math.ceil(buttons.length / 2) }, (_, row) =>
    buttons.slice(row * 2, row * 2 + 2),
  );
}
