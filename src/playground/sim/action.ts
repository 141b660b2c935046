import { z } from 'zod';
import type { Stage } from './stage.ts';

/** Something that can be done over HTTP: `POST /sim/<name>`. */
export interface Action {
  readonly name: string;
  /** What it does, in a line. */
  readonly summary: string;
  /** A body that works. */
  readonly example: object;
  /** Checks the body and does it. */
  run(stage: Stage, body: unknown): Promise<Done>;
}

/** What came of it. */
type Done =
  | { readonly kind: 'done'; readonly result: object }
  /** The body is not what was asked for; says what is wrong with it. */
  | { readonly kind: 'not-understood'; readonly problem: string }
  /** Understood, and not possible now: there is no such button, message, topic… */
  | { readonly kind: 'not-possible'; readonly problem: string };

/** Seals an action: outside nobody needs to know what its body is. */
export function defineAction<Schema extends z.ZodType>(spec: {
  readonly name: string;
  readonly summary: string;
  readonly body: Schema;
  readonly example: z.input<Schema> & object;
  readonly run: (stage: Stage, input: z.output<Schema>) => object | Promise<object>;
}): Action {
  const { name, summary, body, example, run } = spec;
  return {
    name,
    summary,
    example,
    async run(stage, given) {
      const input = body.safeParse(given);
      if (!input.success) return { kind: 'not-understood', problem: z.prettifyError(input.error) };
      try {
        return { kind: 'done', result: await run(stage, input.data) };
      } catch (error) {
        return { kind: 'not-possible', problem: (error as Error).message };
      }
    },
  };
}

/** The id of a person: they appear when first named. */
export const person = z.number().int().min(1);

/** Where somebody does something. */
export const place = {
  from: person,
  /** A group below 0, made when first named; else the private chat with the bot. */
  chat: z.number().int().optional(),
  topic: z.number().int().min(1).optional(),
  /** The id of a bot; the first one when absent. */
  bot: z.number().int().min(1).optional(),
};

/** The private chat where no other is named. */
export function placeOf<
  Given extends { readonly from: number; readonly chat?: number | undefined },
>(given: Given): Given & { readonly chat: number } {
  return { ...given, chat: given.chat ?? given.from };
}
