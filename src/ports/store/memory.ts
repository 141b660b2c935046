import type { Store } from './port.ts';
import { sqliteStore } from './sqlite/sqlite.ts';

/** A store that forgets everything when it is closed. */
export function memoryStore(now: () => number = Date.now): Store {
  return sqliteStore(':memory:', now);
}
