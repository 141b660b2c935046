import type { Hono } from 'hono';
import { z } from 'zod';
import { Refused } from '../refused.ts';
import { splitText } from '../split-text.ts';
import type { Act } from './act.ts';
import { messageAt } from './message-at.ts';

const id = z.number().int();
const words = z.string().refine((text) => text.trim() !== '');
const said = z.object({ text: words, replyTo: id.optional() });
const edited = z.object({ messageId: id, text: words });
const tapped = z.object({ messageId: id, data: z.string(), label: z.string() });

/** What a person does with words and buttons. */
export function addSaying(api: Hono, act: Act): void {
  api.post(
    '/messages',
    act(said, ({ chat }, { text, replyTo }) => {
      const reply = replyTo === undefined ? {} : { replyTo };
      const sent = splitText(text).map((part) => chat.says(part, reply));
      return { messageIds: sent.map(({ message_id }) => message_id) };
    }),
  );

  api.post(
    '/edits',
    act(edited, ({ chat }, { messageId, text }) => {
      chat.edits(messageId, text.trim());
      return {};
    }),
  );

  api.post(
    '/taps',
    act(tapped, async (place, { messageId, label, data }) => {
      const message = messageAt(place, messageId);
      // Buttons stand below a message or anywhere inside a rich one.
      const { reply_markup: below, rich_message: inside } = message;
      if (!JSON.stringify([below, inside]).includes(JSON.stringify(data)))
        throw new Refused('gone');
      const button = { callback_data: data, ...(label === '' ? {} : { text: label }) };
      // Only a bot that says nothing is left to fail.
      const answer = await place.chat.taps(button, messageId).catch(() => undefined);
      if (!answer) throw new Refused('silent');
      return answer;
    }),
  );
}
