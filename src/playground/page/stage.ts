import type { BotHandle, Emulator } from '../bot-api/emulator.ts';
import type { Cast } from './cast.ts';

/** What the page is a window to. */
export interface Stage {
  readonly emulator: Emulator;
  readonly bot: BotHandle & { readonly name: string };
  /** Where the emulator listens; without a slash at the end. */
  readonly apiRoot: string;
  readonly cast: Cast;
  /** What is not ready yet, in one line; nothing once all is. */
  readonly status: () => string | undefined;
}
