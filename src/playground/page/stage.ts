import type { BotHandle, Emulator } from '../bot-api/emulator.ts';
import type { Cast } from './cast.ts';
import type { PageGroups } from './groups.ts';
import type { Troubles } from './troubles.ts';

/** What the page is a window to. */
export interface Stage {
  readonly emulator: Emulator;
  readonly bot: BotHandle & { readonly name: string };
  readonly cast: Cast;
  readonly groups: PageGroups;
  readonly troubles: Troubles;
  /** What is not ready yet, in one line of that language; nothing once all is. */
  readonly status: (languageCode: string) => string | undefined;
}
