import { type Actor, hasRole, roleIn } from '#kernel/actor.ts';
import { type Button, type Card, plain, type Toast } from '#kernel/card.ts';
import type { Command } from '#kernel/command.ts';
import type { Say } from '#kernel/language.ts';
import { shorten } from '#lib/text.ts';
import type { Invite } from '#ports/store/invites.ts';
import type { Request } from './request.ts';

interface Wish {
  readonly command: Command;
  readonly actor: Actor;
  /** The one that counts; `undefined`: the role outside projects does. */
  readonly project: string | undefined;
  readonly request: Pick<Request, 'chatKind' | 'kind'>;
  readonly say: Say;
  /** The place is bound to a project: choosing another one changes nothing there. */
  readonly isBound?: true | undefined;
}

/** Projects offered as buttons. */
const SHOWN = 8;

/** Why it is not done, and what to do about it; `undefined`: it may be done. */
export function refuse(wish: Wish): Card | Toast | undefined {
  const { command, actor, project, request, say, isBound } = wish;
  if (command.privateOnly && request.chatKind === 'group') {
    return { toast: say('dispatch-private-only') };
  }
  if (command.concerns === undefined && actor.confined) return { toast: say('dispatch-confined') };
  if (hasRole(actor, command.role, project)) return undefined;
  const has = roleIn(actor, project);
  // Whether there is such a project is none of theirs, and of what an operation is neither. A name
  // is repeated only to who wrote it: the words of a button may be another's.
  if (has === undefined) {
    if (command.concerns === 'operation' || request.kind === 'tap')
      return { toast: say('dispatch-no-operation') };
    return { toast: say('dispatch-no-project', { project: shorten(project ?? '', 40) }) };
  }
  // Choosing one helps only where the current project is what counts.
  const isAboutCurrent = typeof command.concerns === 'string' && command.concerns !== 'bot';
  if (isBound && project === undefined && isAboutCurrent) return { toast: say('dispatch-bound') };
  const choice = project === undefined && isAboutCurrent ? projectsFor(wish) : [];
  if (choice.length > 0) {
    const rows = choice.map((name): readonly Button[] => [
      { label: name, command: 'use', words: [name] },
    ]);
    return { text: say('dispatch-choose-project'), buttons: rows };
  }
  return { toast: say('dispatch-forbidden', { needs: command.role, has }) };
}

/** What somebody sees who has just used an invitation. */
export function joinedCard({ role, project }: Invite, say: Say): Card {
  const button = (command: string): Button => ({
    label: say(`home-${command}`),
    command,
    words: [],
  });
  return {
    text:
      project === undefined
        ? say('dispatch-joined', { role })
        : say('dispatch-joined-project', { role, project: plain(project) }),
    buttons: [[button('projects'), button('status'), button('help')]],
  };
}

/** Those in which the command would be allowed. */
function projectsFor({ command, actor }: Wish): readonly string[] {
  return Object.keys(actor.projectRoles ?? {})
    .filter((name) => hasRole(actor, command.role, name))
    .slice(0, SHOWN);
}
