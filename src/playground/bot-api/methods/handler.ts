import type { Arguments } from '../request/arguments.ts';
import type { Bot, World } from '../world.ts';

/** One call of one bot, its parameters checked. */
export interface Call {
  readonly world: World;
  readonly bot: Bot;
  readonly args: Arguments;
  /** Aborted when the bot hangs up. */
  readonly signal: AbortSignal | undefined;
}

/** Does what a method does and returns its `result`. @throws {Refusal} */
export type Handler = (call: Call) => unknown;

/** Handlers by method name, as declared. */
export type Handlers = Readonly<Record<string, Handler>>;
