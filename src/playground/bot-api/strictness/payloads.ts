import { crc32, deflateSync } from 'node:zlib';
import type { ApiResponse } from '@grammyjs/types';
import type { Upload } from '../chats/files.ts';
import type { Payload } from './case.ts';
import { ALICE, type Scene } from './scene.ts';

/** A text to Alice, with what is wrong with it. */
export function toAlice(more: object): Payload {
  return { chat_id: ALICE, text: 'hi', ...more };
}

/** An inline keyboard of one button. */
export function button(text: string, more: object): { readonly inline_keyboard: object[][] } {
  return { inline_keyboard: [[{ text, ...more }]] };
}

/** A file of that size, all zeros. */
export function bytes(size: number, name = 'a.txt'): Upload {
  return { name, bytes: new Uint8Array(size) };
}

/** A method called by hand over HTTP, with a body of any kind. */
export async function posted(
  { url, bot }: Scene,
  method: string,
  contentType: string,
  body: string | Uint8Array<ArrayBuffer>,
): Promise<ApiResponse<unknown>> {
  const headers = { 'content-type': contentType };
  const address = `${await url()}/bot${bot.token}/${method}`;
  const response = await fetch(address, { method: 'POST', headers, body });
  return (await response.json()) as ApiResponse<unknown>;
}

/** A black picture, a real PNG of that size. */
export function picture(width = 1, height = 1, name = 'a.png'): Upload {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header[8] = 1;
  const rows = Buffer.alloc((1 + Math.ceil(width / 8)) * height);
  const chunk = (type: string, data: Buffer): Buffer => {
    const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
    const frame = Buffer.alloc(8);
    frame.writeUInt32BE(data.length, 0);
    frame.writeUInt32BE(crc32(body), 4);
    return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
  };
  const signature = Buffer.from('89504e470d0a1a0a', 'hex');
  const parts = [
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.of()),
  ];
  return { name, bytes: new Uint8Array(Buffer.concat([signature, ...parts])) };
}

/** The id of the message that tells of a pin. */
export async function pinnedNotice({ done, sent, alice }: Scene): Promise<number | undefined> {
  await done('pinChatMessage', { chat_id: ALICE, message_id: await sent({}) });
  return alice.lastMessage()?.message_id;
}
