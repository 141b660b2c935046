import type { LinkPreviewOptions } from '@grammyjs/types';
import { fieldReader, isFields } from '../keyboards/fields.ts';
import { refusal } from '../refusal.ts';

const FLAGS = [
  'is_disabled',
  'prefer_small_media',
  'prefer_large_media',
  'show_above_text',
] as const;

/** Reads `link_preview_options`; nothing when they change nothing. [S] get_link_preview_options. */
export function readLinkPreview(value: unknown): LinkPreviewOptions | undefined {
  if (value === undefined) return undefined;
  if (!isFields(value)) throw refusal('Object expected as link preview options');
  const read = fieldReader(value, '');
  const options: LinkPreviewOptions = {};
  for (const name of FLAGS) if (read.flag(name)) options[name] = true;
  const url = read.optionalText('url');
  if (url) options.url = url;
  return Object.keys(options).length > 0 ? options : undefined;
}
