import type { RichBlock, RichBlockListItem } from '@grammyjs/types';
import type { HtmlElement, HtmlNode } from './html-tree.ts';
import { listLabel, type NumberingType } from './list-label.ts';

/** A `<ul>` or `<ol>` with its items. */
export function toList(
  { tag, attributes, children }: HtmlElement,
  toBlocks: (nodes: readonly HtmlNode[]) => RichBlock[],
): RichBlock {
  const elements = children.filter((it) => typeof it === 'object' && it.tag === 'li');
  const step = attributes.has('reversed') ? -1 : 1;
  const first = Number(attributes.get('start') ?? (step === 1 ? 1 : elements.length));
  let next = Number.isInteger(first) ? first : 1;
  const items = elements.map((element): RichBlockListItem => {
    const item = element as HtmlElement;
    const box = findBox(item);
    const content = toBlocks(item.children.map((it) => without(it, box)));
    const blocks: RichBlock[] = content.length === 0 ? [{ type: 'paragraph', text: '' }] : content;
    const boxed = {
      ...(box ? { has_checkbox: true as const } : {}),
      ...(box?.attributes.has('checked') ? { is_checked: true as const } : {}),
    };
    if (tag === 'ul') return { label: '•', blocks, ...boxed };
    const given = Number(item.attributes.get('value') ?? next);
    const value = Number.isInteger(given) ? given : next;
    next = value + step;
    const type = numbering(item.attributes.get('type') ?? attributes.get('type'));
    return { label: listLabel(value, type), blocks, ...boxed, value, type };
  });
  return { type: 'list', items };
}

function numbering(type: string | undefined): NumberingType {
  return type === 'a' || type === 'A' || type === 'i' || type === 'I' ? type : '1';
}

/** A task's box stands in the item, or in its first paragraph. */
function findBox({ children }: HtmlElement): HtmlElement | undefined {
  for (const node of children) {
    if (typeof node === 'string') {
      if (node.trim() !== '') return undefined;
    } else if (node.tag === 'input')
      return node.attributes.get('type') === 'checkbox' ? node : undefined;
    else return node.tag === 'p' ? findBox(node) : undefined;
  }
  return undefined;
}

function without(node: HtmlNode, unwanted: HtmlElement | undefined): HtmlNode {
  if (typeof node === 'string' || !unwanted) return node;
  if (node === unwanted) return '';
  return node.tag === 'p'
    ? { ...node, children: node.children.map((it) => without(it, unwanted)) }
    : node;
}
