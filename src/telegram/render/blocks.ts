import type { Token, Tokens } from 'marked';
import { inline, MAX_DEPTH } from './inline.ts';
import { bare, indented, styled, textOf, type Run } from './rich.ts';
import { table } from './table.ts';

/** From here on a quote folds. */
const LONG_QUOTE_CHARACTERS = 400;
const LONG_QUOTE_LINES = 6;

/** Runs for block tokens, with the empty lines that their author put between them. */
export function blocks(tokens: readonly Token[], depth = 0): Run[] {
  const runs: Run[] = [];
  let border = '';
  for (const token of tokens) {
    const isBlank = token.type === 'space';
    if (isBlank && border !== '') border = '\n\n';
    const shown = isBlank ? [] : block(token, depth);
    if (textOf(shown) === '') continue;
    if (border !== '') runs.push(...bare(border));
    runs.push(...shown);
    border = /\n[ \t]*\n\s*$/u.test(token.raw) ? '\n\n' : '\n';
  }
  return runs;
}

function block(token: Token, depth: number): Run[] {
  if (depth > MAX_DEPTH) return bare(token.raw.trimEnd());
  switch (token.type) {
    case 'heading':
      return styled(inline((token as Tokens.Heading).tokens, depth), { type: 'bold' });
    case 'paragraph':
      return inline((token as Tokens.Paragraph).tokens, depth);
    case 'code':
      return code(token as Tokens.Code);
    case 'blockquote':
      return quote(token as Tokens.Blockquote, depth);
    case 'list':
      return list(token as Tokens.List, depth);
    case 'table':
      return table(token as Tokens.Table, depth);
    case 'hr':
      return bare('———');
    case 'html':
      return bare(token.raw.trimEnd());
    default:
      return inline([token], depth);
  }
}

function code(token: Tokens.Code): Run[] {
  const { note, language, code } = codeParts(token);
  const pre = styled(bare(code), language ? { type: 'pre', language } : { type: 'pre' });
  return note === '' ? pre : [...bare(`${note}\n`), ...pre];
}

/** A code block taken apart: what stands behind the fence and is no language is shown before it. */
export function codeParts({ lang = '', text }: Tokens.Code): {
  readonly note: string;
  readonly language: string | undefined;
  readonly code: string;
} {
  const language = /^[\w+#.-]{1,32}(?=\s|$)/u.exec(lang)?.[0];
  return { note: lang.slice(language?.length ?? 0).trim(), language, code: text };
}

function quote(token: Tokens.Blockquote, depth: number): Run[] {
  const runs = blocks(token.tokens, depth + 1);
  const isInQuote = runs.some((run) => run.styles.some(({ type }) => type.endsWith('blockquote')));
  const flat = isInQuote ? runs.map(withoutQuote) : runs;
  const text = textOf(flat);
  const isLong = text.length > LONG_QUOTE_CHARACTERS || text.split('\n').length > LONG_QUOTE_LINES;
  return styled(flat, { type: isLong ? 'expandable_blockquote' : 'blockquote' });
}

// Telegram has no quote inside a quote: the inner one dissolves in the outer one.
function withoutQuote(run: Run): Run {
  return { ...run, styles: run.styles.filter(({ type }) => !type.endsWith('blockquote')) };
}

function list(token: Tokens.List, depth: number): Run[] {
  const first = typeof token.start === 'number' ? token.start : 1;
  return token.items.flatMap((item, at) => {
    const bullet = token.ordered ? `${first + at}. ` : '• ';
    const box = item.checked ? '☑ ' : '☐ ';
    const body = blocks(item.tokens, depth + 1).filter((run) => run.text !== '');
    const marker = bare(`${at === 0 ? '' : '\n'}${item.task ? box : bullet}`);
    return [...marker, ...indented(body, '   ')];
  });
}
