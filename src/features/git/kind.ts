import type { Errand, ErrandPorts } from '#operations/errand.ts';
import type { Store } from '#ports/store/port.ts';
import type { GitPorts, Place } from './place.ts';

/** What operations of git work with. */
export type KindPorts = GitPorts &
  ErrandPorts & { readonly store: Pick<Store, 'projects' | 'conversations' | 'operations'> };

/** One operation of git, while it runs. */
export type GitTask = Place & Errand;
