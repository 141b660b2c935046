import type { Call } from '#kernel/command.ts';
import { isProjectFolder } from '#kernel/project.ts';
import type { Git } from '#ports/git/port.ts';
import type { Store } from '#ports/store/port.ts';
import type { Workspace } from '#ports/workspace/port.ts';

/** What every command of git works with. */
export interface GitPorts {
  readonly git: Git;
  readonly workspace: Pick<Workspace, 'directory'>;
  readonly store: Pick<Store, 'projects'>;
}

/** A project whose repository is looked at. */
export interface Place {
  readonly project: string;
  readonly directory: string;
}

/** The project, or task, of that name; `undefined` when there is none. */
export async function placeOf(
  { store, workspace }: Omit<GitPorts, 'git'>,
  name: string | undefined,
): Promise<Place | undefined> {
  if (name === undefined || !isProjectFolder(name)) return undefined;
  if (!(await store.projects.get(name))) return undefined;
  return { project: name, directory: workspace.directory(name) };
}

/** The beginning of an id, as people write it. */
export function short(sha: string): string {
  return sha.slice(0, 7);
}

/** A name for cards that belong together, fit to be a word of a button. */
export function cardId({ requestId }: Pick<Call, 'requestId'>): string {
  return requestId.replaceAll(/[^\w]+/gu, '-').slice(-60);
}

const CARD_ID = /^[\w-]{1,60}$/u;
const OBJECT_ID = /^[0-9a-f]{40}$/u;

/** Says whether a word of a button, which may be typed, names a card. */
export function isCardId(word: string | undefined): word is string {
  return word !== undefined && CARD_ID.test(word);
}

/** Says whether a word of a button, which may be typed, is the whole id of a commit or tree. */
export function isObjectId(word: string | undefined): word is string {
  return word !== undefined && OBJECT_ID.test(word);
}

/** A whole number from 0, or 0 for anything else. */
export function toIndex(word: string | undefined): number {
  return /^\d{1,7}$/u.test(word ?? '') ? Number(word) : 0;
}
