import type { Document } from '@grammyjs/types';
import { refusal } from './refusal.ts';

/** A file as it came in, from a bot or from a person. */
export interface Upload {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly contentType?: string | undefined;
}

/** A file that Telegram keeps. */
export interface StoredFile extends Upload {
  readonly file_id: string;
  readonly file_unique_id: string;
  /** Ids are good for one bot only. */
  readonly botId: number;
  readonly path: string;
}

/** Everything that was ever uploaded. */
export interface Files {
  /** Keeps the upload and names it for this bot. */
  keep(botId: number, folder: 'documents' | 'photos', upload: Upload): StoredFile;
  /** The file that this bot knows by that id. */
  find(botId: number, fileId: string): StoredFile | undefined;
  /** Makes the file available for download and says where. @throws {Refusal} when it is too big */
  publish(file: StoredFile): string;
  /** What a download gets, once published. */
  download(botId: number, path: string): StoredFile | undefined;
}

/** A bot can download no more than this. */
const DOWNLOAD_LIMIT_BYTES = 20 * 1024 * 1024;

/** An empty store. */
export function fileStore(): Files {
  const byId = new Map<string, StoredFile>();
  const published = new Set<StoredFile>();

  return {
    keep(botId, folder, upload) {
      const number = byId.size + 1;
      const extension = /\.[A-Za-z0-9]{1,10}$/u.exec(upload.name)?.[0] ?? '';
      const file: StoredFile = {
        ...upload,
        botId,
        file_id: Buffer.from(`${folder}:${botId}:${number}`).toString('base64url'),
        file_unique_id: Buffer.from(`unique:${number}`).toString('base64url'),
        path: `${folder}/file_${number}${extension}`,
      };
      byId.set(file.file_id, file);
      return file;
    },
    find(botId, fileId) {
      const file = byId.get(fileId);
      return file?.botId === botId ? file : undefined;
    },
    publish(file) {
      if (file.bytes.length > DOWNLOAD_LIMIT_BYTES) throw refusal('file is too big');
      published.add(file);
      return file.path;
    },
    download(botId, path) {
      return [...published].find((file) => file.botId === botId && file.path === path);
    },
  };
}

/** The file as a message names it. */
export function toDocument(file: StoredFile): Document {
  const { file_id, file_unique_id, name, bytes, contentType } = file;
  return {
    file_id,
    file_unique_id,
    file_name: name,
    mime_type: contentType ?? 'application/octet-stream',
    file_size: bytes.length,
  };
}
