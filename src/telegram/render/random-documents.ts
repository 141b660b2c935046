import * as fc from 'fast-check';
import markdownIt from 'markdown-it';
import { safeText } from './safe-text.ts';

/** `SEED=1234` tries other documents than those of every run. */
export const seed = Number(process.env['SEED'] ?? 20_261_122);

const character = fc.constantFrom(
  ...Array.from('abcXYZ019жщюΩ漢字あ한글سلامשלום👍é'),
  '👩‍👩‍👧',
  '🇩🇪',
  'e\u0301',
  '\u200b',
  '\u200d',
  '\u2060',
);
const dirt = fc.string({
  unit: fc.constantFrom(
    ...Array.from('*_`~[]()<>#|\\!-+=@/&;:.^ \n\t'),
    '\u202e',
    '\u200f',
    '\u0007',
    '\ud800',
    '&amp;',
    '&#x202e;',
    '@vera',
    '/stop',
    '/etc',
    'main.py',
  ),
  maxLength: 8,
});
const longWord = fc
  .tuple(fc.string({ unit: character, minLength: 1, maxLength: 9 }), fc.nat({ max: 1_500 }))
  .map(([part, times]) => `§${part.repeat(times + 1)}`);
const word = fc.oneof(
  { weight: 60, arbitrary: fc.string({ unit: character, maxLength: 6 }).map((end) => `§${end}`) },
  { weight: 12, arbitrary: fc.constantFrom('@§', '/§', '@scope/§', '§.py', 'x@§.com', '#§') },
  { weight: 8, arbitrary: dirt },
  { weight: 1, arbitrary: longWord },
);
const words = fc.array(word, { minLength: 1, maxLength: 7 }).map((all) => all.join(' '));

const mark = fc.constantFrom<(text: string) => string>(
  (t) => t,
  (t) => `**${t}**`,
  (t) => `*${t}*`,
  (t) => `***${t}***`,
  (t) => `~~${t}~~`,
  (t) => `\`${t}\``,
  (t) => `**a _${t} ~~§~~_**`,
  (t) => `[${t}](https://example.org/${'a'.repeat(3)})`,
  (t) => `[${t}](javascript:alert)`,
  (t) => `[${t}](tg://user?id=1 "§")`,
  (t) => `![${t}](https://example.org/a.png)`,
  (t) => `[${t}](http://localhost:3000/a) https://e http://x.org:99999`,
  (t) => `<b>${t}</b>`,
  (t) => `${t}[^1]`,
  (t) => `${t}  \n§\\\n§`,
);
const line = fc
  .array(fc.tuple(mark, words), { minLength: 1, maxLength: 3 })
  .map((pieces) => pieces.map(([wrap, text]) => wrap(text)).join(' '));

const code = fc
  .tuple(
    fc.constantFrom('```', '~~~', '````', '```ts', '```diff', '~~~ c++', '```js title=§'),
    fc.array(fc.oneof(words, fc.constant('  if (§) {'), fc.constant('')), { maxLength: 6 }),
    fc.constantFrom('```', '~~~', '````', '', '``'),
    fc.integer({ min: 0, max: 79 }),
  )
  .map(([open, lines, close, more]) =>
    [open, ...lines, ...(more > 76 ? Array(more).fill('line §') : []), close].join('\n'),
  );
const table = fc
  .tuple(
    fc.oneof({ weight: 40, arbitrary: fc.nat({ max: 6 }) }, fc.constant(299)),
    fc.array(fc.array(line, { minLength: 1, maxLength: 7 }), { maxLength: 4 }),
    fc.constantFrom('---', ':-:', '--:', ':--'),
  )
  .map(([columns, rows, rule]) => {
    const header = `| ${Array(columns + 1)
      .fill('§')
      .join(' | ')} |`;
    const cells = rows.map((row) => `| ${row.map((c) => c.replaceAll('\n', ' ')).join(' | ')} |`);
    return [header, `|${`${rule}|`.repeat(columns + 1)}`, ...cells].join('\n');
  });
const nested = fc
  .tuple(fc.array(line, { minLength: 1, maxLength: 10 }), fc.constantFrom('- ', '1. ', '* [x] '))
  .map(([lines, bullet]) =>
    lines
      .map((text, at) => ' '.repeat(at * bullet.length) + bullet + text.replaceAll('\n', ' '))
      .join('\n'),
  );
const quote = fc
  .tuple(fc.array(line, { minLength: 1, maxLength: 8 }), fc.constantFrom('> ', '>', '> > '))
  .map(([lines, start]) =>
    lines.map((text) => start + text.replaceAll('\n', `\n${start}`)).join('\n'),
  );
const block = fc.oneof(
  { weight: 6, arbitrary: line },
  { weight: 2, arbitrary: line.map((text) => `## ${text.replaceAll('\n', ' ')}`) },
  { weight: 3, arbitrary: nested },
  { weight: 2, arbitrary: quote },
  { weight: 2, arbitrary: table },
  { weight: 3, arbitrary: code },
  { weight: 1, arbitrary: line.map((text) => `<div>${text}</div>`) },
  { weight: 1, arbitrary: line.map((text) => `[^1]: ${text}`) },
  { weight: 1, arbitrary: line.map((text) => `${text}\n===`) },
  { weight: 1, arbitrary: line.map((text) => `    ${text}`) },
  { weight: 1, arbitrary: fc.constantFrom('---', '***', '[§]: https://example.org') },
  { weight: 1, arbitrary: dirt },
);
/** Markdown as models and people write it, and worse; each word of it is another. */
export const document = fc
  .tuple(
    fc.array(fc.tuple(block, fc.constantFrom('\n', '\n\n', '\n\n\n')), { maxLength: 6 }),
    fc.nat({ max: 60 }),
  )
  .map(([blocks, factor]) => {
    let count = 0;
    const source = blocks.map(([text, gap]) => text + gap).join('');
    const repeated = factor === 60 ? source.repeat(12) : source;
    return repeated.replaceAll('§', () => `w${(count += 1)}x`);
  });

const reference = markdownIt({ html: true });
/** `text` without white space. */
export const bare = (text: string) => text.replaceAll(/\s+/gu, '');

/** What an independent parser finds to read: words, and lines of code, in order. */
export function readable(source: string): string[] {
  const found: string[] = [];
  // The x of a task box is shown as a box, `&amp;` as `&`.
  const wordsIn = (text: string) =>
    found.push(...(text.replaceAll(/\[[xX]\]|&#?\w+;/gu, ' ').match(/[\p{L}\p{N}]+/gu) ?? []));
  const visit = (token: ReturnType<typeof reference.parse>[number]): void => {
    if (token.type === 'fence') found.push(...token.content.split('\n').map(bare));
    else if (token.children) token.children.forEach(visit);
    else wordsIn(token.content);
  };
  reference.parse(safeText(source), {}).forEach(visit);
  return found;
}

/** The first of `needles` that does not follow the ones before it in `text`. */
export function firstMissing(text: string, needles: readonly string[]): string | undefined {
  let at = 0;
  return needles.find((needle) => {
    const found = text.indexOf(needle, at);
    if (found >= 0) at = found + needle.length;
    return found < 0;
  });
}
