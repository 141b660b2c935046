import { usageContract } from './contract-usage.ts';
import { everyStore } from './every-store.ts';

everyStore(usageContract);
