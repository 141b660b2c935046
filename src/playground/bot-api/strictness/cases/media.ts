import type { Message } from '@grammyjs/types';
import type { StrictnessCase } from '../case.ts';
import { bytes, picture } from '../payloads.ts';
import { ALICE, type Scene } from '../scene.ts';

/** Files, up and down. */
export const MEDIA_CASES: readonly StrictnessCase[] = [
  {
    source: '[S] 12944',
    what: 'no document',
    method: 'sendDocument',
    payload: { chat_id: ALICE },
    refusal: '400 Bad Request: there is no document in the request',
  },
  {
    source: '[S] 12944',
    what: 'no photo',
    method: 'sendPhoto',
    payload: { chat_id: ALICE },
    refusal: '400 Bad Request: there is no photo in the request',
  },
  {
    source: 'td',
    what: 'empty file',
    method: 'sendDocument',
    payload: { chat_id: ALICE, document: bytes(0) },
    refusal: '400 Bad Request: file must be non-empty',
  },
  {
    source: '[T] 50 MB',
    what: 'file too big',
    method: 'sendDocument',
    payload: { chat_id: ALICE, document: bytes(50 * 1024 * 1024 + 1) },
    refusal: '413 Request Entity Too Large',
    onlyEmulated: 'would send 50 MiB',
  },
  {
    source: 'server',
    what: 'photo that is none',
    method: 'sendPhoto',
    payload: { chat_id: ALICE, photo: bytes(5, 'a.png') },
    refusal: '400 Bad Request: IMAGE_PROCESS_FAILED',
  },
  {
    source: '[TD] MessageContent.cpp:5241',
    what: 'caption too long',
    method: 'sendDocument',
    payload: { chat_id: ALICE, document: bytes(1), caption: 'x'.repeat(1025) },
    refusal: '400 Bad Request: message caption is too long',
  },
  {
    source: 'td',
    what: "somebody's file id",
    method: 'sendDocument',
    payload: { chat_id: ALICE, document: 'BQADBAADrQ' },
    refusal: '400 Bad Request: wrong remote file identifier specified: Wrong string length',
  },
  {
    source: '[S] 8366',
    what: 'no file id',
    method: 'getFile',
    payload: {},
    refusal: '400 Bad Request: file_id not specified',
  },
  {
    source: '[S] 8719',
    what: 'unknown file id',
    method: 'getFile',
    payload: { file_id: 'nope' },
    refusal: '400 Bad Request: wrong file_id or the file is temporarily unavailable',
  },
  {
    source: '[S] 15817',
    what: 'download of 21 MiB',
    method: 'getFile',
    payload: ({ alice }) => ({
      file_id: alice.sendsDocument('a.bin', new Uint8Array(21 * 1024 * 1024)).document?.file_id,
    }),
    refusal: '400 Bad Request: file is too big',
  },
  {
    source: '[S] 8719',
    what: 'photo by its address',
    method: 'sendPhoto',
    payload: { chat_id: ALICE, photo: 'https://example.org/a.png' },
    refusal: '400 Bad Request: failed to get HTTP URL content',
    stricterThanTelegram: 'Telegram would fetch it',
  },
  {
    source: '[T] 10 MB',
    what: 'photo too big',
    method: 'sendPhoto',
    payload: { chat_id: ALICE, photo: bytes(10 * 1024 * 1024 + 1, 'a.png') },
    refusal:
      '400 Bad Request: file of size 10485761 bytes is too big for a photo; the maximum size is 10485760 bytes',
    onlyEmulated: 'would send 10 MiB',
  },
  {
    source: 'td',
    what: 'empty photo',
    method: 'sendPhoto',
    payload: { chat_id: ALICE, photo: bytes(0, 'a.png') },
    refusal: '400 Bad Request: file must be non-empty',
  },
  {
    source: 'td',
    what: 'no document, an empty name',
    method: 'sendDocument',
    payload: { chat_id: ALICE, document: '' },
    refusal: '400 Bad Request: there is no document in the request',
  },
  {
    source: '[S] 8719',
    what: "a file of somebody else's bot",
    method: 'getFile',
    payload: ({ emulator }) => {
      const other = emulator.bot();
      const frank = emulator.person({ id: 106, name: 'Frank' }).chat(other);
      return { file_id: frank.sendsDocument('a', new Uint8Array(1)).document?.file_id };
    },
    refusal: '400 Bad Request: wrong file_id or the file is temporarily unavailable',
  },
  {
    source: '[S] process_send_animation_query',
    what: 'no animation',
    method: 'sendAnimation',
    payload: { chat_id: ALICE },
    refusal: '400 Bad Request: there is no animation in the request',
  },
  {
    source: '[S] process_send_audio_query',
    what: 'no audio',
    method: 'sendAudio',
    payload: { chat_id: ALICE },
    refusal: '400 Bad Request: there is no audio in the request',
  },
  {
    source: '[S] process_send_sticker_query',
    what: 'no sticker',
    method: 'sendSticker',
    payload: { chat_id: ALICE },
    refusal: '400 Bad Request: there is no sticker in the request',
  },
  {
    source: '[S] process_send_video_query',
    what: 'no video',
    method: 'sendVideo',
    payload: { chat_id: ALICE },
    refusal: '400 Bad Request: there is no video in the request',
  },
  {
    source: '[S] process_send_video_note_query',
    what: 'no video note',
    method: 'sendVideoNote',
    payload: { chat_id: ALICE },
    refusal: '400 Bad Request: there is no video note in the request',
  },
  {
    source: '[S] process_send_voice_query',
    what: 'no voice',
    method: 'sendVoice',
    payload: { chat_id: ALICE },
    refusal: '400 Bad Request: there is no voice in the request',
  },
  {
    source: '[TD] FileManager.cpp, check_input_file_id',
    what: 'a document as photo',
    method: 'sendPhoto',
    payload: async (given) => ({ chat_id: ALICE, photo: await documentId(given) }),
    refusal: "400 Bad Request: can't use file of type Document as Photo",
  },
  {
    source: '[TD] FileManager.cpp, check_input_file_id',
    what: 'a photo as document',
    method: 'sendDocument',
    payload: async ({ done }) => {
      const { photo } = await done<Message>('sendPhoto', { chat_id: ALICE, photo: picture() });
      return { chat_id: ALICE, document: photo?.at(-1)?.file_id };
    },
    refusal: "400 Bad Request: can't use file of type Photo as Document",
  },
  {
    source: '[TD] FileManager.cpp, check_input_file_id',
    what: 'a document as voice',
    method: 'sendVoice',
    payload: async (given) => ({ chat_id: ALICE, voice: await documentId(given) }),
    refusal: "400 Bad Request: can't use file of type Document as VoiceNote",
    stricterThanTelegram: 'its server decides anew what a document is',
  },
  {
    source: '[TD] FileManager.cpp, check_input_file_id',
    what: 'a thumbnail as photo',
    method: 'sendPhoto',
    payload: async ({ done }) => {
      const parts = { document: bytes(1), thumbnail: picture(20, 10) };
      const { document } = await done<Message>('sendDocument', { chat_id: ALICE, ...parts });
      return { chat_id: ALICE, photo: document?.thumbnail?.file_id };
    },
    refusal: "400 Bad Request: can't use file of type Thumbnail as Photo",
  },
  {
    source: '[TD] FileManager.cpp, from_persistent_id',
    what: 'a file id with foreign characters',
    method: 'sendDocument',
    payload: { chat_id: ALICE, document: 'not an id' },
    refusal:
      '400 Bad Request: wrong remote file identifier specified: Wrong character in the string',
  },
  {
    source: 'server',
    what: 'photo that is too long and thin',
    method: 'sendPhoto',
    payload: { chat_id: ALICE, photo: picture(2_100, 100) },
    refusal: '400 Bad Request: PHOTO_INVALID_DIMENSIONS',
  },
  {
    source: 'server',
    what: 'photo with sides that are too long',
    method: 'sendPhoto',
    payload: { chat_id: ALICE, photo: picture(5_001, 5_000) },
    refusal: '400 Bad Request: PHOTO_INVALID_DIMENSIONS',
  },
  {
    source: '[T] 50 MB',
    what: 'photo beyond any upload',
    method: 'sendPhoto',
    payload: { chat_id: ALICE, photo: bytes(50 * 1024 * 1024 + 1, 'a.png') },
    refusal: '413 Request Entity Too Large',
    onlyEmulated: 'would send 50 MiB',
  },
];

async function documentId({ done }: Scene): Promise<string | undefined> {
  const sent = await done<Message>('sendDocument', { chat_id: ALICE, document: bytes(1) });
  return sent.document?.file_id;
}
