import type { Message } from '@grammyjs/types';
import type { Upload } from '../chats/files.ts';
import { type Fields, fieldReader, isFields } from '../keyboards/fields.ts';
import { keepMedia, type MediaDetails, type MediaKind, mediaOf } from '../chats/media.ts';
import { Refusal, refusal } from '../refusal.ts';
import { type CaptionRequest, readCaption } from './caption.ts';
import type { Call } from './handler.ts';

/** A media with its caption, checked as far as it goes without the chat. */
export interface InputMedia {
  readonly kind: MediaKind;
  readonly isCaptionAbove: boolean;
  /** Keeps the file and returns what the message carries. @throws {Refusal} */
  readonly make: () => Partial<Message>;
}

/** What a request, or one item of an album, says about its media. */
export interface MediaRequest {
  readonly kind: MediaKind;
  readonly given: Upload | string;
  readonly details: MediaDetails;
  /** Absent where the kind has none. */
  readonly caption: CaptionRequest | undefined;
  readonly isCaptionAbove: boolean;
  readonly isSpoiler: boolean;
}

const PREFIX = "Can't parse InputMedia: ";
const KINDS: readonly string[] = ['animation', 'audio', 'document', 'photo', 'video'];
/** [T] Fields of InputMedia; audio and documents have neither. */
const SHOWN = new Set<MediaKind>(['animation', 'photo', 'video']);

/** Checks the caption now; the result does the rest. @throws {Refusal} */
export function readMedia(call: Call, request: MediaRequest): InputMedia {
  const { kind, given, details, isSpoiler } = request;
  const finishCaption = request.caption ? readCaption(request.caption, call) : () => ({});
  const isCaptionAbove = SHOWN.has(kind) && request.isCaptionAbove;
  return {
    kind,
    isCaptionAbove,
    make: () => ({
      ...toContent(call, kind, given, details),
      ...finishCaption(),
      ...(isCaptionAbove ? { show_caption_above_media: true } : {}),
      ...(SHOWN.has(kind) && isSpoiler ? { has_media_spoiler: true } : {}),
    }),
  };
}

/** Reads one `InputMedia`, of an album or for an edit. @throws {Refusal} [S] get_input_media */
export function readInputMedia(
  call: Call,
  value: unknown,
  { isAlbum }: { readonly isAlbum: boolean },
): InputMedia {
  if (!isFields(value)) throw refusal(`${PREFIX}expected an Object`);
  const read = fieldReader(value, PREFIX);
  const text = read.optionalText('caption') ?? '';
  const caption = {
    text,
    parseMode: read.optionalText('parse_mode'),
    entities: value['caption_entities'],
  };
  checkCaption(caption);
  const isCaptionAbove = read.flag('show_caption_above_media');
  const isSpoiler = read.flag('has_spoiler');
  const given = fileOf(call, read.optionalText('media') ?? '');
  if (!given) throw read.fail('media not found');
  const named = fileOf(call, read.optionalText('thumbnail') ?? '');
  const thumbnail = typeof named === 'object' ? named : call.args.part('thumbnail');
  const kind = read.text('type');
  if (isAlbum && kind === 'animation')
    throw read.fail(`type "${kind}" can't be used in sendMediaGroup`);
  if (!isInputKind(kind)) throw read.fail(`type "${kind}" is unsupported`);
  const details: MediaDetails = {
    durationSeconds: number(value, 'duration'),
    width: number(value, 'width'),
    height: number(value, 'height'),
    performer: read.optionalText('performer'),
    title: read.optionalText('title'),
    thumbnail,
  };
  return readMedia(call, { kind, given, details, caption, isCaptionAbove, isSpoiler });
}

function isInputKind(name: string): name is MediaKind {
  return KINDS.includes(name);
}

/** The server behind the prefix begins every complaint with a capital letter. */
function checkCaption(caption: CaptionRequest): void {
  try {
    readCaption(caption);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const reason = error.message.replace(/^Bad Request: /u, '');
    throw refusal(`${PREFIX}${reason.charAt(0).toUpperCase()}${reason.slice(1)}`);
  }
}

/** An upload that is named by `attach://`, or what names a file that Telegram has. */
function fileOf({ args }: Call, given: string): Upload | string | undefined {
  const attached = /^attach:\/\/(.*)$/su.exec(given)?.[1];
  return attached === undefined ? given || undefined : args.part(attached);
}

function toContent(
  { world, bot }: Call,
  kind: MediaKind,
  given: Upload | string,
  details: MediaDetails,
): Partial<Message> {
  const botIds = [bot.user.id];
  if (typeof given !== 'string')
    return keepMedia({ files: world.files, botIds }, kind, given, details);
  // [S] 100, WEBPAGE_CURL_FAILED: for the emulator, the web is always down.
  if (given.includes('.')) throw refusal('Failed to get HTTP URL content');
  return mediaOf(world.files, bot.user.id, kind, given);
}

function number(item: Fields, name: string): number | undefined {
  const value = item[name];
  if (value === undefined || Number.isInteger(value)) return value as number | undefined;
  throw refusal(`${PREFIX}Field "${name}" must be of type Number`);
}
