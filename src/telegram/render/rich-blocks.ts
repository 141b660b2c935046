import type { Token, Tokens } from 'marked';
import { codeParts } from './blocks.ts';
import { detailsIn, type Details } from './details.ts';
import { inline } from './inline.ts';
import { parse } from './render.ts';
import { fitsRichMessage, type RichBlock, type RichCell, type RichItem } from './rich-block.ts';
import { bare, type Run } from './rich.ts';
import { lettersOf, toRichText, type RichText } from './rich-text.ts';
import { losesCells } from './table.ts';

/** Deeper than this Telegram takes nothing; one level is that of the text. */
const MAX_DEPTH = 15;

/**
 * Markdown as the blocks of a rich message: headings, tables, tasks and `<details>` as such, and
 * inside of them what a message with entities shows. Blocks and not Telegram's own Markdown,
 * because that takes HTML with buttons, mentions and pictures that it fetches: here the text of an
 * agent can only ever be text. `undefined` when Telegram would not take it.
 */
export function renderRich(
  source: string,
  commands: ReadonlySet<string> = new Set(),
): readonly RichBlock[] | undefined {
  try {
    const blocks = blocksOf(parse(source), { commands, depth: 0 });
    return fitsRichMessage(blocks) ? blocks : undefined;
  } catch (error) {
    if (error instanceof TooDeep || error instanceof RangeError) return undefined;
    throw error;
  }
}

interface Context {
  readonly commands: ReadonlySet<string>;
  readonly depth: number;
}

class TooDeep extends Error {}

function blocksOf(tokens: readonly Token[], context: Context): RichBlock[] {
  if (context.depth > MAX_DEPTH) throw new TooDeep();
  const blocks: RichBlock[] = [];
  const detailsAt = detailsIn(tokens);
  for (let at = 0; at < tokens.length; at += 1) {
    const token = tokens[at];
    const details = detailsAt(at);
    if (details) {
      blocks.push(...folded(details, context));
      at += details.tokens - 1;
    } else if (token) blocks.push(...block(token, context));
  }
  return blocks;
}

function block(token: Token, context: Context): readonly RichBlock[] {
  const text = (runs: readonly Run[]) => toRichText(runs, context.commands);
  switch (token.type) {
    case 'space':
      return [];
    case 'heading': {
      const { tokens, depth } = token as Tokens.Heading;
      return shown({ type: 'heading', text: text(inline(tokens)), size: depth });
    }
    case 'paragraph':
      return shown({ type: 'paragraph', text: text(inline((token as Tokens.Paragraph).tokens)) });
    case 'code': {
      const { note, language, code } = codeParts(token as Tokens.Code);
      return [
        ...shown({ type: 'paragraph', text: text(bare(note)) }),
        ...shown({ type: 'pre', text: code, ...(language !== undefined && { language }) }),
      ];
    }
    case 'blockquote': {
      const blocks = blocksOf((token as Tokens.Blockquote).tokens, deeper(context));
      return blocks.length === 0 ? [] : [{ type: 'blockquote', blocks }];
    }
    case 'list':
      return [list(token as Tokens.List, context)];
    case 'table':
      return [table(token as Tokens.Table, text)];
    case 'hr':
      return [{ type: 'divider' }];
    case 'html':
      return shown({ type: 'paragraph', text: text(bare(token.raw.trim())) });
    default:
      return shown({ type: 'paragraph', text: text(inline([token])) });
  }
}

/** Telegram refuses blocks of nothing. */
function shown(block: RichBlock & { readonly text: RichText }): readonly RichBlock[] {
  return lettersOf(block.text) === '' ? [] : [block];
}

function deeper({ commands, depth }: Context): Context {
  return { commands, depth: depth + 1 };
}

function list({ items, ordered, start }: Tokens.List, context: Context): RichBlock {
  const first = typeof start === 'number' ? start : 1;
  return {
    type: 'list',
    items: items.map((item, at): RichItem => {
      const blocks = blocksOf(item.tokens, deeper(deeper(context)));
      return {
        blocks: blocks.length > 0 ? blocks : [{ type: 'paragraph', text: '' }],
        ...(item.task && { has_checkbox: true }),
        ...(item.task && item.checked && { is_checked: true }),
        ...(ordered && { value: first + at, type: '1' }),
      };
    }),
  };
}

function table(token: Tokens.Table, text: (runs: readonly Run[]) => RichText): RichBlock {
  if (losesCells(token)) return { type: 'pre', text: token.raw.trimEnd() };
  const cell = ({ tokens, align, header }: Tokens.TableCell): RichCell => ({
    text: text(inline(tokens)),
    ...(header && { is_header: true }),
    align: align ?? 'left',
    valign: 'middle',
  });
  const cells = [token.header, ...token.rows].map((row) => row.map(cell));
  return { type: 'table', cells, is_bordered: true };
}

function folded({ summary, inner, isOpen, tail }: Details, context: Context): RichBlock[] {
  const within = deeper(context);
  const blocks = blocksOf(parse(inner), within);
  const behind = blocksOf(parse(tail), within);
  const runs = parse(summary).flatMap((token) =>
    token.type === 'paragraph' ? inline((token as Tokens.Paragraph).tokens) : bare(token.raw),
  );
  const title = toRichText(runs, context.commands);
  const details: RichBlock = {
    type: 'details',
    summary: lettersOf(title) === '' ? '…' : title,
    blocks: blocks.length > 0 ? blocks : [{ type: 'paragraph', text: '…' }],
    ...(isOpen && { is_open: true }),
  };
  return [details, ...behind];
}
