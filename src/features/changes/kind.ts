import type { Errand, ErrandPorts } from '#operations/errand.ts';
import type { ChangePorts, Place } from './place.ts';

/** What operations on changes work with. */
export type KindPorts = ChangePorts & ErrandPorts;

/** One operation on a change, while it runs. */
export type ChangeTask = Place & Errand;
