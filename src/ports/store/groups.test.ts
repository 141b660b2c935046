import { groupsContract } from './contract-groups.ts';
import { everyStore } from './every-store.ts';

everyStore(groupsContract);
