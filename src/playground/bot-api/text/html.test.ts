import { assert, property, string } from 'fast-check';
import { expect, it } from 'vitest';
import { parseHtml } from './html.ts';
import { parseMarkdownV2 } from './markdown-v2.ts';

it('reads what the documentation has beside plain formats', () => {
  const { text, entities } = parseHtml(
    [
      '<a href="http://www.example.com/">inline URL</a>',
      '<a href="tg://user?id=123456789">inline mention of a user</a>',
      '<tg-emoji emoji-id="5368324170671202286">👍</tg-emoji>',
      '<tg-time unix="1647531900" format="wDT">22:45 tomorrow</tg-time>',
      '<blockquote expandable>Hidden by default</blockquote>',
      '<span class="tg-spoiler">spoiler</span>',
      '<a href="nowhere">no link</a>',
    ].join('\n'),
  );

  expect(entities).toMatchObject([
    { type: 'text_link', url: 'http://www.example.com/' },
    { type: 'text_mention', user: { id: 123_456_789 } },
    { type: 'custom_emoji', custom_emoji_id: '5368324170671202286' },
    { type: 'date_time', unix_time: 1_647_531_900, date_time_format: 'wDT' },
    { type: 'expandable_blockquote' },
    { type: 'spoiler' },
  ]);
  expect(text).toMatch(/no link$/u);
});

it('knows four names of characters, and none that every object has', () => {
  expect(parseHtml('&lt;&gt;&amp;&quot; &constructor; &toString; &__proto__;').text).toBe(
    '<>&" &constructor; &toString; &__proto__;',
  );
});

it('gives any text back that was escaped for it', () => {
  const forHtml = (text: string): string =>
    text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  const forMarkdown = (text: string): string =>
    text.replaceAll(/[_*[\]()~`>#+\-=|{}.!\\]/gu, (character) => `\\${character}`);

  assert(
    property(string({ unit: 'binary' }), (text) => {
      expect(parseHtml(forHtml(text))).toEqual({ text, entities: [] });
      expect(parseMarkdownV2(forMarkdown(text))).toEqual({ text, entities: [] });
    }),
  );
});
