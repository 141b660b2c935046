import { keyedMutex } from '#lib/mutex.ts';

/**
 * What changes one ops repository goes one after another, by its key, also from two adapters in this
 * process. A second process cannot be: the store is locked. People with a clone push meanwhile, which
 * the branch itself finds out.
 */
export const opsInTurn = keyedMutex();
