import { changesContract } from './contract-changes.ts';
import { everyStore } from './every-store.ts';

everyStore(changesContract);
