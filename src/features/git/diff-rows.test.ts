import { expect, it } from 'vitest';
import { render } from '#telegram/render/render.ts';
import { columnsOf } from '#telegram/render/width.ts';
import { fenced } from '#kernel/card.ts';
import type { Hunk } from '#ports/git/diff.ts';
import { toPages, toRows } from './diff-rows.ts';

const hunk = (lines: Hunk['lines']): Hunk => ({ oldStart: 1, newStart: 1, heading: '', lines });

it('fits every page on the screen of a phone and loses no character', () => {
  const texts = [
    'x'.repeat(5_000),
    '日本語'.repeat(200),
    '👩‍💻'.repeat(100),
    'Ünïcödé файл '.repeat(30),
    '👨‍👩‍👧‍👦'.repeat(400),
    `a${'\u0301'.repeat(9_000)}`,
    `a${'\u0301'.repeat(50)}`.repeat(400),
    '',
    '```',
  ];
  const rows = toRows([hunk(texts.map((text) => ({ sign: '+', text })))], 'no end');
  const pages = toPages(rows);

  expect(pages.flat()).toEqual(rows);
  for (const page of pages) {
    expect(page.length).toBeLessThanOrEqual(24);
    for (const row of page) expect(columnsOf(row)).toBeLessThanOrEqual(37);
    const shown = render(fenced(page.join('\n'), 'diff')).text;
    expect(shown.length).toBeLessThan(4_000);
    expect(shown).toContain(page[0]?.trimEnd());
  }
  const joined = rows
    .slice(1)
    .reduce(
      (all, row) => (row.startsWith('+↳') ? all + row.slice(2) : `${all}\n${row.slice(1)}`),
      '',
    );
  expect(joined).toBe(`\n${texts.join('\n')}`);
});

it('shows what hides: tabs, marks that turn text, and an end that is missing', () => {
  const rows = toRows(
    [
      hunk([
        { sign: '-', text: '\tif (a\u202E) {\r' },
        { sign: '+', text: 'b', isUnended: true },
      ]),
    ],
    'no end of line',
  );
  expect(rows).toEqual(['@@ -1 +1 @@', '-⇥ if (a⟨U+202E⟩) {␍', '+b', '\\ no end of line']);
});

it('has one page for nothing', () => {
  expect(toPages([])).toEqual([[]]);
});
