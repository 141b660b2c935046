import { isRole, type Role, roleIn } from '#kernel/actor.ts';
import { plain, type Toast } from '#kernel/card.ts';
import type { Command, Words } from '#kernel/command.ts';
import type { Say } from '#kernel/language.ts';
import { isTask } from '#kernel/project.ts';
import { shorten } from '#lib/text.ts';
import { goesOn } from '#operations/stop-all.ts';
import type { Store } from '#ports/store/port.ts';
import type { People, RoleOutcome } from './people.ts';

interface Options {
  readonly people: People;
  readonly store: Pick<Store, 'projects'>;
}

interface Wish {
  readonly who: string;
  readonly role: Role | 'none' | undefined;
  readonly project: string | undefined;
}

/**
 * `/role vera developer my-bot`, `/role 12345 none`: what somebody may do, from now on. Who is the
 * owner of a project changes roles in it.
 */
export function roleCommand({ people, store }: Options): Command {
  return {
    name: 'role',
    role: 'owner',
    concerns: (input) => wishOf(input).project,
    listed: true,
    async run(input, { say, actor, requestId, changed }) {
      const { who, role, project } = wishOf(input);
      if (role === undefined || who === '') return { text: say('role-usage') };
      const isNamed = project !== undefined && role !== 'none';
      if (isNamed && (isTask(project) || !(await store.projects.get(project)))) {
        return { text: say('use-unknown', { name: plain(shorten(project, 80)) }) };
      }
      const person = (await people.find(who)) ?? (await people.interrupted(requestId));
      if (!person) return { text: say('users-unknown', { name: plain(shorten(who, 80)) }) };
      const outcome = await people.setRole({
        id: person.id,
        role,
        ...(project !== undefined && { project }),
        by: actor,
        requestId,
      });
      if (outcome.kind === 'done') changed?.(outcome.before, outcome.after);
      return { toast: shorten(words(outcome, project, say), 200) };
    },
  };
}

/** A name may have spaces: the role is the first word behind the first that is one. */
function wishOf({ words }: Words): Wish {
  const at = words.findIndex((word, index) => index > 0 && isRoleWord(word.toLowerCase()));
  if (at < 0) return { who: words.join(' '), role: undefined, project: undefined };
  const role = words[at]?.toLowerCase();
  const project = words[at + 1];
  return {
    who: words.slice(0, at).join(' '),
    role: isRoleWord(role) ? role : undefined,
    project: project === 'all' ? undefined : project,
  };
}

function isRoleWord(word: string | undefined): word is Role | 'none' {
  return word === 'none' || isRole(word);
}

function words(outcome: RoleOutcome, project: string | undefined, say: Say): Toast['toast'] {
  switch (outcome.kind) {
    case 'unknown':
      return say('role-gone');
    case 'configured':
      return say('role-configured');
    case 'last-owner':
      return say('role-last-owner');
    case 'higher-anyway':
      return say('role-higher-anyway', { name: outcome.name, role: outcome.role });
    case 'not-there':
      return say('role-not-there', { name: outcome.name, project: project ?? '' });
    case 'done': {
      const { name, after, stopped } = outcome;
      // What counts now, which a role outside projects may keep above what was asked for.
      const role = after && roleIn(after, project);
      const key = role === undefined ? 'role-done-none' : 'role-done';
      const where = project === undefined ? key : `${key}-project`;
      const words = { name, role: role ?? '', project: project ?? '', stopped: stopped.count };
      return [say(where, words), ...goesOn(stopped, say)].join(' ');
    }
  }
}
