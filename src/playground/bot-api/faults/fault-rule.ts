import { z } from 'zod';

const SECONDS_OF_A_DAY = 86_400;
const milliseconds = z
  .number()
  .int()
  .min(0)
  .max(SECONDS_OF_A_DAY * 1_000);

/** Which calls or updates a rule hits: all that fit every part that is given. */
const filter = {
  /** How many it hits before it is used up; without it, it hits until the rules are cleared. */
  times: z.number().int().min(1).optional(),
  /** Any chat, and calls without one, when absent. */
  chatId: z.number().int().optional(),
  /** A part of the text, the caption or the tapped button's data. */
  contains: z.string().min(1).optional(),
  /** From 0 to 1: how likely it hits what fits. Always, when absent. */
  probability: z.number().min(0).max(1).optional(),
};

const ofCall = {
  ...filter,
  /** In any case of letters; any method when absent. */
  method: z.string().min(1).optional(),
};

const ofUpdate = {
  ...filter,
  /** Such as `message`; any kind when absent. */
  update: z.string().min(1).optional(),
};

const callFault = z.discriminatedUnion('kind', [
  z.strictObject({
    ...ofCall,
    kind: z.literal('status'),
    /** 400 to 599. */
    status: z.number().int().min(400).max(599),
    /** Seconds, for 429. Default 1. */
    retryAfter: z.number().int().min(1).max(SECONDS_OF_A_DAY).optional(),
    /** In place of Telegram's words for that status. */
    description: z.string().optional(),
    /** What was asked for has happened all the same, as when a gateway gives up too early. */
    isAfterEffect: z.boolean().optional(),
  }),
  /** The connection dies and nothing happened. */
  z.strictObject({ ...ofCall, kind: z.literal('drop-before') }),
  /** The connection dies, but what was asked for has happened. */
  z.strictObject({ ...ofCall, kind: z.literal('drop-after') }),
  /** Nothing happens for a while, then everything as usual. */
  z.strictObject({ ...ofCall, kind: z.literal('delay'), ms: milliseconds }),
  /** Everything happens at once, and the answer comes late. */
  z.strictObject({ ...ofCall, kind: z.literal('delay-after'), ms: milliseconds }),
  /** It happened, and the answer is cut off in the middle of its JSON. */
  z.strictObject({ ...ofCall, kind: z.literal('malformed-answer') }),
]);

const updateFault = z.discriminatedUnion('kind', [
  /** The update comes twice, with the same id: once more after it was confirmed. */
  z.strictObject({ ...ofUpdate, kind: z.literal('duplicate-update') }),
  /** The update comes later than it happened. */
  z.strictObject({ ...ofUpdate, kind: z.literal('delay-update'), ms: milliseconds }),
  /** The update comes after the one that follows it, or after `ms` when none does. */
  z.strictObject({
    ...ofUpdate,
    kind: z.literal('reorder-update'),
    /** Default 1000. */
    ms: milliseconds.optional(),
  }),
]);

/** Checks a rule that came from outside. */
export const faultRule = z.union([callFault, updateFault]);

/** What goes wrong with a call. Serializable. */
export type CallFault = z.infer<typeof callFault>;

/** What goes wrong with the delivery of an update. Serializable. */
export type UpdateFault = z.infer<typeof updateFault>;

/** What goes wrong, how often, and with what. Serializable. */
export type FaultRule = z.infer<typeof faultRule>;
