import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plain } from '#kernel/card.ts';
import { render } from './render.ts';
import type { Rich } from './rich.ts';
import { labeled, PART_ENTITIES, split } from './split.ts';

/** Entities as `type:covered text`. */
function covered({ text, entities }: Rich): string[] {
  return entities.map((one) => `${one.type}:${text.slice(one.offset, one.offset + one.length)}`);
}

function expectInside({ text, entities }: Rich): void {
  for (const { offset, length } of entities) {
    expect(offset).toBeGreaterThanOrEqual(0);
    expect(length).toBeGreaterThan(0);
    expect(offset + length).toBeLessThanOrEqual(text.length);
  }
}

const codePoints = (text: string) => Array.from(text).length;

describe('render', () => {
  it('turns inline marks into entities', () => {
    const rich = render('a **b** *c* ~~d~~ `e` [f](https://x.org)');
    expect(rich.text).toBe('a b c d e f');
    expect(covered(rich)).toEqual([
      'bold:b',
      'italic:c',
      'strikethrough:d',
      'code:e',
      'text_link:f',
    ]);
    expect(rich.entities.at(-1)).toMatchObject({ url: 'https://x.org' });
  });

  it('counts offsets in UTF-16', () => {
    const rich = render('👩‍👩‍👧 **да**');
    expect(covered(rich)).toEqual(['bold:да']);
    expect(rich.entities[0]?.offset).toBe(9);
  });

  it('keeps the line breaks and empty lines of the author', () => {
    expect(render('# Title\n\none\ntwo\n\n- a\n- b\n  1. c\n  2. d\n\nend').text).toBe(
      'Title\n\none\ntwo\n\n• a\n• b\n   1. c\n   2. d\n\nend',
    );
  });

  it('shows task lists as boxes', () => {
    expect(render('- [x] done\n- [ ] open').text).toBe('☑ done\n☐ open');
  });

  it('shows a fence as pre with its language, open or closed', () => {
    const closed = render('```ts\nlet a = `1`;\n\n```\n\nx');
    expect(closed.text).toBe('let a = `1`;\n\n\n\nx');
    expect(closed.entities[0]).toMatchObject({ type: 'pre', language: 'ts' });
    expect(render('```ts\nlet').entities[0]).toMatchObject({ type: 'pre', length: 3 });
  });

  it('aligns a table, wide characters included', () => {
    const rich = render('| a | b |\n|---|--:|\n| **long** | 1 |\n| 漢 | 22 |');
    expect(rich.text).toBe('a    |   b\n-----|----\nlong |   1\n漢   |  22');
    expect(rich.entities).toHaveLength(1);
    expect(rich.entities[0]?.type).toBe('pre');
  });

  it('loses no cell of a row that is longer than the header', () => {
    expect(render('|a|b|\n|-|-|\n|1|2|lost|').text).toContain('lost');
  });

  it('folds long quotes and dissolves a quote in a quote', () => {
    expect(covered(render('> one\n> > two'))).toEqual(['blockquote:one\ntwo']);
    const long = render(Array.from({ length: 9 }, (_, at) => `> line ${at}`).join('\n'));
    expect(long.entities.map(({ type }) => type)).toEqual(['expandable_blockquote']);
  });

  it('puts no style into code and no code into a link', () => {
    expect(covered(render('**a `b` c**'))).toEqual(['bold:a ', 'code:b', 'bold: c']);
    expect(covered(render('[`b`](https://x.org)'))).toEqual(['text_link:b']);
  });

  it('shows tags, link definitions and unknown addresses as text', () => {
    expect(render('<b>x</b> <script>').text).toBe('<b>x</b> <script>');
    expect(render('[a]: https://x.org').text).toBe('[a]: https://x.org');
    const rich = render('[a](javascript:alert)');
    expect(rich).toEqual({ text: 'a (javascript:alert)', entities: [] });
  });

  it('shows what deceives the eye', () => {
    expect(render('a\u202eb\u0007c\u200fd\ud800').text).toBe('a�b�c�d�');
    expect(render('1\r\n2\u20283').text).toBe('1\n2\n3');
  });

  it('rings nobody and offers no command by accident', () => {
    const rich = render('ask @vera, see **the /etc @types/node dir**, mail a@b.org, /status, a/b');
    expect(covered(rich)).toEqual([
      'code:@vera',
      'bold:the ',
      'code:/etc',
      'bold: ',
      'code:@types/node',
      'bold: dir',
      'code:/status',
    ]);
    expect(render('[x](tg://user?id=5)').entities).toEqual([]);
    expect(covered(render('see /status and /etc', new Set(['status'])))).toEqual(['code:/etc']);
    expect(covered(render('`@vera` [@vera](https://x.org)'))).toEqual([
      'code:@vera',
      'text_link:@vera',
    ]);
  });

  it('lets no file name become a link to somebody', () => {
    expect(covered(render('run main.py in src/lib.rs, then x.org and docs.rs/a'))).toEqual([
      'code:main.py',
      'code:src/lib.rs',
    ]);
  });

  it('shows mail addresses and telephone numbers as text that Telegram knows', () => {
    expect(render('[Vera](mailto:v@x.org) <a@b.org> [call](tel:+12025550123)').text).toBe(
      'Vera (v@x.org) a@b.org call (+12025550123)',
    );
  });

  it('links no address that Telegram refuses or that passes for another', () => {
    for (const address of ['http://localhost:3000', 'https://x.org@evil.org', 'http://x.org:99999'])
      expect(render(`[a](${address})`)).toEqual({ text: `a (${address})`, entities: [] });
    expect(render('[a](http://127.0.0.1:3000/x)').entities).toHaveLength(1);
  });

  it('shows footnotes as numbers, and a regular expression as it is', () => {
    expect(render('fact[^1] and `[^1]`\n\n[^1]: proof').text).toBe(
      'fact[1] and [^1]\n\n[1]: proof',
    );
    expect(render('match [^abc] here').text).toBe('match [^abc] here');
  });

  it('reads HTML entities, and lets none deceive the eye', () => {
    expect(render('a&nbsp;&mdash; &copy;&#33;&#x1F44D; &unknown; &#x202e;').text).toBe(
      'a — ©!👍 &unknown; �',
    );
  });

  it('shows a table that is too wide for a phone row by row, with its formats', () => {
    const long = 'long text '.repeat(6).trim();
    const three = render(
      `| Option | Type | What |\n|-|-|-|\n| \`-a\` | *bool* | ${long} |\n| b |  | y |`,
    );
    expect(three.text).toBe(
      `Option · Type · What\n• -a\n   Type: bool\n   What: ${long}\n• b\n   What: y`,
    );
    expect(covered(three)).toEqual([
      'bold:Option · Type · What',
      'code:-a',
      'italic:bool',
      'bold:b',
    ]);
    expect(render(`| Key | What |\n|-|-|\n| a | ${long} |`).text).toBe(
      `Key · What\n• a\n   ${long}`,
    );
  });

  it('counts an emoji of many parts as two columns', () => {
    expect(render('| 👩‍👩‍👧 | b |\n|-|-|\n| 🇩🇪 | é |').text).toBe('👩‍👩‍👧  | b\n----|----\n🇩🇪  | é');
  });

  it('survives nesting that overflows the parser', () => {
    expect.hasAssertions();
    for (const bomb of ['> ', '1. ', '- > ', '[', '*a ', '_`[']) {
      const source = bomb.repeat(4_000);
      expectInside(render(source));
    }
  });

  it('echoes escaped text exactly', () => {
    const source = String.raw`*_~[]()<>#+-=|{}.!\`${'`'} a@b.c https://x.org/_a_ **x** <b> &amp; 1. ---`;
    expect(render(plain(source)).text).toBe(source);
  });
});

describe('split', () => {
  it('cuts at blocks, then lines, then words, and never in a character', () => {
    expect(split(render(`${'a'.repeat(60)}\n\n${'b'.repeat(60)}`), 100)).toHaveLength(2);
    const words = split(render('word '.repeat(100)), 100);
    expect(words.every(({ text }) => /^word( word)*$/u.test(text))).toBe(true);
    for (const { text } of split(render('👩‍👩‍👧'.repeat(50)), 22)) expect(text).toMatch(/^(?:👩‍👩‍👧)+$/u);
  });

  it('cuts a character only when it alone is too long', () => {
    const parts = split(render(`a${'\u0301'.repeat(500)}`), 100);
    expect(parts.map(({ text }) => text).join('')).toBe(`a${'\u0301'.repeat(500)}`);
  });

  it('opens a cut code block again with its language and its indentation', () => {
    const code = Array.from({ length: 40 }, (_, at) => `  line ${at}`).join('\n');
    const parts = split(render(`\`\`\`py\n${code}\n\`\`\``), 200);
    expect(parts.length).toBeGreaterThan(1);
    for (const part of parts)
      expect(part.entities).toEqual([
        { type: 'pre', language: 'py', offset: 0, length: part.text.length },
      ]);
    expect(parts.map(({ text }) => text).join('\n')).toBe(code);
  });

  it('makes more parts rather than losing entities', () => {
    const parts = split(render('**a** '.repeat(250)));
    expect(parts.map(({ entities }) => entities.length)).toEqual([100, 100, 50]);
  });

  it('labels parts and moves their entities', () => {
    const parts = labeled(split(render('**a** '.repeat(150))));
    expect(parts[1]?.text).toMatch(/^\(2\/2\)\na a/u);
    expect(covered(parts[1]!)[0]).toBe('bold:a');
  });
});

/** Markdown around numbered words, so that order can be seen. */
const wrap = fc.constantFrom<(words: string) => string>(
  (w) => `**${w}**`,
  (w) => `# ${w}\n\n`,
  (w) => `- ${w}\n`,
  (w) => `1. ${w}\n   - [ ] ${w}\n`,
  (w) => `> ${w}\n`,
  (w) => `\`${w}\``,
  (w) => `[${w}](https://x.org/a)`,
  (w) => `\n\`\`\`ts\n${w}\n\`\`\`\n`,
  (w) => `\n| ${w} | ${w} |\n|---|:-:|\n| ${w} | x | y |\n\n`,
  (w) => `<b>${w}</b>`,
  (w) => `~~${w}~~ _${w}_`,
  (w) => `[${w}]: https://x.org\n`,
  (w) => `    ${w}\n\n`,
  (w) => `${w}\n===\n`,
);
const noise = fc.string({
  unit: fc.constantFrom(...Array.from('*_`~[]()<>#|\\!-+= \n👍é&;:.')),
  maxLength: 6,
});
const document = fc
  .array(fc.tuple(wrap, fc.option(wrap), noise), { minLength: 1, maxLength: 12 })
  .map((pieces) => {
    let count = 0;
    const numbered = (text: string) => text.replaceAll('§', () => `w${(count += 1)}`);
    return (
      pieces
        .map(([outer, inner, dirt]) => numbered(outer(inner ? inner('§').trim() : '§ §')) + dirt)
        .join(' ')
        // A word right behind a fence is its language, not text.
        .replaceAll(/(?:`{3,}|~{3,})(?=[^\n]*w\d)/gu, '')
    );
  });

const wordsOf = (text: string) => text.match(/w\d+/gu) ?? [];

describe('any Markdown and any prefix of it', () => {
  it('keeps entities inside, parts within limits and each word in order', () => {
    expect.hasAssertions();
    fc.assert(
      fc.property(document, fc.integer({ min: 30, max: 300 }), (source, limit) => {
        for (let end = 0; end <= source.length; end += 1) {
          const prefix = source.slice(0, end);
          const rich = render(prefix);
          expectInside(rich);
          const parts = split(rich, limit);
          for (const part of parts) {
            expectInside(part);
            expect(codePoints(part.text)).toBeLessThanOrEqual(limit);
            expect(part.entities.length).toBeLessThanOrEqual(PART_ENTITIES);
            expect(part.text.isWellFormed()).toBe(true);
          }
          expect(wordsOf(parts.map(({ text }) => text).join('\n'))).toEqual(wordsOf(prefix));
        }
      }),
      { numRuns: 8 },
    );
  });

  it('never throws on arbitrary text', () => {
    expect.hasAssertions();
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (source) => {
        const parts = split(render(source), 20);
        for (const part of parts) expectInside(part);
        expect(parts.every(({ text }) => text.isWellFormed())).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});
