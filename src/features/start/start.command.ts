import { type Button, plain } from '#kernel/card.ts';
import type { Command } from '#kernel/command.ts';
import { type Actor, hasRole } from '#kernel/actor.ts';
import type { Store } from '#ports/store/port.ts';

interface Options {
  readonly store: Pick<Store, 'projects'>;
}

/** `/start`: home. Where one is and what to tap next. */
export function startCommand({ store }: Options): Command {
  return {
    name: 'start',
    role: 'viewer',
    concerns: 'bot',
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
        : say(conversation.isBound ? 'dispatch-bound' : 'start-no-project');
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
    concerns: 'bot',
    listed: true,
    async run(_words, { say, actor, conversation: { project, language } }) {
      const summaryOf = ({ name, summary }: Command): string =>
        summary ? plain(summary[language]) : say(`command-${name.replaceAll('_', '-')}`);
      const rows = [...commands()]
        .filter((command) => command.listed && mayRun(command, actor, project))
        .map((command) => `/${plain(command.name)} — ${summaryOf(command)}`);
      return { text: `${say('help-text')}\n\n${rows.join('\n')}` };
    },
  };
}

/** Outside projects, or in the current one where the command is about projects. */
function mayRun({ role, concerns }: Command, actor: Actor, project: string | undefined): boolean {
  if (concerns === undefined && actor.confined) return false;
  if (hasRole(actor, role)) return true;
  return concerns !== undefined && concerns !== 'bot' && hasRole(actor, role, project);
}
