import { expect, it } from 'vitest';
import { differences } from './fix-test.ts';

function failing(path: string, assertion: string): string {
  return `test at ${path}:5:1\n✖ a test (1ms)\n  AssertionError [ERR_ASSERTION]: differ:\n${assertion}\n      at x\n`;
}

it('reads texts that differ from a line, a diff and an object', () => {
  const output = `✖ failing tests:\n\n${[
    failing('src/a.test.ts', "  \n  'pung' !== 'pong'\n  "),
    failing('src/b.test.ts', '  + actual - expected\n  \n  + "it\'s a"\n  - "it\'s b"\n  '),
    failing(
      'src/c.test.ts',
      "  + actual - expected\n\n    {\n  +   message: 'x',\n  -   message: 'y',\n    }",
    ),
  ].join('\n')}`;

  expect(differences(output)).toEqual([
    { path: 'src/a.ts', actual: 'pung', expected: 'pong' },
    { path: 'src/b.ts', actual: "it's a", expected: "it's b" },
    { path: 'src/c.ts', actual: 'x', expected: 'y' },
  ]);
});

it('leaves alone what is not one text against another', () => {
  const output = [
    failing('src/a.test.ts', '  405 !== 404'),
    failing('src/b.test.ts', "  + 'a'\n  + 'b'\n  - 'c'"),
    failing('src/c.test.ts', "  + 'a'"),
    failing('src/plain.ts', "  'a' !== 'b'"),
    failing('src/d.test.ts', String.raw`  'it\'s' !== 'its'`),
  ].join('\n');

  expect(differences(output)).toEqual([]);
  expect(differences('')).toEqual([]);
});
