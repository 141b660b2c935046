import type { Message } from '@grammyjs/types';
import type { Payload, StrictnessCase } from '../case.ts';
import { bytes, picture } from '../payloads.ts';
import { ALICE, type Scene } from '../scene.ts';

const PHOTO = { type: 'photo', media: 'attach://a' };
const DOCUMENT = { type: 'document', media: 'attach://b' };
const AUDIO = { type: 'audio', media: 'attach://b' };

/** Albums, and media that take the place of others. */
export const ALBUMS_CASES: readonly StrictnessCase[] = [
  {
    source: '[S] get_required_string_arg',
    what: 'no media',
    method: 'sendMediaGroup',
    payload: { chat_id: ALICE },
    refusal: '400 Bad Request: parameter "media" is required',
  },
  {
    source: '[S] get_input_message_contents',
    what: 'media that is no JSON',
    method: 'sendMediaGroup',
    payload: { chat_id: ALICE, media: '[' },
    refusal: "400 Bad Request: can't parse media JSON object",
  },
  {
    source: '[S] get_input_message_contents',
    what: 'media that is no list',
    method: 'sendMediaGroup',
    payload: { chat_id: ALICE, media: PHOTO },
    refusal: '400 Bad Request: expected an Array of InputMedia',
  },
  {
    source: '[TD] send_message_group',
    what: 'an empty album',
    method: 'sendMediaGroup',
    payload: album(),
    refusal: '400 Bad Request: there are no messages to send',
  },
  {
    source: '[TD] check_message_group_message_contents',
    what: 'eleven items',
    method: 'sendMediaGroup',
    payload: album(...Array.from({ length: 11 }, () => PHOTO)),
    refusal: '400 Bad Request: too many messages to send as an album',
  },
  {
    source: '[TD] is_homogenous_media_group_content',
    what: 'a document among photos',
    method: 'sendMediaGroup',
    payload: album(PHOTO, DOCUMENT),
    refusal: "400 Bad Request: document can't be mixed with other media types",
  },
  {
    source: '[TD] is_homogenous_media_group_content',
    what: 'music among photos',
    method: 'sendMediaGroup',
    payload: album(AUDIO, PHOTO),
    refusal: "400 Bad Request: audio can't be mixed with other media types",
  },
  {
    source: '[TD] check_message_group_message_contents',
    what: 'captions above and below',
    method: 'sendMediaGroup',
    payload: album({ ...PHOTO, show_caption_above_media: true }, PHOTO),
    refusal:
      '400 Bad Request: parameter show_caption_above_media must be the same for all messages',
  },
  {
    source: '[S] get_input_media',
    what: 'an animation',
    method: 'sendMediaGroup',
    payload: album(PHOTO, { type: 'animation', media: 'attach://b' }),
    refusal:
      '400 Bad Request: can\'t parse InputMedia: type "animation" can\'t be used in sendMediaGroup',
  },
  {
    source: '[S] get_input_media',
    what: 'a voice',
    method: 'sendMediaGroup',
    payload: album(PHOTO, { type: 'voice', media: 'attach://b' }),
    refusal: '400 Bad Request: can\'t parse InputMedia: type "voice" is unsupported',
  },
  {
    source: '[S] get_input_media',
    what: 'an upload that is not there',
    method: 'sendMediaGroup',
    payload: album(PHOTO, { type: 'photo', media: 'attach://z' }),
    refusal: "400 Bad Request: can't parse InputMedia: media not found",
  },
  {
    source: '[S] get_input_media',
    what: 'an item without a type',
    method: 'sendMediaGroup',
    payload: album(PHOTO, { media: 'attach://a' }),
    refusal: '400 Bad Request: can\'t parse InputMedia: Can\'t find field "type"',
  },
  {
    source: '[S] get_input_media',
    what: 'an item that is none',
    method: 'sendMediaGroup',
    payload: album(PHOTO, 'attach://a'),
    refusal: "400 Bad Request: can't parse InputMedia: expected an Object",
  },
  {
    source: '[S] get_input_media',
    what: 'a caption that is a number',
    method: 'sendMediaGroup',
    payload: album({ ...PHOTO, caption: 5 }, PHOTO),
    refusal: '400 Bad Request: can\'t parse InputMedia: Field "caption" must be of type String',
  },
  {
    source: '[S] get_input_media',
    what: 'a caption in an unknown language',
    method: 'sendMediaGroup',
    payload: album({ ...PHOTO, caption: 'x', parse_mode: 'BBCode' }, PHOTO),
    refusal: "400 Bad Request: can't parse InputMedia: Unsupported parse_mode",
  },
  {
    source: '[S] get_input_media',
    what: 'a flag that is a word',
    method: 'sendMediaGroup',
    payload: album({ ...PHOTO, has_spoiler: 'yes' }, PHOTO),
    refusal:
      '400 Bad Request: can\'t parse InputMedia: Field "has_spoiler" must be of type Boolean',
  },
  {
    source: '[S] get_input_media',
    what: 'a width that is a word',
    method: 'sendMediaGroup',
    payload: album({ ...PHOTO, width: 'wide' }, PHOTO),
    refusal: '400 Bad Request: can\'t parse InputMedia: Field "width" must be of type Number',
    stricterThanTelegram: 'Telegram reads the width of videos only',
  },
  {
    source: '[TD] MessageContent.cpp:5241',
    what: 'one caption that is too long',
    method: 'sendMediaGroup',
    payload: album(PHOTO, { ...PHOTO, caption: 'x'.repeat(1_025) }),
    refusal: '400 Bad Request: message caption is too long',
  },
  {
    source: '[S] get_input_media',
    what: 'media that is no JSON',
    method: 'editMessageMedia',
    payload: { chat_id: ALICE, message_id: 1, media: '{' },
    refusal: "400 Bad Request: can't parse input media JSON object",
  },
  {
    source: '[S] get_input_media',
    what: 'media that is no object',
    method: 'editMessageMedia',
    payload: { chat_id: ALICE, message_id: 1, media: '[]' },
    refusal: "400 Bad Request: can't parse InputMedia: expected an Object",
  },
  {
    source: '[TD] can_edit_message_media',
    what: 'new media for a voice',
    method: 'editMessageMedia',
    payload: async ({ done }) => {
      const voice = { chat_id: ALICE, voice: bytes(1, 'a.oga') };
      return newMedia(await done<Message>('sendVoice', voice));
    },
    refusal: "400 Bad Request: message media can't be edited",
  },
  {
    source: '[TD] edit_message_media',
    what: 'a photo in place of a document of an album',
    method: 'editMessageMedia',
    payload: async ({ done }) => {
      const [first] = await done<Message[]>('sendMediaGroup', album(DOCUMENT, DOCUMENT));
      return newMedia(first);
    },
    refusal: "400 Bad Request: can't change media type in the album",
  },
  {
    source: '[S] 107-111',
    what: 'same media, caption and keyboard',
    method: 'editMessageMedia',
    payload: async ({ done }) => {
      const photo = { chat_id: ALICE, photo: picture(), caption: 'x' };
      const sent = await done<Message>('sendPhoto', photo);
      const media = { type: 'photo', media: sent.photo?.at(-1)?.file_id, caption: 'x' };
      return { chat_id: ALICE, message_id: sent.message_id, media };
    },
    refusal: `400 Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message`,
  },
  {
    source: '[TD] edit_message_caption',
    what: 'a caption for a text',
    method: 'editMessageCaption',
    payload: async ({ sent }) => ({ chat_id: ALICE, message_id: await sent({}), caption: 'x' }),
    refusal: '400 Bad Request: there is no caption in the message to edit',
  },
  {
    source: '[S] 107-111',
    what: 'the same caption',
    method: 'editMessageCaption',
    payload: async (given) => ({ ...(await documentWith('x', given)), caption: 'x' }),
    refusal: `400 Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message`,
  },
  {
    source: '[TD] MessageContent.cpp:5241',
    what: 'a caption that is too long',
    method: 'editMessageCaption',
    payload: async (given) => ({
      ...(await documentWith('x', given)),
      caption: 'x'.repeat(1_025),
    }),
    refusal: '400 Bad Request: message caption is too long',
  },
];

function album(...media: readonly unknown[]): Payload {
  return { chat_id: ALICE, media, a: picture(), b: bytes(1) };
}

function newMedia(sent: Message | undefined): Payload {
  return { chat_id: ALICE, message_id: sent?.message_id, media: PHOTO, a: picture() };
}

async function documentWith(caption: string, { done }: Scene): Promise<Payload> {
  const document = { chat_id: ALICE, document: bytes(1), caption };
  const { message_id } = await done<Message>('sendDocument', document);
  return { chat_id: ALICE, message_id };
}
