import { expect, it } from 'vitest';
import { parseMarkdown } from './markdown.ts';

it('reads the example of the documentation for the first Markdown', () => {
  const { text, entities } = parseMarkdown(
    [
      '*bold text*',
      '_italic text_',
      '[inline URL](http://www.example.com/)',
      '[inline mention of a user](tg://user?id=123456789)',
      '`inline fixed-width code`',
      '```',
      'pre-formatted fixed-width code block',
      '```',
      '```python',
      'print',
      '```',
      'a \\_b and 1.5 - 2!',
    ].join('\n'),
  );

  expect(
    entities.map((entity) => [
      entity.type,
      text.slice(entity.offset, entity.offset + entity.length),
    ]),
  ).toEqual([
    ['bold', 'bold text'],
    ['italic', 'italic text'],
    ['text_link', 'inline URL'],
    ['text_mention', 'inline mention of a user'],
    ['code', 'inline fixed-width code'],
    ['pre', 'pre-formatted fixed-width code block\n'],
    ['pre', 'print\n'],
  ]);
  expect(text).toMatch(/a _b and 1\.5 - 2!$/u);
});
