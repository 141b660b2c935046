import { peopleContract } from './contract-people.ts';
import { everyStore } from './every-store.ts';

everyStore(peopleContract);
