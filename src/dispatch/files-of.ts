import type { SentFile } from '#kernel/sent-file.ts';
import type { Media, Request } from './request.ts';

/** What Telegram sends with bytes in it, and what such a file is called when nobody named it. */
const ENDINGS: Readonly<Record<string, string>> = {
  document: 'bin',
  photo: 'jpg',
  animation: 'mp4',
  video: 'mp4',
  video_note: 'mp4',
  audio: 'mp3',
  voice: 'ogg',
};
const MOST_FILES = 20;

/** The files of a request, with names that are the same whenever it is handled. */
export function filesOf({ id, media = [] }: Pick<Request, 'id' | 'media'>): readonly SentFile[] {
  const number = id.split(':').at(-1)?.replaceAll(/\D+/gu, '') ?? '';
  const files = media.filter(({ what, fileId }) => fileId !== undefined && what in ENDINGS);
  return files.slice(0, MOST_FILES).map((each, at) => toFile(each, `${number}-${at + 1}`));
}

function toFile({ what, fileId = '', name, sizeBytes }: Media, number: string): SentFile {
  const size = sizeBytes === undefined ? {} : { sizeBytes };
  if (name !== undefined && name.trim() !== '') return { what, fileId, name, ...size };
  const made = `${what.replaceAll('_', '-')}-${number}.${ENDINGS[what] ?? 'bin'}`;
  return { what, fileId, name: made, isNameless: true, ...size };
}
