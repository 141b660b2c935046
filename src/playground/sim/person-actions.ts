import { z } from 'zod';
import { type Action, defineAction, person, place, placeOf } from './action.ts';

const message = z.number().int().min(1);

/** What a person does in a chat. */
export const PERSON_ACTIONS: readonly Action[] = [
  defineAction({
    name: 'person',
    summary: 'Says who somebody is. Not needed: people appear when first named.',
    body: z.strictObject({
      id: person,
      name: z.string().min(1).optional(),
      lastName: z.string().min(1).optional(),
      username: z.string().min(1).optional(),
      languageCode: z.string().min(2).optional(),
    }),
    example: { id: 77, name: 'Alice', languageCode: 'en' },
    run(stage, who) {
      stage.introduce(who);
      return { id: who.id };
    },
  }),
  defineAction({
    name: 'say',
    summary: 'Sends a text; commands, links and mentions become entities.',
    body: z.strictObject({
      ...place,
      text: z.string().refine((text) => text.trim() !== '', 'Telegram sends no empty text'),
      replyTo: message.optional(),
    }),
    example: { from: 77, chat: 77, text: '/start' },
    run(stage, { text, replyTo, ...where }) {
      const there = stage.at(placeOf(where));
      return { message: there.says(text, replyTo === undefined ? {} : { replyTo }) };
    },
  }),
  defineAction({
    name: 'edit',
    summary: 'Changes a text of their own.',
    body: z.strictObject({ ...place, message, text: z.string().min(1) }),
    example: { from: 77, chat: 77, message: 1, text: 'I meant this' },
    run: (stage, { text, message, ...where }) => ({
      message: stage.at(placeOf(where)).edits(message, text),
    }),
  }),
  defineAction({
    name: 'delete',
    summary: 'Takes a message away.',
    body: z.strictObject({ ...place, message }),
    example: { from: 77, chat: 77, message: 1 },
    run(stage, { message, ...where }) {
      stage.at(placeOf(where)).deletes(message);
      return {};
    },
  }),
  defineAction({
    name: 'tap',
    summary: 'Taps a button by its label, the newest one or that of a message; tells the answer.',
    body: z.strictObject({
      ...place,
      button: z.string().min(1),
      message: message.optional(),
      /** `false`: does not wait for what the bot answers. */
      wait: z.boolean().optional(),
    }),
    example: { from: 77, chat: 77, button: 'Yes' },
    async run(stage, { button, message, wait = true, ...where }) {
      const answer = stage.at(placeOf(where)).taps(button, message);
      if (wait) return { answer: await inRealTime(answer, stage.patienceMs) };
      // Whoever does not wait does not want to hear that nothing came either.
      answer.catch(() => undefined);
      return {};
    },
  }),
  defineAction({
    name: 'react',
    summary: 'Reacts to a message with emoji; an empty list takes the reaction back.',
    body: z.strictObject({ ...place, message, emoji: z.array(z.string().min(1)) }),
    example: { from: 77, chat: 77, message: 2, emoji: ['👍'] },
    run(stage, { message, emoji, ...where }) {
      stage.at(placeOf(where)).reacts(message, ...(emoji as never[]));
      return {};
    },
  }),
  defineAction({
    name: 'stop-draft',
    summary: 'Presses the button under what the bot is writing.',
    body: z.strictObject(place),
    example: { from: 77, chat: 77 },
    run(stage, where) {
      stage.at(placeOf(where)).stopsDraft();
      return {};
    },
  }),
  defineAction({
    name: 'block',
    summary: 'Blocks the bot of a private chat, or lets it write again.',
    body: z.strictObject({ from: person, bot: place.bot, isBlocked: z.boolean().optional() }),
    example: { from: 77, isBlocked: true },
    run(stage, { isBlocked = true, ...where }) {
      const there = stage.at(placeOf(where));
      if (isBlocked) there.blocks();
      else there.unblocks();
      return {};
    },
  }),
];

/** What comes within that time, whatever the emulator's clock says: it can stand still. */
async function inRealTime<Value>(coming: Promise<Value>, patienceMs: number): Promise<Value> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    late.reject(new Error('The bot did not answer yet, and the clock may stand still.'));
  }, patienceMs);
  return Promise.race([coming, late.promise]).finally(() => clearTimeout(timer));
}
