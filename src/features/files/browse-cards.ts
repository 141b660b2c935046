import { type Button, type Card, fenced, plain } from '#kernel/card.ts';
import type { Say } from '#kernel/language.ts';
import { iconOf } from './icons.ts';
import { quoted } from '#lib/quoted.ts';
import { shorten } from '#lib/text.ts';
import { visible, visibleName } from '#lib/visible.ts';
import type { FolderEntry, Found } from '#ports/files/port.ts';
import { shownPath } from './shown.ts';

/** What the card shows. */
export interface Page {
  readonly project: string;
  readonly id: string;
  readonly path: string;
  /** Counts from 0. */
  readonly page: number;
}

const ROWS = 8;
const LABEL_CHARS = 34;
const PREVIEW_LINES = 30;
const PREVIEW_LINE_CHARS = 160;
const PREVIEW_CHARS = 2_400;
/** Large, and made by programs: shown by name alone. */
const FOLDED: ReadonlySet<string> = new Set(['node_modules']);

/** A folder, one page of it, each thing a tap away. */
export function folderCard(
  wanted: Page,
  { entries, more }: Extract<Found, { kind: 'folder' }>,
  say: Say,
): Card {
  const { project, path } = wanted;
  const pages = Math.max(1, Math.ceil(entries.length / ROWS));
  const page = Math.min(wanted.page, pages - 1);
  const shown = entries.slice(page * ROWS, (page + 1) * ROWS);
  const rows = shown.flatMap((entry) => row(wanted, entry, say));
  const turn = (label: string, to: number): Button => view(wanted, label, path, to);
  const last: readonly Button[] = [
    ...(page > 0 ? [turn('◀', page - 1)] : []),
    ...(path === '' ? [] : [view(wanted, `⬆ ${say('files-up')}`, above(path))]),
    ...(page + 1 < pages ? [turn('▶', page + 1)] : []),
  ];
  const download: readonly Button[] =
    entries.length === 0 ? [] : [downloadButton(project, path, say('files-zip'))];
  const folders = entries.filter(({ kind }) => kind === 'folder').length;
  const words = { folders, files: entries.length - folders, page: page + 1, pages };
  const parts = [
    `📂 ${crumbs(project, path)}`,
    entries.length === 0 ? say('files-empty') : say('files-counts', words),
    ...(more > 0 ? [say('files-more', { count: more })] : []),
  ];
  return {
    text: parts.join('\n\n'),
    ring: false,
    buttons: [...rows.map((button) => [button]), last, download].filter(({ length }) => length > 0),
  };
}

/** A file: its size, its first lines, and what can be done with it. */
export function fileCard(
  wanted: Page,
  { sizeBytes, head }: { readonly sizeBytes: number; readonly head: Uint8Array | undefined },
  { say, mayExplain }: { readonly say: Say; readonly mayExplain: boolean },
): Card {
  const { project, path } = wanted;
  const text = head && textOf(head);
  const lines = text === undefined ? undefined : preview(text, (head?.length ?? 0) < sizeBytes);
  const explain = { label: say('files-explain'), command: 'explain', words: [quoted(path)] };
  const picture = { ...downloadButton(project, path, say('files-show')), command: 'download_of' };
  const isPicture = /\.(?:png|jpe?g)$/iu.test(path);
  const parts = [
    `${iconOf(path)} ${crumbs(project, path)} · ${say('files-size', { size: { bytes: sizeBytes } })}`,
    lines === undefined ? say('files-binary') : lines.text,
    ...(lines?.isCut ? [say('files-cut')] : []),
  ];
  return {
    text: parts.join('\n\n'),
    ring: false,
    buttons: [
      [
        downloadButton(project, path, say('files-download')),
        ...(isPicture ? [{ ...picture, words: [project, 'photo', path] }] : []),
        ...(mayExplain && lines ? [explain] : []),
      ],
      [view(wanted, `⬅ ${say('files-back')}`, above(path))],
    ],
  };
}

function row(wanted: Page, entry: FolderEntry, say: Say): readonly Button[] {
  const { name, kind, sizeBytes, isLocked } = entry;
  const path = wanted.path === '' ? name : `${wanted.path}/${name}`;
  const label = shorten(visibleName(name), LABEL_CHARS);
  if (isLocked) return [view(wanted, `🔒 ${label}`, path)];
  if (kind === 'folder') {
    const note = FOLDED.has(name) ? ` · ${say('files-folded')}` : '';
    return [view(wanted, `📁 ${label}/${note}`, path)];
  }
  if (kind === 'link') return [view(wanted, `🔗 ${label}`, path)];
  if (kind === 'other') return [view(wanted, `⚙️ ${label}`, path)];
  const size = say('files-size', { size: { bytes: sizeBytes } });
  return [view(wanted, `${iconOf(name)} ${label} · ${size}`, path)];
}

function view({ project, id }: Page, label: string, path: string, page = 0): Button {
  return { label, command: 'files_view', words: [project, id, String(page), path] };
}

function downloadButton(project: string, path: string, label: string): Button {
  return { label, command: 'download_of', words: [project, 'file', path] };
}

function above(path: string): string {
  return path.split('/').slice(0, -1).join('/');
}

function crumbs(project: string, path: string): string {
  const parts = path.split('/').filter((part) => part !== '');
  return [`**${plain(project)}**`, ...parts.map(shownPath)].join(' / ');
}

function textOf(head: Uint8Array): string | undefined {
  if (head.includes(0)) return undefined;
  const text = Buffer.from(head).toString('utf8');
  // Of a cut file the last character may be half of one.
  return text.slice(0, -4).includes('\ufffd') ? undefined : text.replace(/\ufffd$/u, '');
}

function preview(
  text: string,
  isMore: boolean,
): { readonly text: string; readonly isCut: boolean } {
  const all = text.replace(/\n$/u, '').split('\n');
  const lines: string[] = [];
  let chars = 0;
  for (const line of all.slice(0, PREVIEW_LINES)) {
    const seen = Array.from(visible(line.replaceAll('\t', '  ').replace(/\r$/u, '')));
    const shown =
      seen.length > PREVIEW_LINE_CHARS
        ? `${seen.slice(0, PREVIEW_LINE_CHARS).join('')}…`
        : seen.join('');
    chars += shown.length;
    if (chars > PREVIEW_CHARS) break;
    lines.push(shown);
  }
  return { text: fenced(lines.join('\n')), isCut: isMore || lines.length < all.length };
}
