import type { ApiResponse, ResponseParameters } from '@grammyjs/types';
import type { LimitSettings } from '../limits.ts';
import type { Scene } from './scene.ts';

/** The parameters of a call. */
export type Payload = Readonly<Record<string, unknown>>;

/** What every case says. */
interface Expectation {
  /** Where Telegram's words are from; the tags are explained in `telegram-refusals.ts`. */
  readonly source: string;
  /** What is wrong with the call, in a few words. Unique together with the method. */
  readonly what: string;
  /** Code and description, such as `400 Bad Request: message text is empty`. */
  readonly refusal: string;
  /** The `parameters` of the answer; a case without them expects none. */
  readonly parameters?: ResponseParameters;
  /** Limits of the scene; off when absent. */
  readonly limits?: LimitSettings;
  /** Why the emulator refuses what Telegram would take. Never replayed live. */
  readonly stricterThanTelegram?: string;
  /** Why the real service cannot be brought there, or should not be. Never replayed live. */
  readonly onlyEmulated?: string;
}

/** A call that the bot of the scene makes; a function may look at the scene and make calls first. */
interface RefusedCall extends Expectation {
  readonly method: string;
  readonly payload: Payload | ((given: Scene) => Payload | Promise<Payload>);
}

/** A refusal that comes in another way: another token, a request by hand, two calls at once. */
interface RefusedRequest extends Expectation {
  /** For the title and for finding the case. */
  readonly method: string;
  readonly ask: (given: Scene) => Promise<ApiResponse<unknown>>;
}

/** Something that Telegram refuses, with its words. */
export type StrictnessCase = RefusedCall | RefusedRequest;
