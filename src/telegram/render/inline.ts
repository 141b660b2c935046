import type { Token, Tokens } from 'marked';
import { decoded } from './entity-names.ts';
import type { Footnote } from './footnotes.ts';
import { bare, styled, textOf, type Run, type Style } from './rich.ts';

const BOLD: Style = { type: 'bold' };
const ITALIC: Style = { type: 'italic' };
const STRIKE: Style = { type: 'strikethrough' };

/** Deeper than this, Markdown is shown as it was typed. */
export const MAX_DEPTH = 16;

/** Runs for the tokens inside a paragraph, a heading or a table cell. */
export function inline(tokens: readonly Token[], depth = 0): Run[] {
  return tokens.flatMap((token) => inlineToken(token, depth));
}

function inlineToken(token: Token, depth: number): Run[] {
  if (depth > MAX_DEPTH) return bare(token.raw);
  const inside = () => inline(('tokens' in token && token.tokens) || [], depth + 1);
  switch (token.type) {
    case 'strong':
      return styled(inside(), BOLD);
    case 'em':
      return styled(inside(), ITALIC);
    case 'del':
      return styled(inside(), STRIKE);
    case 'codespan':
      return styled(bare((token as Tokens.Codespan).text), { type: 'code' });
    case 'br':
      return bare('\n');
    case 'checkbox':
      return [];
    case 'footnote':
      return bare((token as Footnote).text);
    case 'escape':
      return bare((token as Tokens.Escape).text);
    case 'link':
      return link(token as Tokens.Link, inside());
    case 'image':
      return link(token as Tokens.Image, inside());
    case 'text':
      return 'tokens' in token && token.tokens
        ? inside()
        : bare(decoded((token as Tokens.Text).text));
    default:
      return bare(token.raw);
  }
}

/**
 * Telegram refuses or drops any other address in a link, `http://localhost:3000` too ([TD]
 * LinkManager::check_link); a `tg:` one may ring somebody, and a name before `@` passes for a host.
 * These stay readable instead.
 */
const LINKABLE =
  /^https?:\/\/[\p{L}\p{N}_-]+(?:\.[\p{L}\p{N}_-]+)+(?::(?:[1-9]\d{0,3}|[1-5]\d{4}))?(?:[/?#]\S*)?$/iu;

function link(token: Tokens.Link | Tokens.Image, label: readonly Run[]): Run[] {
  const href = token.href.trim();
  const title = token.title ? bare(` (${decoded(token.title)})`) : [];
  const shown = textOf(label).trim() === '' ? bare(href) : label;
  if (!LINKABLE.test(href) || !URL.canParse(href)) {
    // Telegram finds mail addresses and telephone numbers in the text by itself.
    const address = href.replace(/^(?:mailto|tel):/iu, '');
    const isShown = address === '' || textOf(shown) === address;
    return [...shown, ...(isShown ? [] : bare(` (${address})`)), ...title];
  }
  const withoutCode = shown.map((run) => ({
    ...run,
    styles: run.styles.filter(({ type }) => type !== 'code'),
  }));
  return [...styled(withoutCode, { type: 'text_link', url: href }), ...title];
}
