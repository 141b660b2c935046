import path from 'node:path';
import { expect, it } from 'vitest';

const file = path.join(import.meta.dirname, 'assets/message/highlight.js');
const { highlight } = (await import(file)) as {
  highlight(this: void, code: string, language: string): [string | undefined, string][];
};

const looksOf = (code: string, language: string) =>
  highlight(code, language).filter(([look]) => look !== undefined);

it.each([
  ['ts', "const a = 'b'; // 1", ['keyword', 'string', 'comment']],
  ['python', 'def f():  # x\n  return "y"', ['keyword', 'name', 'comment', 'keyword', 'string']],
  ['sh', 'echo "$HOME" # go', ['keyword', 'string', 'comment']],
  ['json', '{"a": 1, "b": "c"}', ['name', 'number', 'name', 'string']],
  ['yaml', 'name: shop # ours', ['name', 'comment']],
  ['go', 'func main() {}', ['keyword', 'name']],
  ['sql', 'SELECT 1', ['keyword', 'number']],
  ['html', '<b class="x">', ['keyword', 'name', 'string', 'keyword']],
])('tells apart what stands in %s', (language, code, looks) => {
  expect(looksOf(code, language).map(([look]) => look)).toEqual(looks);
});

it.each(['ts', 'python', 'sh', 'json', 'yaml', 'css', 'html', 'sql', 'rust', 'klingon', ''])(
  'loses no character of whatever is called %s',
  (language) => {
    const code = `a "b\nc' \\ /* d \u{1F600} \`\${e}\` # <f g='h'> -- 1.5e3 \u0000\n`.repeat(20);
    const pieces = highlight(code, language);

    expect(pieces.map(([, text]) => text).join('')).toBe(code);
  },
);

it('leaves what is huge plain, and is quick with what is hostile', () => {
  expect(highlight('const '.repeat(100_000), 'ts')).toHaveLength(1);
  const started = performance.now();
  for (const text of ['"', "'", '/*', '\\', '((((', '`', 'a.b-', '<!--'])
    for (const language of ['ts', 'python', 'yaml', 'html', 'css', 'sh'])
      highlight(text.repeat(10_000), language);

  expect(performance.now() - started).toBeLessThan(5_000);
});
