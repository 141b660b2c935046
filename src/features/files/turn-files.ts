import type { SentFile } from '#kernel/sent-file.ts';
import { toFileName } from '#lib/file-path.ts';
import { UNSEEN_BY_GIT } from '#ports/files/port.ts';
import type { Card } from '#kernel/card.ts';
import type { Say } from '#kernel/language.ts';
import { failedCard, fetchAll, forget } from './fetch.ts';
import type { FilePorts } from './ports.ts';
import { shownPath, tooBigCard } from './shown.ts';

/** What a turn was given. */
interface Brought {
  /** From the project's folder on. */
  readonly paths: readonly string[];
}

/** Pictures that models read; others are files like all. */
const PICTURES: Readonly<Record<string, string>> = {
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  webp: 'image/webp',
  gif: 'image/gif',
};
/** The gateway refuses a larger one. */
const MOST_PICTURE_BYTES = 6_000_000;
/** One frame to the gateway holds 25 MiB, as base64. */
const MOST_PICTURES_BYTES = 15_000_000;

/** Brings files that somebody sent to the agent: into a folder that git does not see. */
export function turnFiles(ports: FilePorts) {
  const { files, downloads, git, workspace } = ports;
  return {
    /** Resolves with where they lie, or with what to tell the person. Does it again after a crash. */
    async bring(
      project: string,
      operationId: string,
      sent: readonly SentFile[],
      signal: AbortSignal,
      say: Say,
    ): Promise<Brought | { readonly refusal: Card }> {
      try {
        const fetched = await fetchAll(downloads, operationId, sent, signal);
        const bad = fetched.filter(({ kind }) => kind !== 'done');
        const big = sent.filter((_, at) => fetched[at]?.kind === 'too-big');
        if (big.length > 0) return { refusal: tooBigCard(big, downloads.limits, say) };
        if (bad.length > 0) return { refusal: failedCard(bad, say) };
        await git.hide(workspace.directory(project), UNSEEN_BY_GIT);
        const paths: string[] = [];
        for (const [at, file] of sent.entries()) {
          const got = await downloads.fetch(`${operationId}:${at}`, file, signal);
          if (got.kind !== 'done')
            return { refusal: failedCard([{ ...got, name: file.name }], say) };
          const folder = operationId.replaceAll(/[^a-z0-9-]+/giu, '-').slice(-60);
          const put = await files.putInbox(project, folder, toFileName(file.name), got.file);
          if (put.kind === 'blocked')
            return { refusal: { text: say('files-blocked', { path: shownPath(put.at) }) } };
          if (!paths.includes(put.path)) paths.push(put.path);
        }
        return { paths };
      } finally {
        await forget(downloads, operationId, sent.length);
      }
    },

    /** The pictures among them, as the gateway takes them. */
    async pictures(project: string, paths: readonly string[]) {
      const found: { name: string; mimeType: string; content: Uint8Array }[] = [];
      let bytes = 0;
      for (const path of paths) {
        const mimeType = PICTURES[path.split('.').at(-1)?.toLowerCase() ?? ''];
        if (mimeType === undefined) continue;
        const content = await files.read(project, path, MOST_PICTURE_BYTES + 1);
        if (!content || content.length === 0 || content.length > MOST_PICTURE_BYTES) continue;
        bytes += content.length;
        if (bytes > MOST_PICTURES_BYTES) break;
        found.push({ name: path.split('/').at(-1) ?? 'picture', mimeType, content });
      }
      return found;
    },
  };
}
