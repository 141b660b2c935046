import type { Actor } from '#kernel/actor.ts';
import { plain } from '#kernel/card.ts';
import type { Say } from '#kernel/language.ts';
import { shorten } from '#lib/text.ts';

/** One line of Markdown: name, id, role, roles in projects. */
export function describeActor(actor: Actor & { readonly isConfigured?: true }, say: Say): string {
  const name = `**${plain(shorten(actor.name, 60))}** \`${actor.id}\``;
  const role = actor.confined ? say('users-confined') : actor.role;
  const projects = Object.entries(actor.projectRoles ?? {}).map(
    ([project, own]) => `${plain(project)}: ${own}`,
  );
  const source = actor.isConfigured ? ['OWNER\\_IDS'] : [];
  return [name, role, ...projects, ...source].join(' · ');
}
