import type { Message } from '@grammyjs/types';
import type { Place } from '../place.ts';
import { Refused } from '../refused.ts';

/** The message of that id as the place shows it now. @throws {Refused} `gone` */
export function messageAt({ chat }: Place, messageId: number): Message {
  const view = chat.messages().find(({ message_id: id }) => id === messageId);
  if (!view) throw new Refused('gone');
  return view.message;
}
