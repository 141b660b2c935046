import { Marked, type Token, type Tokens } from 'marked';

type Render = (tokens: Token[]) => string;

/** A piece of Markdown that GFM does not have: what begins it, what it is, and its rich HTML. */
interface Extra {
  readonly name: string;
  readonly level: 'inline' | 'block';
  readonly start: string;
  readonly pattern: RegExp;
  readonly toHtml: (match: readonly string[], render: Render) => string;
  /** Which group holds Markdown. */
  readonly inner?: number;
}

const EXTRAS: readonly Extra[] = [
  {
    name: 'marked-text',
    level: 'inline',
    start: '==',
    pattern: /^==(?=\S)([^\n]*?\S)==/u,
    inner: 1,
    toHtml: (match) => `<mark>${match[1]}</mark>`,
  },
  {
    name: 'spoiler',
    level: 'inline',
    start: '||',
    pattern: /^\|\|(?=\S)([^\n]*?\S)\|\|/u,
    inner: 1,
    toHtml: (match) => `<tg-spoiler>${match[1]}</tg-spoiler>`,
  },
  {
    name: 'formula',
    level: 'inline',
    start: '$',
    pattern: /^\$(?![\s$])([^\n$]*?[^\s$\\])\$(?!\d)/u,
    toHtml: (match) => `<tg-math>${escapeHtml(match[1] ?? '')}</tg-math>`,
  },
  {
    name: 'footnote-link',
    level: 'inline',
    start: '[^',
    pattern: /^\[\^([^\]\s]+)\](?!:)/u,
    toHtml: (match) => {
      const id = escapeHtml(match[1] ?? '');
      return `<sup><a href="#${id}">${id}</a></sup>`;
    },
  },
  {
    name: 'formula-block',
    level: 'block',
    start: '$$',
    pattern: /^\$\$\s*([\s\S]+?)\s*\$\$(?:\n|$)/u,
    toHtml: (match) => `<tg-math-block>${escapeHtml(match[1] ?? '')}</tg-math-block>`,
  },
  {
    name: 'footnote',
    level: 'block',
    start: '[^',
    pattern: /^\[\^([^\]\s]+)\]:[ \t]*([^\n]*)(?:\n|$)/u,
    inner: 2,
    toHtml: (match) =>
      `<p><tg-reference name="${escapeHtml(match[1] ?? '')}">${match[2]}</tg-reference></p>`,
  },
];

const MEDIA: readonly (readonly [RegExp, string])[] = [
  [/\.(?:mp4|mov|webm|gif)(?:[?#]|$)/iu, 'video'],
  [/\.(?:mp3|ogg|m4a|flac)(?:[?#]|$)/iu, 'audio'],
  [/\.(?:zip|pdf|txt|csv|docx?|xlsx?)(?:[?#]|$)/iu, 'tg-document'],
  [/^tg:\/\/video\?/u, 'video'],
  [/^tg:\/\/audio\?/u, 'audio'],
  [/^tg:\/\/document\?/u, 'tg-document'],
];

/**
 * Rich Markdown as rich HTML. What is approximated: Telegram's own parser is not public; GFM is
 * read as `marked` reads it, a footnote's text is one line, and the type of a media is told from
 * its name. Two habits of Telegram are kept because bots stumble over them: `#tag` at the beginning
 * of a line is a heading, and a tab in code is one space.
 */
export function markdownToHtml(markdown: string): string {
  return marked.parse(markdown, { async: false });
}

function makeMarked(): Marked {
  const extensions = EXTRAS.map(({ name, level, start, pattern, inner, toHtml }) => ({
    name,
    level,
    start: (source: string) => {
      // Of a block only the beginning of a line ends the paragraph before it.
      const at = level === 'block' ? source.indexOf(`\n${start}`) + 1 : source.indexOf(start);
      return at <= 0 && !source.startsWith(start) ? undefined : at;
    },
    tokenizer(this: { lexer: { inlineTokens(source: string): Token[] } }, source: string) {
      const match = pattern.exec(source);
      if (!match) return undefined;
      const tokens = inner === undefined ? [] : this.lexer.inlineTokens(match[inner] ?? '');
      return { type: name, raw: match[0], match: [...match], tokens };
    },
    renderer(this: { parser: { parseInline: Render } }, token: Tokens.Generic) {
      const match = [...(token['match'] as string[])];
      const render: Render = (tokens) => this.parser.parseInline(tokens);
      if (inner !== undefined) match[inner] = render(token.tokens ?? []);
      return toHtml(match, render);
    },
  }));
  return new Marked({ gfm: true, extensions }, { renderer: RENDERER, tokenizer: TOKENIZER });
}

const TOKENIZER = {
  heading(this: unknown, source: string): Tokens.Heading | false {
    const match = /^ {0,3}(#{1,6})([^\s#][^\n]*)(?:\n|$)/u.exec(source);
    if (!match) return false;
    const text = match[2] ?? '';
    const { lexer } = this as { lexer: { inline(source: string): Token[] } };
    const depth = (match[1] ?? '').length;
    return { type: 'heading', raw: match[0], depth, text, tokens: lexer.inline(text) };
  },
};

const RENDERER = {
  code: ({ text, lang }: Tokens.Code): string => {
    const language = (lang ?? '').split(/\s/u)[0] ?? '';
    if (language === 'math') return `<tg-math-block>${escapeHtml(text)}</tg-math-block>`;
    const content = escapeHtml(text.replaceAll('\t', ' '));
    if (language === '') return `<pre>${content}</pre>`;
    return `<pre><code class="language-${escapeHtml(language)}">${content}</code></pre>`;
  },
  html: ({ text }: Tokens.HTML | Tokens.Tag): string => text,
  text(this: { parser: { parseInline: Render } }, token: Tokens.Text | Tokens.Escape): string {
    if ('tokens' in token && token.tokens) return this.parser.parseInline(token.tokens);
    return escapeText(token.text);
  },
  hr: (): string => '<hr/>',
  br: (): string => '<br/>',
  checkbox: ({ checked }: { checked: boolean }): string =>
    `<input type="checkbox"${checked ? ' checked' : ''}>`,
  codespan: ({ text }: Tokens.Codespan): string => `<code>${escapeHtml(text)}</code>`,
  link(this: { parser: { parseInline: Render } }, { href, tokens }: Tokens.Link): string {
    return `<a href="${escapeHtml(href)}">${this.parser.parseInline(tokens)}</a>`;
  },
  image: ({ href, title, text }: Tokens.Image): string => imageHtml(href, title ?? '', text),
  table(this: { parser: { parseInline: Render } }, { header, rows }: Tokens.Table): string {
    const cell = ({ tokens, align }: Tokens.TableCell, tag: string): string => {
      const aligned = align === null ? '' : ` align="${align}"`;
      return `<${tag}${aligned}>${this.parser.parseInline(tokens)}</${tag}>`;
    };
    const row = (cells: Tokens.TableCell[], tag: string): string =>
      `<tr>${cells.map((it) => cell(it, tag)).join('')}</tr>`;
    return `<table>${row(header, 'th')}${rows.map((it) => row(it, 'td')).join('')}</table>`;
  },
};

function imageHtml(href: string, title: string, text: string): string {
  const emoji = /^tg:\/\/emoji\?id=(\d+)$/u.exec(href)?.[1];
  if (emoji !== undefined) return `<tg-emoji emoji-id="${emoji}">${escapeHtml(text)}</tg-emoji>`;
  if (href.startsWith('tg://time?')) {
    const asked = new URLSearchParams(href.slice('tg://time?'.length));
    const format = escapeHtml(asked.get('format') ?? '');
    const unix = escapeHtml(asked.get('unix') ?? '');
    return `<tg-time unix="${unix}" format="${format}">${escapeHtml(text)}</tg-time>`;
  }
  const tag = MEDIA.find(([pattern]) => pattern.test(href))?.[1] ?? 'img';
  const close = tag === 'img' ? '' : `</${tag}>`;
  const shown = `<${tag} src="${escapeHtml(href)}">${close}`;
  if (title === '') return shown;
  return `<figure>${shown}<figcaption>${escapeHtml(title)}</figcaption></figure>`;
}

function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

/** A character reference of the source is one in HTML too. */
function escapeText(text: string): string {
  return text
    .replaceAll(/&(?!(?:#\d{1,7}|#x[\da-f]{1,6}|[a-z]{2,6});)/giu, '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
}

/** Last, because it needs all of the above. */
const marked = makeMarked();
