import type { File } from '@grammyjs/types';
import type { Stage } from './stage.ts';

/** A file of the chat, or why there is none. */
export type Download =
  | {
      readonly kind: 'file';
      readonly bytes: Uint8Array<ArrayBuffer>;
      readonly image: string | undefined;
    }
  | { readonly kind: 'not-found' }
  | { readonly kind: 'too-big' };

/** Gets a file the way bots get it, with the same limit of 20 MB. */
export async function download(
  { emulator, bot, apiRoot }: Stage,
  fileId: string,
): Promise<Download> {
  const answer = await emulator.call(bot.token, 'getFile', { file_id: fileId });
  if (!answer.ok) return { kind: answer.description.includes('too big') ? 'too-big' : 'not-found' };
  const { file_path: filePath = '' } = answer.result as File;
  const response = await fetch(`${apiRoot}/file/bot${bot.token}/${filePath}`);
  if (!response.ok) return { kind: 'not-found' };
  const bytes = new Uint8Array(await response.arrayBuffer());
  return { kind: 'file', bytes, image: imageType(bytes) };
}

/** By the first bytes, not by the name: SVG and HTML must never be shown as a page of ours. */
function imageType(bytes: Uint8Array): string | undefined {
  const start = Buffer.from(bytes.subarray(0, 4)).toString('latin1');
  if (start === '\u0089PNG') return 'image/png';
  return start.startsWith('\u00FF\u00D8\u00FF') ? 'image/jpeg' : undefined;
}
