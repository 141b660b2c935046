import type { Actor } from '#kernel/actor.ts';
import type { Call } from '#kernel/command.ts';
import { isProjectFolder, isTask, rootOf } from '#kernel/project.ts';
import type { Forge, Party } from '#ports/forge/port.ts';
import type { Git } from '#ports/git/port.ts';
import type { Store } from '#ports/store/port.ts';
import type { Workspace } from '#ports/workspace/port.ts';

/** What everything about changes works with. */
export interface ChangePorts {
  readonly forge: Forge;
  readonly git: Git;
  readonly workspace: Pick<Workspace, 'directory'>;
  readonly store: Pick<Store, 'projects' | 'actors' | 'settings' | 'conversations' | 'operations'>;
  /** Telegram user ids of `OWNER_IDS`. */
  readonly ownerIds: readonly number[];
}

/** A project whose changes are looked at. */
export interface Place {
  readonly project: string;
  readonly directory: string;
}

/** The project of that name, or of that task; `undefined` when there is none. */
export async function placeOf(
  { store, workspace }: Pick<ChangePorts, 'store' | 'workspace'>,
  name: string | undefined,
): Promise<Place | undefined> {
  if (name === undefined || !isProjectFolder(name)) return undefined;
  if (!(await store.projects.get(name))) return undefined;
  // What a task proposes is a change of its project; its tree says what is checked out.
  return { project: rootOf(name), directory: workspace.directory(name) };
}

/** The task of a project whose own branch that is, if there is one. */
export async function taskOf(
  { store }: Pick<ChangePorts, 'store'>,
  project: string,
  branch: string,
): Promise<string | undefined> {
  const name = `${project}.${branch.replace(/^task\//u, '')}`;
  if (!branch.startsWith('task/') || !isTask(name)) return undefined;
  return (await store.projects.get(name)) && name;
}

/** An actor as a forge knows them. */
export function partyOf({ id, name }: Pick<Actor, 'id' | 'name'>): Party {
  return { actorId: id, name };
}

/** The beginning of an id, as people write it. */
export function short(sha: string): string {
  return sha.slice(0, 7);
}

/** A name for what belongs to one request, fit to be a part of an operation's id. */
export function requestName({ requestId }: Pick<Call, 'requestId'>): string {
  return requestId.replaceAll(/[^\w]+/gu, '-').slice(-60);
}

/** The number of a change in a word, which may be typed with `#`. */
export function toNumber(word: string | undefined): number | undefined {
  const digits = /^#?(\d{1,6})$/u.exec(word ?? '')?.[1];
  return digits === undefined ? undefined : Number(digits);
}

/** Says whether a word of a button, which may be typed, is the whole id of a commit. */
export function isCommitId(word: string | undefined): word is string {
  return /^[0-9a-f]{40}$/u.test(word ?? '');
}
