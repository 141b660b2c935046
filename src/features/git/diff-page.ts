import { createRequire } from 'node:module';
import type { html as renderHtml } from 'diff2html';
import { readFile } from 'node:fs/promises';
import type { Say } from '#kernel/language.ts';
import { visible, visibleName } from '#lib/visible.ts';
import type { DiffFile, Hunk } from '#ports/git/diff.ts';

/** What the page shows. */
export interface DiffPage {
  /** `en` or `ru`. */
  readonly language: string;
  readonly title: string;
  readonly subtitle: string;
  readonly files: readonly DiffFile[];
  /** Of each file, in the same order. */
  readonly hunks: readonly (readonly Hunk[])[];
}

/**
 * The comparison as one page that asks for nothing from outside, runs no program, and is read on a
 * phone as well as on a desk, by day and by night.
 */
export async function renderPage(page: DiffPage, say: Say): Promise<string> {
  // Loaded with the first page: most processes never need it.
  const { html } = await import('diff2html');
  const theirs = createRequire(import.meta.url).resolve('diff2html/bundles/css/diff2html.min.css');
  const ours = new URL('diff-page.css', import.meta.url);
  const css = await Promise.all([theirs, ours].map((file) => readFile(file, 'utf8')));
  const { files, hunks } = page;
  const list = files.map(
    (file, at) => `<li><a href="#f${at}">${escaped(nameOf(file))}</a> ${numbersOf(file, say)}</li>`,
  );
  const sections = files.map((file, at) => {
    const found = hunks[at] ?? [];
    const body =
      found.length > 0
        ? html([toDiffFile(file, found, say)], OPTIONS)
        : `<p>${escaped(say(file.isBinary ? 'diff-no-text' : 'diff-no-lines'))}</p>`;
    const head = `<h2>${escaped(nameOf(file))} ${numbersOf(file, say)}</h2>`;
    return `<section id="f${at}">${head}\n${body}</section>`;
  });
  return `<!doctype html>
<html lang="${escaped(page.language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escaped(page.title)}</title>
<style>${css.join('\n')}</style>
</head>
<body>
<header><h1>${escaped(page.title)}</h1><p>${escaped(page.subtitle)}</p></header>
<main>
<ol>${list.join('\n')}</ol>
${sections.join('\n')}
</main>
</body>
</html>
`;
}

const OPTIONS = {
  outputFormat: 'line-by-line',
  drawFileList: false,
  colorScheme: 'auto',
  matching: 'none',
  // Words within a longer line are not compared: that takes long, and helps nobody.
  maxLineLengthHighlight: 400,
  rawTemplates: {
    'line-by-line-file-diff':
      '<table class="d2h-diff-table"><tbody class="d2h-diff-tbody">{{{diffs}}}</tbody></table>',
  },
} as NonNullable<Parameters<typeof renderHtml>[1]>;

type Rendered = Exclude<Parameters<typeof renderHtml>[0], string>[number];

/** Its own reader of diffs can be led astray by lines that look like headers: ours cannot. */
function toDiffFile(file: DiffFile, hunks: readonly Hunk[], say: Say): Rendered {
  const blocks = hunks.map(({ oldStart, newStart, heading, lines }) => {
    let oldNumber = oldStart;
    let newNumber = newStart;
    const shown = lines.flatMap(({ sign, text, isUnended }) => {
      const content = `${sign}${visible(text.replaceAll('\t', TAB)).replaceAll(TAB, '\t')}`;
      const line =
        sign === '+'
          ? { type: 'insert', content, newNumber: newNumber++ }
          : sign === '-'
            ? { type: 'delete', content, oldNumber: oldNumber++ }
            : { type: 'context', content, oldNumber: oldNumber++, newNumber: newNumber++ };
      const end = { type: 'context', content: ` ⟨${say('diff-no-end')}⟩` };
      return isUnended ? [line, end] : [line];
    });
    const header = `@@ -${oldStart} +${newStart} @@ ${visible(heading)}`;
    return { oldStartLine: oldStart, newStartLine: newStart, header, lines: shown };
  });
  return {
    oldName: 'a',
    newName: 'a',
    addedLines: file.added,
    deletedLines: file.removed,
    isCombined: false,
    isGitDiff: true,
    language: '',
    blocks,
  } as unknown as Rendered;
}

/** Stands for a tab, which a page shows well, while other control characters are made visible. */
const TAB = '\uE000';

function nameOf({ path, oldPath }: DiffFile): string {
  const name = visibleName(path);
  return oldPath === undefined ? name : `${visibleName(oldPath)} → ${name}`;
}

function numbersOf({ added, removed, change, oldMode, newMode }: DiffFile, say: Say): string {
  const words = change === 'modified' || change === 'renamed' ? '' : say(`diff-change-${change}`);
  const isMode = change === 'modified' && oldMode !== newMode;
  const mode = isMode ? say('diff-mode', { from: oldMode, to: newMode }) : '';
  const more = escaped([words, mode].filter((each) => each !== '').join(' · '));
  return `<small><ins>+${added}</ins> <del>−${removed}</del> ${more}</small>`;
}

function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/gu, (character) => `&#${character.charCodeAt(0)};`);
}
