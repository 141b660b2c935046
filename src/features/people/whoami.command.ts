import { roleIn } from '#kernel/actor.ts';
import { plain } from '#kernel/card.ts';
import type { Command } from '#kernel/command.ts';

/** `/whoami`: the id, the roles and the language that the bot knows one by. */
export function whoamiCommand(): Command {
  return {
    name: 'whoami',
    role: 'viewer',
    concerns: 'bot',
    listed: true,
    async run(_words, { say, actor, conversation }) {
      const { project, chatId, language } = conversation;
      const head = say('whoami', {
        name: plain(actor.name),
        id: String(actor.id),
        role: actor.confined ? say('users-confined') : actor.role,
        chat: String(chatId),
        project: project ?? '—',
      });
      const own = Object.entries(actor.projectRoles ?? {}).map(([name, role]) =>
        say('whoami-project', { project: plain(name), role }),
      );
      const here =
        project === undefined ? [] : [say('whoami-here', { role: roleIn(actor, project) ?? '—' })];
      return { text: [head, ...here, ...own, say('whoami-language', { language })].join('\n') };
    },
  };
}
