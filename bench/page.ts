import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const PAGE = path.join(import.meta.dirname, '../docs/reference/performance.md');

/** Puts `text` between `<!-- mark -->` and `<!-- /mark -->` of the page about performance. */
export function writeInto(mark: string, text: string): void {
  const page = readFileSync(PAGE, 'utf8');
  const marked = new RegExp(`(<!-- ${mark} -->\n)[\\s\\S]*?(<!-- /${mark} -->)`, 'u');
  if (!marked.test(page)) throw new Error(`${PAGE} has no place for "${mark}"`);
  writeFileSync(
    PAGE,
    page.replace(marked, (_, start: string, end: string) => `${start}\n${text}\n\n${end}`),
  );
}
