import type { Message, RichBlock } from '@grammyjs/types';
import { expect, it } from 'vitest';
import { makeScene, ALICE } from '../strictness/scene.ts';

async function sent(rich_message: object): Promise<readonly RichBlock[]> {
  const { done } = makeScene();
  const message = await done<Message>('sendRichMessage', { chat_id: ALICE, rich_message });
  return message.rich_message?.blocks ?? [];
}

const MARKDOWN = `# Heading 1
Paragraph **bold _italic <u>underlined</u>_** with \`code\`, ==marked==, ||spoiler||, $x^2 + y^2$
on the same line.

\`\`\`python
  print('x')
\`\`\`

---

- one
- [x] done

3. three
4. four

>Quote with ~~strike~~
>
>second

| Left | Center |
|:-----|:------:|
| a    | **b**  |

Text[^note].

[^note]: Footnote with _italic_.

$$E = mc^2$$

<details open><summary>Sum **mary**</summary>

### Inside
- item

</details>
`;

it('turns the Markdown of the documentation into blocks', async () => {
  const blocks = await sent({ markdown: MARKDOWN });

  expect(blocks).toEqual([
    { type: 'heading', text: 'Heading 1', size: 1 },
    {
      type: 'paragraph',
      text: [
        'Paragraph ',
        {
          type: 'bold',
          text: [
            'bold ',
            { type: 'italic', text: ['italic ', { type: 'underline', text: 'underlined' }] },
          ],
        },
        ' with ',
        { type: 'code', text: 'code' },
        ', ',
        { type: 'marked', text: 'marked' },
        ', ',
        { type: 'spoiler', text: 'spoiler' },
        ', ',
        { type: 'mathematical_expression', expression: 'x^2 + y^2' },
        ' on the same line.',
      ],
    },
    { type: 'pre', text: "  print('x')", language: 'python' },
    { type: 'divider' },
    {
      type: 'list',
      items: [
        { label: '•', blocks: [{ type: 'paragraph', text: 'one' }] },
        {
          label: '•',
          blocks: [{ type: 'paragraph', text: 'done' }],
          has_checkbox: true,
          is_checked: true,
        },
      ],
    },
    {
      type: 'list',
      items: [
        { label: '3.', blocks: [{ type: 'paragraph', text: 'three' }], value: 3, type: '1' },
        { label: '4.', blocks: [{ type: 'paragraph', text: 'four' }], value: 4, type: '1' },
      ],
    },
    {
      type: 'blockquote',
      blocks: [
        { type: 'paragraph', text: ['Quote with ', { type: 'strikethrough', text: 'strike' }] },
        { type: 'paragraph', text: 'second' },
      ],
    },
    {
      type: 'table',
      cells: [
        [
          { text: 'Left', is_header: true, align: 'left', valign: 'middle' },
          { text: 'Center', is_header: true, align: 'center', valign: 'middle' },
        ],
        [
          { text: 'a', align: 'left', valign: 'middle' },
          { text: { type: 'bold', text: 'b' }, align: 'center', valign: 'middle' },
        ],
      ],
    },
    {
      type: 'paragraph',
      text: [
        'Text',
        {
          type: 'superscript',
          text: { type: 'reference_link', text: 'note', reference_name: 'note' },
        },
        '.',
      ],
    },
    {
      type: 'paragraph',
      text: {
        type: 'reference',
        text: ['Footnote with ', { type: 'italic', text: 'italic' }, '.'],
        name: 'note',
      },
    },
    { type: 'mathematical_expression', expression: 'E = mc^2' },
    {
      type: 'details',
      summary: 'Sum **mary**',
      blocks: [
        { type: 'heading', text: 'Inside', size: 3 },
        { type: 'list', items: [{ label: '•', blocks: [{ type: 'paragraph', text: 'item' }] }] },
      ],
      is_open: true,
    },
  ]);
});

it('turns the HTML of the documentation into blocks', async () => {
  const blocks = await sent({
    html: `<h2>Heading 2</h2><p>Paragraph text<br/>more</p>
      <pre><code class="language-python">  print('x')</code></pre><footer>Footer text</footer><hr/>
      <ol start="3" type="a" reversed><li>c</li><li value="7" type="i">vii</li></ol>
      <ul><li><input type="checkbox" checked>Checked</li><li><input type="checkbox">Unchecked</li></ul>
      <blockquote expandable>Started<br>Continued<cite>The Author</cite></blockquote>
      <aside>Pull quote<cite>The Author</cite></aside>
      <table bordered striped compact><caption>Table caption</caption>
      <tr><td colspan="2" rowspan="2" align="left">Value</td><td align="right">Value3</td></tr></table>
      <tg-map lat="41.9" long="12.5" zoom="14"/><tg-math-block>E = mc^2</tg-math-block>
      <a name="chapter-1"></a><a href="#chapter-1">in-document</a> &hellip; <a href="mailto:user@example.com">mail</a>`,
  });

  expect(blocks).toMatchObject([
    { type: 'heading', text: 'Heading 2', size: 2 },
    { type: 'paragraph', text: 'Paragraph text\nmore' },
    { type: 'pre', text: "  print('x')", language: 'python' },
    { type: 'footer', text: 'Footer text' },
    { type: 'divider' },
    {
      type: 'list',
      items: [
        { label: 'c.', value: 3, type: 'a' },
        { label: 'vii.', value: 7 },
      ],
    },
    { type: 'list', items: [{ has_checkbox: true, is_checked: true }, { has_checkbox: true }] },
    { type: 'expandable_blockquote', text: 'Started\nContinued', credit: 'The Author' },
    { type: 'pullquote', text: 'Pull quote', credit: 'The Author' },
    {
      type: 'table',
      is_bordered: true,
      caption: 'Table caption',
      cells: [[{ text: 'Value', colspan: 2, rowspan: 2 }, { align: 'right' }]],
    },
    { type: 'map', location: { latitude: 41.9, longitude: 12.5 }, zoom: 14 },
    { type: 'mathematical_expression', expression: 'E = mc^2' },
    {
      type: 'paragraph',
      text: [
        { type: 'anchor', name: 'chapter-1' },
        { type: 'anchor_link', text: 'in-document', anchor_name: 'chapter-1' },
        ' … ',
        { type: 'email_address', text: 'mail', email_address: 'user@example.com' },
      ],
    },
  ]);
});

it('takes explicit blocks as they are, and marks what Telegram detects', async () => {
  const text = ['see ', { type: 'bold', text: 'https://t.me/x' }, ' #tag /start @someone $USD'];

  expect(await sent({ blocks: [{ type: 'paragraph', text }] })).toEqual([
    {
      type: 'paragraph',
      text: [
        'see ',
        { type: 'bold', text: { type: 'url', text: 'https://t.me/x', url: 'https://t.me/x' } },
        ' ',
        { type: 'hashtag', text: '#tag', hashtag: '#tag' },
        ' ',
        { type: 'bot_command', text: '/start', bot_command: '/start' },
        ' ',
        { type: 'mention', text: '@someone', username: 'someone' },
        ' ',
        { type: 'cashtag', text: '$USD', cashtag: '$USD' },
      ],
    },
  ]);
  expect(
    await sent({ blocks: [{ type: 'footer', text: '#tag' }], skip_entity_detection: true }),
  ).toEqual([{ type: 'footer', text: '#tag' }]);
});

it.each([
  ['an open fence', '```js\nlet x', [{ type: 'pre', text: 'let x', language: 'js' }]],
  ['an open format', 'a **b', [{ type: 'paragraph', text: 'a **b' }]],
  ['an open tag', '<details><summary>S</summary>\n\nx', [{ type: 'details', summary: 'S' }]],
  ['a tag that Telegram does not know', 'a <x> b', [{ type: 'paragraph', text: 'a <x> b' }]],
  ['a hashtag that begins a line', '#tag', [{ type: 'heading', text: 'tag', size: 1 }]],
])('reads Markdown with %s', async (_what, markdown, expected) => {
  expect(await sent({ markdown })).toMatchObject(expected);
});

it('lets a button inside the text be tapped', async () => {
  const given = makeScene();
  await given.done('sendRichMessage', {
    chat_id: ALICE,
    rich_message: {
      html: '<p>Go <tg-button type="callback_data" style="link" data="go">now</tg-button></p><tg-button-row align="left"><tg-button type="callback_data" data="stop">Stop</tg-button></tg-button-row>',
    },
  });

  const answered = given.alice.taps('now');
  const [update] = await given.done<{ callback_query: { id: string; data: string } }[]>(
    'getUpdates',
    { allowed_updates: ['callback_query'], offset: -1 },
  );
  await given.done('answerCallbackQuery', {
    callback_query_id: update?.callback_query.id,
    text: 'Gone',
  });

  expect(update?.callback_query.data).toBe('go');
  expect(await answered).toEqual({ text: 'Gone' });
});

it('edits a text into a rich message and back, and knows when nothing changed', async () => {
  const given = makeScene();
  const message_id = await given.sent({ text: 'plain' });
  const edit = (more: object) =>
    given.call('editMessageText', { chat_id: ALICE, message_id, ...more });

  const rich = await edit({ rich_message: { markdown: '# Rich' } });
  const same = await edit({ rich_message: { html: '<h1>Rich</h1>' } });
  const plain = await edit({ text: 'plain again' });

  expect(rich).toMatchObject({ result: { rich_message: { blocks: [{ text: 'Rich' }] } } });
  expect(rich.ok && 'text' in (rich.result as object)).toBe(false);
  expect(same).toMatchObject({ description: expect.stringContaining('message is not modified') });
  expect(plain.ok && 'rich_message' in (plain.result as object)).toBe(false);
  expect(given.alice.lastMessage()?.text).toBe('plain again');
});

it('shows what a person reads', async () => {
  const given = makeScene();
  const markdown = '# Title\n\n| a | b |\n|--|--|\n| 1 | 2 |\n\n- [ ] task';
  await given.done('sendRichMessage', { chat_id: ALICE, rich_message: { markdown } });

  expect(given.alice.lastMessage()?.text).toBe('Title\na | b\n1 | 2\n• ☐ task');
});
