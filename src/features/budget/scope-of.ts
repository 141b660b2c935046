import { rootOf } from '#kernel/project.ts';
import type { Store } from '#ports/store/port.ts';
import type { Named } from './cards.ts';
import { nameOf, ownerIdsOf } from './owners.ts';

type People = Pick<Store, 'actors' | 'audit' | 'projects'>;

/**
 * The budget that a word means: `all`, `total`, `user:7`, `project:shop` as buttons say it, or an
 * id, a project, a person's name. Of a project and a person with one
 * name the project is meant.
 */
export async function scopeOf(
  store: People,
  word: string,
  ownerIds: readonly number[],
): Promise<Named | undefined> {
  if (word === 'all' || word === 'total') return { scope: { kind: word } };
  const [, idWord] = /^(?:user:)?(\d{1,15})$/u.exec(word) ?? [];
  if (idWord !== undefined) {
    const actorId = Number(idWord);
    const isOwner = (await ownerIdsOf(store, ownerIds)).includes(actorId);
    if (!isOwner && !(await store.actors.get(actorId))) return undefined;
    return { scope: { kind: 'user', actorId }, name: await nameOf(store, actorId) };
  }
  const project = rootOf(word.replace(/^project:/u, '').toLowerCase());
  if (await store.projects.get(project)) {
    return { scope: { kind: 'project', project }, name: project };
  }
  const named = (await store.actors.list()).filter(
    ({ name }) => name.toLowerCase() === word.toLowerCase(),
  );
  const [only] = named;
  if (!only || named.length > 1) return undefined;
  return { scope: { kind: 'user', actorId: only.id }, name: only.name };
}
