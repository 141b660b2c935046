import { readRichMessage } from '../rich/read-rich-message.ts';
import { deliver } from './deliver.ts';
import type { Handlers } from './handler.ts';

/** Messages made of blocks. */
export const richMessages: Handlers = {
  sendRichMessage(call) {
    const finish = readRichMessage(call, { isDraft: false });
    return deliver(call, (room) => ({ rich_message: finish(room.person !== undefined) }));
  },
};
