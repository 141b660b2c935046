import type { RichBlock, RichText } from '@grammyjs/types';
import { refusal } from '../refusal.ts';
import type { HtmlElement, HtmlNode } from './html-tree.ts';
import { type HtmlContext, toButton, toRichText } from './inline-html.ts';
import { toList } from './list-from-html.ts';
import { type MediaSource, toMediaBlock } from './media-blocks.ts';
import { toTable } from './table-from-html.ts';
import { lettersOf, trimmed } from './text-tree.ts';

/** What turning tags into blocks needs. */
export interface BlockContext extends HtmlContext {
  readonly media: MediaSource;
}

type ToBlocks = (element: HtmlElement, context: BlockContext) => readonly RichBlock[];

const heading =
  (size: 1 | 2 | 3 | 4 | 5 | 6): ToBlocks =>
  ({ children }, context) => [{ type: 'heading', text: textOf(children, context), size }];

const media: ToBlocks = (element, context) => [toMediaBlock(element, undefined, context)];

const group =
  (type: 'collage' | 'slideshow'): ToBlocks =>
  ({ children }, context) => {
    const caption = captionOf(children, context);
    const blocks = toBlocks(
      children.filter((it) => !isTag(it, 'figcaption')),
      context,
    );
    return [{ type, blocks, ...caption }];
  };

/** Tags that are blocks; all others belong to a line of text. */
const BLOCKS: ReadonlyMap<string, ToBlocks> = new Map<string, ToBlocks>([
  ['p', ({ children }, context) => toBlocks(children, context)],
  ['h1', heading(1)],
  ['h2', heading(2)],
  ['h3', heading(3)],
  ['h4', heading(4)],
  ['h5', heading(5)],
  ['h6', heading(6)],
  ['pre', (element) => [toPreformatted(element)]],
  ['footer', ({ children }, context) => [{ type: 'footer', text: textOf(children, context) }]],
  ['hr', () => [{ type: 'divider' }]],
  ['ul', (element, context) => [toList(element, (nodes) => toBlocks(nodes, context))]],
  ['ol', (element, context) => [toList(element, (nodes) => toBlocks(nodes, context))]],
  ['blockquote', toQuotation],
  ['aside', toPullQuotation],
  ['video', media],
  ['audio', media],
  ['tg-document', media],
  ['tg-map', media],
  ['figure', toFigure],
  ['tg-collage', group('collage')],
  ['tg-slideshow', group('slideshow')],
  ['table', (element, context) => [toTable(element, (nodes) => textOf(nodes, context))]],
  ['details', toDetails],
  [
    'tg-math-block',
    ({ children }) => [{ type: 'mathematical_expression', expression: raw(children) }],
  ],
  ['tg-button-row', toButtons],
  [
    'tg-thinking',
    ({ children }, context) => [{ type: 'thinking', text: textOf(children, context) }],
  ],
]);

/** The blocks of a piece of rich HTML; text outside of all blocks is paragraphs. @throws {Refusal} */
export function toBlocks(nodes: readonly HtmlNode[], context: BlockContext): RichBlock[] {
  const blocks: RichBlock[] = [];
  let line: HtmlNode[] = [];
  const endLine = (): void => {
    const text = textOf(line, context);
    line = [];
    const isAnchor = typeof text === 'object' && !Array.isArray(text) && text.type === 'anchor';
    if (isAnchor) blocks.push({ type: 'anchor', name: text.name });
    else if (text !== '') blocks.push({ type: 'paragraph', text });
  };
  for (const node of nodes) {
    const make = typeof node === 'string' ? undefined : blockMaker(node);
    if (!make || typeof node === 'string') {
      line.push(node);
      continue;
    }
    endLine();
    blocks.push(...make(node, context));
  }
  endLine();
  return blocks;
}

function blockMaker({ tag, attributes }: HtmlElement): ToBlocks | undefined {
  const isPicture = tag === 'img' && !attributes.get('src')?.startsWith('tg://emoji');
  return isPicture ? media : BLOCKS.get(tag);
}

function textOf(nodes: readonly HtmlNode[], context: HtmlContext): RichText {
  return trimmed(toRichText(nodes, context));
}

function toPreformatted({ children }: HtmlElement): RichBlock {
  const code = children.length === 1 ? children[0] : undefined;
  const inner = typeof code === 'object' && code.tag === 'code' ? code : undefined;
  const language = /^language-(.+)$/u.exec(inner?.attributes.get('class') ?? '')?.[1];
  const text = raw(inner?.children ?? children).replace(/\n$/u, '');
  return { type: 'pre', text, ...(language === undefined ? {} : { language }) };
}

function toQuotation({ attributes, children }: HtmlElement, context: BlockContext): RichBlock[] {
  const { content, ...credit } = withoutCredit(children, context);
  if (attributes.has('expandable'))
    return [{ type: 'expandable_blockquote', text: textOf(content, context), ...credit }];
  return [{ type: 'blockquote', blocks: toBlocks(content, context), ...credit }];
}

function toPullQuotation({ children }: HtmlElement, context: BlockContext): RichBlock[] {
  const { content, ...credit } = withoutCredit(children, context);
  return [{ type: 'pullquote', text: textOf(content, context), ...credit }];
}

function toFigure({ children }: HtmlElement, context: BlockContext): RichBlock[] {
  const shown = children.find((it) => typeof it !== 'string' && it.tag !== 'figcaption');
  if (typeof shown !== 'object') return toBlocks(children, context);
  return [toMediaBlock(shown, captionOf(children, context).caption, context)];
}

function toDetails({ attributes, children }: HtmlElement, context: BlockContext): RichBlock[] {
  const summary = children.find((it) => isTag(it, 'summary'));
  const content = children.filter((it) => it !== summary);
  return [
    {
      type: 'details',
      summary: typeof summary === 'object' ? textOf(summary.children, context) : '',
      blocks: toBlocks(content, context),
      ...(attributes.has('open') ? { is_open: true } : {}),
    },
  ];
}

function toButtons({ attributes, children }: HtmlElement, context: BlockContext): RichBlock[] {
  const buttons = children.flatMap((it) =>
    isTag(it, 'tg-button') ? [toButton(it as HtmlElement, context)] : [],
  );
  const align = attributes.get('align') ?? '';
  if (align === '') return [{ type: 'buttons', buttons }];
  if (align !== 'left' && align !== 'center' && align !== 'right')
    throw refusal('Invalid horizontal alignment specified');
  return [{ type: 'buttons', buttons, align }];
}

function withoutCredit(
  children: readonly HtmlNode[],
  context: HtmlContext,
): { readonly content: readonly HtmlNode[]; readonly credit?: RichText } {
  const cite = children.findLast((it) => isTag(it, 'cite'));
  if (typeof cite !== 'object') return { content: children };
  const credit = textOf(cite.children, context);
  return { content: children.filter((it) => it !== cite), ...(credit === '' ? {} : { credit }) };
}

function captionOf(children: readonly HtmlNode[], context: HtmlContext) {
  const caption = children.find((it) => isTag(it, 'figcaption'));
  if (typeof caption !== 'object') return {};
  const { content, ...credit } = withoutCredit(caption.children, context);
  return { caption: { text: textOf(content, context), ...credit } };
}

function isTag(node: HtmlNode, tag: string): boolean {
  return typeof node === 'object' && node.tag === tag;
}

function raw(nodes: readonly HtmlNode[]): string {
  return nodes.map((it) => (typeof it === 'string' ? it : raw(it.children))).join('');
}

/** Names that links inside the message can lead to. */
export function namesIn(nodes: readonly HtmlNode[]): {
  readonly anchors: ReadonlySet<string>;
  readonly references: ReadonlySet<string>;
} {
  const anchors = new Set<string>();
  const references = new Set<string>();
  const visit = (node: HtmlNode): void => {
    if (typeof node === 'string') return;
    const name = node.attributes.get('name');
    if (name !== undefined && node.tag === 'a') anchors.add(name);
    if (name !== undefined && node.tag === 'tg-reference') references.add(name);
    node.children.forEach(visit);
  };
  nodes.forEach(visit);
  return { anchors, references };
}

/** Text that only spaces out blocks is none. */
export function isBlank(block: RichBlock): boolean {
  return block.type === 'paragraph' && lettersOf(block.text).trim() === '';
}
