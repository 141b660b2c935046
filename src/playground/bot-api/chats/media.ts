import type { Message, PhotoSize } from '@grammyjs/types';
import { type FileKind, type Files, type StoredFile, toDocument, type Upload } from './files.ts';
import { imageSize } from './image.ts';
import { refusal } from '../refusal.ts';

/** A message's media, by the name of its field. */
export type MediaKind = keyof typeof FILE_KINDS;

/** What its sender says about a media; nothing is read from the file itself. */
export interface MediaDetails {
  readonly durationSeconds?: number | undefined;
  readonly width?: number | undefined;
  readonly height?: number | undefined;
  readonly performer?: string | undefined;
  readonly title?: string | undefined;
  readonly emoji?: string | undefined;
  readonly thumbnail?: Upload | undefined;
}

/** Who keeps a media, and for which bots. */
export interface Keeper {
  readonly files: Files;
  readonly botIds: readonly number[];
}

const FILE_KINDS = {
  animation: 'Animation',
  audio: 'Audio',
  document: 'Document',
  photo: 'Photo',
  sticker: 'Sticker',
  video: 'Video',
  video_note: 'VideoNote',
  voice: 'VoiceNote',
} as const satisfies Readonly<Record<string, FileKind>>;

/** [T] Upload limit of the cloud server; its 413 comes from the proxy before it. */
const MAX_UPLOAD_BYTES = 50 * 1024 * 1024;
/** [TD] FileLoaderUtils.cpp, check_full_local_location. */
const MAX_PHOTO_BYTES = 10 * 1024 * 1024;
/** [TD] FileLoaderUtils.cpp: a bigger thumbnail is left out, not refused. */
const MAX_THUMBNAIL_BYTES = 200 * 1024 - 1;
const MAX_PHOTO_SIDES = 10_000;
const MAX_PHOTO_RATIO = 20;
/** The longest side of the sizes that Telegram makes of a photo. */
const PHOTO_STEPS = [90, 320, 800, 1_280];
/** [S] MAX_DURATION, MAX_LENGTH. */
const MAX_DURATION_SECONDS = 86_400;
const MAX_SIDE = 10_000;

/** Keeps an upload and says what a message with it carries. @throws {Refusal} */
export function keepMedia(
  { files, botIds }: Keeper,
  kind: MediaKind,
  upload: Upload,
  details: MediaDetails,
): Partial<Message> {
  checkSize(kind, upload);
  const size = imageSize(upload.bytes);
  if (kind === 'photo') checkPhoto(size);
  const file = files.keep(botIds, FILE_KINDS[kind], upload);
  const keep = (as: FileKind, bytes: Uint8Array): StoredFile =>
    files.keep(botIds, as, { name: upload.name, bytes });
  if (kind === 'photo' && size) {
    const smaller = PHOTO_STEPS.filter((step) => step < Math.max(size.width, size.height));
    const sizes = smaller.map((step) => ({ file: keep('Photo', upload.bytes), step }));
    const photo = [
      // No picture is made smaller here: the file of every size is the whole one.
      ...sizes.map((it) => ({ ...idsOf(it.file), ...scale(size, it.step) })),
      { ...idsOf(file), ...size, file_size: upload.bytes.length },
    ];
    for (const it of [file, ...sizes.map((made) => made.file)]) it.media = { photo };
    return { photo };
  }
  const thumbnail = toThumbnail(details.thumbnail, keep);
  const media = describe(kind, file, { ...size, ...definedOf(details) }, thumbnail);
  file.media = media;
  return media;
}

/** What a message with a file that Telegram has already carries. @throws {Refusal} */
export function mediaOf(
  files: Files,
  botId: number,
  kind: MediaKind,
  fileId: string,
): Partial<Message> {
  const file = files.find(botId, fileId);
  if (!file) {
    // [TD] FileManager.cpp, from_persistent_id; the reasons are those of base64url_decode.
    const reason = /[^\w-]/u.test(fileId) ? 'Wrong character in the string' : 'Wrong string length';
    throw refusal(`Wrong remote file identifier specified: ${reason}`);
  }
  // [TD] FileManager.cpp, check_input_file_id. Stricter than TDLib among documents, whose kind its
  // server decides anew: a bot that mixes up ids shall see it.
  if (file.kind !== FILE_KINDS[kind])
    throw refusal(`Can't use file of type ${file.kind} as ${FILE_KINDS[kind]}`);
  return file.media ?? {};
}

function checkSize(kind: MediaKind, { bytes: { length } }: Upload): void {
  if (length === 0) throw refusal('File must be non-empty');
  if (length > MAX_UPLOAD_BYTES) throw refusal('Request Entity Too Large', 413);
  if (kind !== 'photo' || length <= MAX_PHOTO_BYTES) return;
  const limit = `the maximum size is ${MAX_PHOTO_BYTES} bytes`;
  throw refusal(`File of size ${length} bytes is too big for a photo; ${limit}`);
}

function checkPhoto(size: { width: number; height: number } | undefined): void {
  if (!size) throw refusal('IMAGE_PROCESS_FAILED');
  const [short, long] = [Math.min(size.width, size.height), Math.max(size.width, size.height)];
  if (short + long > MAX_PHOTO_SIDES || long > MAX_PHOTO_RATIO * short)
    throw refusal('PHOTO_INVALID_DIMENSIONS');
}

function describe(
  kind: MediaKind,
  file: StoredFile,
  details: MediaDetails,
  thumbnail: { readonly thumbnail?: PhotoSize },
): Partial<Message> {
  const { performer, title, emoji } = details;
  const ids = { ...idsOf(file), file_size: file.bytes.length };
  const duration = clamp(details.durationSeconds, MAX_DURATION_SECONDS);
  const sides = { width: clamp(details.width, MAX_SIDE), height: clamp(details.height, MAX_SIDE) };
  const named = (family: string, otherwise: string) => ({
    file_name: file.name,
    mime_type: file.contentType?.startsWith(`${family}/`) ? file.contentType : otherwise,
  });
  switch (kind) {
    case 'animation': {
      // A GIF becomes a video without sound. `document` is there for bots older than animations.
      const animation = {
        ...ids,
        ...sides,
        duration,
        ...named('video', 'video/mp4'),
        ...thumbnail,
      };
      const document = { ...ids, ...named('video', 'video/mp4'), ...thumbnail };
      return { animation, document };
    }
    case 'audio': {
      const tags = { ...(performer ? { performer } : {}), ...(title ? { title } : {}) };
      return {
        audio: { ...ids, duration, ...tags, ...named('audio', 'audio/mpeg'), ...thumbnail },
      };
    }
    case 'sticker': {
      const format = {
        is_animated: /\.tgs$/iu.test(file.name),
        is_video: /\.webm$/iu.test(file.name),
      };
      const side = { width: sides.width || 512, height: sides.height || 512 };
      return {
        sticker: { ...ids, type: 'regular', ...side, ...format, ...(emoji ? { emoji } : {}) },
      };
    }
    case 'video':
      return {
        video: { ...ids, ...sides, duration, ...named('video', 'video/mp4'), ...thumbnail },
      };
    case 'video_note':
      return { video_note: { ...ids, length: sides.width, duration, ...thumbnail } };
    case 'voice': {
      const { mime_type } = named('audio', 'audio/ogg');
      return { voice: { ...ids, duration, mime_type } };
    }
    case 'document':
    case 'photo':
      return { document: { ...toDocument(file), ...thumbnail } };
  }
}

function toThumbnail(
  upload: Upload | undefined,
  keep: (kind: FileKind, bytes: Uint8Array) => StoredFile,
): { readonly thumbnail?: PhotoSize } {
  const size = upload && imageSize(upload.bytes);
  if (!upload || !size || upload.bytes.length > MAX_THUMBNAIL_BYTES) return {};
  const file = keep('Thumbnail', upload.bytes);
  return { thumbnail: { ...idsOf(file), ...size, file_size: file.bytes.length } };
}

function idsOf({ file_id, file_unique_id }: StoredFile) {
  return { file_id, file_unique_id };
}

function definedOf(details: MediaDetails): MediaDetails {
  return Object.fromEntries(
    Object.entries(details).filter(([, value]) => value !== undefined && value !== 0),
  );
}

function scale(size: { width: number; height: number }, longest: number) {
  const by = longest / Math.max(size.width, size.height);
  const side = (length: number): number => Math.max(1, Math.round(length * by));
  return { width: side(size.width), height: side(size.height) };
}

function clamp(value: number | undefined, max: number): number {
  return Math.min(Math.max(value ?? 0, 0), max);
}
