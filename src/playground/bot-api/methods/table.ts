import { callbacks } from './callbacks.ts';
import { commands } from './commands.ts';
import { editing } from './edit.ts';
import type { Handler } from './handler.ts';
import { information } from './information.ts';
import { polling } from './polling.ts';
import { sending } from './send.ts';

/** Every method that this emulator does, by its declared name. */
export const HANDLERS: ReadonlyMap<string, Handler> = new Map(
  Object.entries({
    ...polling,
    ...sending,
    ...editing,
    ...callbacks,
    ...commands,
    ...information,
  }),
);
