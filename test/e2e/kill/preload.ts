/**
 * Loaded into the bot before everything else (`node --import`): puts the store with breakpoints in
 * place of the real one. The bot's own code knows nothing of it.
 */
import { registerHooks } from 'node:module';

const STORE = '/src/ports/store/sqlite/sqlite.ts';
const WRAPPED = new URL('store.ts', import.meta.url).href;

registerHooks({
  resolve(specifier, context, next) {
    const resolved = next(specifier, context);
    const isTheirs = resolved.url.endsWith(STORE) && context.parentURL !== WRAPPED;
    return isTheirs ? { ...resolved, url: WRAPPED } : resolved;
  },
});
