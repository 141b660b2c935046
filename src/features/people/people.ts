import { type Actor, hasRole, type Role, roleIn } from '#kernel/actor.ts';
import { plain } from '#kernel/card.ts';
import { conversationId } from '#kernel/conversation.ts';
import type { Language, Say } from '#kernel/language.ts';
import type { Operations } from '#operations/operations.ts';
import { goesOn, stopAll, type Stopped } from '#operations/stop-all.ts';
import type { Chat } from '#ports/chat/port.ts';
import { ownerHomes } from '#ports/store/owner-homes.ts';
import { inPeopleTurn } from '#ports/store/people-turn.ts';
import type { Operation, Store } from '#ports/store/port.ts';
import { mayHaveRunning } from '#ports/store/standing.ts';
import { createUnderway } from './underway.ts';

/** A wish to change what somebody may do. */
interface RoleWish {
  readonly id: number;
  /** `none`: takes the role of the project away, or removes the person. */
  readonly role: Role | 'none';
  /** Absent: the role outside projects. */
  readonly project?: string;
  readonly by: Actor;
  /** The same for the same request, so that it is told once. */
  readonly requestId: string;
}

/** What came of it. */
export type RoleOutcome =
  /** No `after`: they were removed. */
  | {
      readonly kind: 'done';
      readonly name: string;
      readonly stopped: Stopped;
      readonly before: Actor;
      readonly after: Actor | undefined;
    }
  | { readonly kind: 'unknown' }
  /** Owner by `OWNER_IDS`: that is changed on the server. */
  | { readonly kind: 'configured' }
  | { readonly kind: 'last-owner' }
  /** Has as much everywhere, and a role in a project lowers nothing. */
  | { readonly kind: 'higher-anyway'; readonly name: string; readonly role: Role }
  | { readonly kind: 'not-there'; readonly name: string };

/** Everybody whom the bot serves. */
export interface People {
  /** Owners by `OWNER_IDS` first. */
  list(): Promise<readonly (Actor & { readonly isConfigured?: true })[]>;
  /** By id, or by a name that only one of them has. */
  find(word: string): Promise<Actor | undefined>;
  /** Whom an earlier run of the same request was changing when it was cut off. */
  interrupted(requestId: string): Promise<Actor | undefined>;
  setRole(wish: RoleWish): Promise<RoleOutcome>;
  /** Stops what those have running who may not have it any more. */
  stopForbidden(by?: string): Promise<Stopped>;
}

interface Options {
  readonly store: Pick<Store, 'actors' | 'operations' | 'conversations' | 'settings'>;
  readonly operations: Pick<Operations, 'cancel'>;
  readonly chat: Chat;
  /** Telegram user ids of `OWNER_IDS`. */
  readonly ownerIds: readonly number[];
  readonly sayIn: (language: Language) => Say;
}

/** People over the store; a change stops what the person may not do any more, and is told. */
export function createPeople({ store, operations, chat, ownerIds, sayIn }: Options): People {
  const underway = createUnderway(store);

  const isLastOwner = async (id: number): Promise<boolean> => {
    if (ownerIds.length > 0) return false;
    const owners = (await store.actors.list()).filter(({ role }) => role === 'owner');
    return owners.every((owner) => owner.id === id);
  };

  const tell = async (
    actor: Actor,
    changed: Actor | undefined,
    wish: RoleWish,
    stopped: Stopped,
  ) => {
    const { by, project, requestId } = wish;
    const role = (changed && roleIn(changed, project)) ?? 'none';
    const words = { actor: plain(by.name), name: plain(actor.name), role, stopped: stopped.count };
    const where = project === undefined ? 'role-told' : 'role-told-project';
    const key = role === 'none' ? `${where}-none` : where;
    for (const home of await ownerHomes(store, ownerIds)) {
      if (home.actorId === by.id || home.actorId === actor.id) continue;
      const say = sayIn(home.language);
      const told = say(key, { ...words, project: project ?? '' });
      const text = [told, ...goesOn(stopped, say)].join(' ');
      await chat.post(home, `role-${requestId}-${home.actorId}`, { text });
    }
    const own = await store.conversations.get(conversationId({ chatId: actor.id }, actor.id));
    if (!own || !changed || actor.id === by.id) return;
    const text = sayIn(own.language)(project === undefined ? 'role-yours' : 'role-yours-project', {
      ...words,
      project: project ?? '',
    });
    await chat.post(own, `role-${requestId}-${actor.id}`, { text });
  };

  const stopWhere = async (
    isForbidden: (operation: Operation) => Promise<boolean>,
    by?: string,
  ): Promise<Stopped> => {
    const forbidden: Operation[] = [];
    for (const each of await store.operations.unfinished())
      if (each.actorId !== 0 && (await isForbidden(each))) forbidden.push(each);
    return stopAll(operations, forbidden, by);
  };

  const people: People = {
    async list() {
      const stored = await store.actors.list();
      const configured = ownerIds.map((id) => {
        const name = stored.find((each) => each.id === id)?.name ?? String(id);
        return { id, name, role: 'owner', isConfigured: true } as const;
      });
      return [...configured, ...stored.filter(({ id }) => !ownerIds.includes(id))];
    },
    async find(word) {
      const all = await people.list();
      // Anybody may call themselves by the number of somebody else.
      if (/^\d+$/u.test(word)) return all.find(({ id }) => String(id) === word);
      const named = all.filter(({ name }) => name.toLowerCase() === word.toLowerCase());
      return named.length === 1 ? named[0] : undefined;
    },
    interrupted: (requestId) => underway.of(requestId),
    async stopForbidden(by) {
      return stopWhere(async (each) => !(await mayHaveRunning(each, store, ownerIds)), by);
    },
    setRole: (wish) =>
      inPeopleTurn(async () => {
        const { id, role, project, by } = wish;
        if (ownerIds.includes(id)) return { kind: 'configured' };
        const stored = await store.actors.get(id);
        const before = await underway.of(wish.requestId);
        const actor = stored ?? before;
        if (!actor) return { kind: 'unknown' };
        const { name } = actor;
        if (project === undefined && role !== 'owner' && actor.role === 'owner') {
          if (await isLastOwner(id)) return { kind: 'last-owner' };
        }
        if (project !== undefined && !actor.projectRoles?.[project]) {
          if (role === 'none' && !before) return { kind: 'not-there', name };
          // Below what counts everywhere it would be a word without effect.
          const isNothingNew = role !== 'none' && !actor.confined && hasRole(actor, role);
          if (isNothingNew) return { kind: 'higher-anyway', name, role: actor.role };
        }
        const changed = change(actor, role, project);
        await underway.begin(wish.requestId, actor);
        await (changed ? store.actors.save(changed) : store.actors.remove(id));
        const stopped = await stopWhere(
          async ({ actorId, project: at }) =>
            actorId === id && !(changed && hasRole(changed, 'developer', at)),
          by.name,
        );
        await tell(actor, changed, wish, stopped);
        await underway.end();
        return { kind: 'done', name, stopped, before: before ?? actor, after: changed };
      }),
  };
  return people;
}

/** `undefined`: nothing is left of them. */
function change(actor: Actor, role: Role | 'none', project: string | undefined): Actor | undefined {
  if (project === undefined) {
    if (role === 'none') return undefined;
    const { confined: _, ...rest } = actor;
    return { ...rest, role };
  }
  const { [project]: _old, ...others } = actor.projectRoles ?? {};
  // One that is not above the role outside would be a word without effect.
  const isEffective = role !== 'none' && (actor.confined || !hasRole(actor, role));
  if (isEffective) return { ...actor, projectRoles: { ...others, [project]: role } };
  if (actor.confined && Object.keys(others).length === 0) return undefined;
  const { projectRoles: _all, ...rest } = actor;
  return Object.keys(others).length === 0 ? rest : { ...rest, projectRoles: others };
}
