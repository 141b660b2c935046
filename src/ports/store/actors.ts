import type { Actor } from '#kernel/actor.ts';

/** People whom the bot was told of. */
export interface Actors {
  get(id: number): Promise<Actor | undefined>;
  list(): Promise<readonly Actor[]>;
  /** With all project roles: those that are not given are gone. */
  save(actor: Actor): Promise<void>;
  /** Changes nothing but the name, and nothing at all of somebody unknown. */
  rename(id: number, name: string): Promise<void>;
  /** `false` when nobody has that id. */
  remove(id: number): Promise<boolean>;
}
