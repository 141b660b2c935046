import { rootOf } from './project.ts';

/** What a person may do, from least to most. */
export type Role = 'viewer' | 'developer' | 'releaser' | 'owner';

/** Every role, from least to most. */
export const ROLES: readonly Role[] = ['viewer', 'developer', 'releaser', 'owner'];

/** A Telegram user known to the bot. */
export interface Actor {
  /** Telegram user id. */
  readonly id: number;
  /** As Telegram shows it; untrusted text. */
  readonly name: string;
  /** In everything that is no project, and in every project that says nothing else. */
  readonly role: Role;
  /** By name of the project. Such a role can only raise the one above, never lower it. */
  readonly projectRoles?: Readonly<Record<string, Role>>;
  /** `true`: was let into single projects; the others are as if they were not there. */
  readonly confined?: true;
}

/** Says whether the word names a role. */
export function isRole(word: string | undefined): word is Role {
  return ROLES.some((role) => role === word);
}

/**
 * The role that counts in `project`, or outside every project; `undefined`: none at all. In a task
 * that of its project counts.
 */
export function roleIn(actor: Actor, place?: string): Role | undefined {
  if (place === undefined) return actor.role;
  const project = rootOf(place);
  const roles = actor.projectRoles ?? {};
  const own = Object.hasOwn(roles, project) ? roles[project] : undefined;
  if (own === undefined) return actor.confined ? undefined : actor.role;
  return ROLES.indexOf(own) > ROLES.indexOf(actor.role) ? own : actor.role;
}

/** Says whether `actor` may do in `project` (or outside every project) what needs `least`. */
export function hasRole(actor: Actor, least: Role, project?: string): boolean {
  const role = roleIn(actor, project);
  return role !== undefined && ROLES.indexOf(role) >= ROLES.indexOf(least);
}

/** `actor` with at least `role`, in one project or everywhere; the same when that is so already. */
export function raise(actor: Actor, role: Role, project?: string): Actor {
  if (hasRole(actor, role, project) && !(project === undefined && actor.confined)) return actor;
  if (project !== undefined) {
    return { ...actor, projectRoles: { ...actor.projectRoles, [project]: role } };
  }
  const { confined: _, ...rest } = actor;
  return hasRole(actor, role) ? rest : { ...rest, role };
}
