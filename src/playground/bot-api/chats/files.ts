import type { Document, Message } from '@grammyjs/types';
import { refusal } from '../refusal.ts';

/** A file as it came in, from a bot or from a person. */
export interface Upload {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly contentType?: string | undefined;
}

/** Folder of the download path, by what the file is kept as; the names are those of TDLib. */
const FOLDERS = {
  Animation: 'animations',
  Audio: 'music',
  Document: 'documents',
  Photo: 'photos',
  Sticker: 'stickers',
  Thumbnail: 'thumbnails',
  Video: 'videos',
  VideoNote: 'video_notes',
  VoiceNote: 'voice',
} as const;

/** What Telegram keeps a file as, in the words of its refusals. An id serves that use alone. */
export type FileKind = keyof typeof FOLDERS;

/** A file that Telegram keeps. */
export interface StoredFile extends Upload {
  readonly file_id: string;
  readonly file_unique_id: string;
  readonly kind: FileKind;
  /** Ids are good for the bots that got the file, and for no other. */
  botIds: readonly number[];
  readonly path: string;
  /** What a message with it carries, however often it is sent again. */
  media?: Partial<Message>;
}

/** Everything that was uploaded. */
export interface Files {
  /** Keeps the upload and names it for these bots. */
  keep(botIds: readonly number[], kind: FileKind, upload: Upload): StoredFile;
  /** The file that this bot knows by that id. */
  find(botId: number, fileId: string): StoredFile | undefined;
  /** Makes the id good for these bots too: a person passed the file on to them. */
  share(fileId: string, botIds: readonly number[]): void;
  /** Makes the file available for download and says where. @throws {Refusal} when it is too big */
  publish(file: StoredFile): string;
  /** What a download gets, once published. */
  download(botId: number, path: string): StoredFile | undefined;
  /** Forgets all; no id is ever given again. */
  clear(): void;
}

/** The common ones; td has a table of all. */
const MIME_TYPES: ReadonlyMap<string, string> = new Map([
  ['.csv', 'text/csv'],
  ['.gif', 'image/gif'],
  ['.gz', 'application/gzip'],
  ['.html', 'text/html'],
  ['.jpeg', 'image/jpeg'],
  ['.jpg', 'image/jpeg'],
  ['.json', 'application/json'],
  ['.mp3', 'audio/mpeg'],
  ['.mp4', 'video/mp4'],
  ['.pdf', 'application/pdf'],
  ['.png', 'image/png'],
  ['.svg', 'image/svg+xml'],
  ['.txt', 'text/plain'],
  ['.webp', 'image/webp'],
  ['.xml', 'application/xml'],
  ['.zip', 'application/zip'],
]);

/** A bot can download no more than this. */
const DOWNLOAD_LIMIT_BYTES = 20 * 1024 * 1024;

/** An empty store. */
export function fileStore(): Files {
  let number = 0;
  const byId = new Map<string, StoredFile>();
  const published = new Map<string, StoredFile>();

  return {
    keep(botIds, kind, upload) {
      number += 1;
      const extension = extensionOf(upload.name);
      const folder = FOLDERS[kind];
      const file: StoredFile = {
        ...upload,
        kind,
        botIds,
        file_id: Buffer.from(`${folder}:${botIds.join()}:${number}`).toString('base64url'),
        file_unique_id: Buffer.from(`unique:${number}`).toString('base64url'),
        path: `${folder}/file_${number}${extension}`,
      };
      byId.set(file.file_id, file);
      return file;
    },
    find(botId, fileId) {
      const file = byId.get(fileId);
      return file?.botIds.includes(botId) ? file : undefined;
    },
    share(fileId, botIds) {
      const file = byId.get(fileId);
      if (file) file.botIds = [...new Set([...file.botIds, ...botIds])];
    },
    publish(file) {
      if (file.bytes.length > DOWNLOAD_LIMIT_BYTES) throw refusal('file is too big');
      published.set(file.path, file);
      return file.path;
    },
    download(botId, path) {
      const file = published.get(path);
      return file?.botIds.includes(botId) ? file : undefined;
    },
    clear() {
      byId.clear();
      published.clear();
    },
  };
}

function extensionOf(name: string): string {
  return /\.[A-Za-z0-9]{1,10}$/u.exec(name)?.[0] ?? '';
}

/** The file as a message names it; what it is goes by the name ([TD] DocumentsManager). */
export function toDocument(file: StoredFile): Document {
  const { file_id, file_unique_id, name, bytes, contentType } = file;
  return {
    file_id,
    file_unique_id,
    file_name: name,
    mime_type:
      MIME_TYPES.get(extensionOf(name).toLowerCase()) ?? contentType ?? 'application/octet-stream',
    file_size: bytes.length,
  };
}
