import { type Button, plain } from '#kernel/card.ts';
import type { Command } from '#kernel/command.ts';
import { hasRole } from '#kernel/actor.ts';
import type { Store } from '#ports/store/port.ts';

interface Options {
  readonly store: Pick<Store, 'projects'>;
}

/** `/start`: home. Where one is and what to tap next. */
export function startCommand({ store }: Options): Command {
  return {
    name: 'start',
    role: 'viewer',
    listed: true,
    async run(_words, { say, actor, conversation }) {
      const project = conversation.project && (await store.projects.get(conversation.project));
      const button = (command: string): Button => ({
        label: say(`home-${command}`),
        command,
        words: [],
      });
      const here = project
        ? say('start-project', { project: project.name, archetype: project.archetype })
        : say('start-no-project');
      return {
        text: `${say('start-hello', { name: plain(actor.name) })}\n\n${here}`,
        buttons: [
          [button('projects'), button('new')],
          [button('status'), button('help')],
        ],
      };
    },
  };
}

/** `/help`: what can be done here, by role. */
export function helpCommand(commands: () => Iterable<Command>): Command {
  return {
    name: 'help',
    role: 'viewer',
    listed: true,
    async run(_words, { say, actor }) {
      const rows = [...commands()]
        .filter((command) => command.listed && hasRole(actor, command.role))
        .map(
          (command) =>
            `/${plain(command.name)} — ${say(`command-${command.name.replaceAll('_', '-')}`)}`,
        );
      return { text: `${say('help-text')}\n\n${rows.join('\n')}` };
    },
  };
}

/** `/whoami`: the id and the role that the bot knows one by. */
export function whoamiCommand(): Command {
  return {
    name: 'whoami',
    role: 'viewer',
    listed: true,
    async run(_words, { say, actor, conversation }) {
      return {
        text: say('whoami', {
          name: plain(actor.name),
          id: String(actor.id),
          role: actor.role,
          chat: String(conversation.chatId),
          project: conversation.project ?? '—',
        }),
      };
    },
  };
}
