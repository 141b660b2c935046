import { type Button, type Card, plain } from '#kernel/card.ts';
import type { Command } from '#kernel/command.ts';
import { roleIn } from '#kernel/actor.ts';
import { isTask } from '#kernel/project.ts';
import { isShown } from '#kernel/shown.ts';
import { shorten } from '#lib/text.ts';
import type { Chat } from '#ports/chat/port.ts';
import type { Git } from '#ports/git/port.ts';
import type { Store } from '#ports/store/port.ts';
import type { Workspace } from '#ports/workspace/port.ts';
import { draftButtons } from './draft.ts';
import { stateLine } from './project-state.ts';
import { wizardId } from './wizard.ts';

interface Options {
  readonly store: Pick<Store, 'projects' | 'conversations' | 'settings' | 'operations' | 'topics'>;
}

interface ListOptions extends Options {
  readonly chat: Chat;
  readonly git: Pick<Git, 'log' | 'changes'>;
  readonly workspace: Pick<Workspace, 'directory'>;
}

/** Projects of one page. */
const PAGE = 8;
/** Projects shown as buttons at once; `/use <name>` reaches the others. */
const SHOWN = 24;

/** `/projects [page | archived]`: projects with their state, and a tap to work in or manage each. */
export function projectsCommand(options: ListOptions): Command {
  const { store, chat } = options;
  return {
    name: 'projects',
    role: 'viewer',
    concerns: 'bot',
    listed: true,
    async run({ words: [word, shown] }, { say, actor, conversation, requestId }) {
      const seen = { actor, conversation };
      const archived = (await store.projects.archived()).filter(({ name }) => isShown(seen, name));
      const isArchive = word === 'archived';
      const all = isArchive ? archived : await store.projects.list();
      const projects = all.filter(({ name }) => isShown(seen, name));
      const neu: Button = { label: say('projects-new'), command: 'new', words: [] };
      const label = say('projects-archive', { count: archived.length });
      const archive: readonly Button[] =
        isArchive || archived.length === 0
          ? []
          : [{ label, command: 'projects', words: ['archived'] }];
      if (projects.length === 0) {
        return { text: say('projects-none'), buttons: [[neu, ...archive]] };
      }
      const pages = Math.ceil(projects.length / PAGE);
      const id = /^[\w-]{1,60}$/u.test(shown ?? '') ? (shown ?? '') : wizardId({ requestId });
      const wanted = /^\d{1,4}$/u.test(word ?? '') ? Number(word) : 1;
      const at = Math.min(Math.max(wanted, 1), pages);
      const page = isArchive
        ? projects.slice(0, SHOWN)
        : projects.slice((at - 1) * PAGE, at * PAGE);
      const around = {
        unfinished: await store.operations.unfinished(),
        topics: await store.topics.list(),
        current: conversation.project,
      };
      const lines = await Promise.all(
        page.map((project) => stateLine(project, around, options, say)),
      );
      const rows = page.map(({ name }): readonly Button[] => [
        ...(isArchive ? [] : [{ label: name, command: 'use', words: [name] }]),
        { label: isArchive ? `⚙ ${name}` : '⚙', command: 'project', words: [name] },
      ]);
      const turn: readonly Button[] = isArchive
        ? []
        : [at - 1, at + 1]
            .filter((each) => each >= 1 && each <= pages)
            .map((each) => ({
              label: each < at ? '◀' : '▶',
              command: 'projects',
              words: [String(each), id],
            }));
      const title = isArchive
        ? [say('projects-archive-title')]
        : pages > 1
          ? [say('projects-page', { page: at, pages })]
          : [];
      const card: Card = {
        text: [...title, lines.map((line) => `- ${line}`).join('\n')].join('\n\n'),
        buttons: [...rows, ...(turn.length > 0 ? [turn] : []), [neu, ...archive]],
      };
      if (turn.length === 0) return card;
      // Pages turn on the one card.
      await chat.show(conversation, `projects:${conversation.id}:${id}`, { ...card, ring: false });
      return undefined;
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
      const isHidden = name !== undefined && isTask(name) && roleIn(actor, name) !== undefined;
      const project = isHidden
        ? await store.projects.get(name)
        : projects.find((each) => each.name === name);
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
      const text = isTask(project.name)
        ? say('use-task', { project: project.name })
        : say('use-done', { name: project.name, archetype: project.archetype });
      return { text, buttons };
    },
  };
}

function inRows(buttons: readonly Button[]): readonly (readonly Button[])[] {
  return Array.from({ length: Math.ceil(buttons.length / 2) }, (_, row) =>
    buttons.slice(row * 2, row * 2 + 2),
  );
}
