import type { RichBlock, RichBlockCaption, RichText } from '@grammyjs/types';

/** Blocks inside a block. */
export function childrenOf(block: RichBlock): readonly RichBlock[] {
  if (block.type === 'list') return block.items.flatMap(({ blocks }) => blocks);
  return 'blocks' in block ? block.blocks : [];
}

/** The texts of a block itself, in the order in which they show. */
export function textsOf(block: RichBlock): readonly RichText[] {
  if (block.type === 'table')
    return [
      ...block.cells.flatMap((row) => row.map(({ text }) => text ?? '')),
      block.caption ?? '',
    ];
  if (block.type === 'details') return [block.summary];
  if (block.type === 'buttons') return block.buttons.map(({ text }) => text);
  return [
    ...('text' in block ? [block.text] : []),
    ...('credit' in block && block.credit !== undefined ? [block.credit] : []),
    ...('caption' in block ? captionTexts(block.caption) : []),
  ];
}

function captionTexts(caption: RichBlockCaption | undefined): RichText[] {
  return caption ? [caption.text, caption.credit ?? ''] : [];
}

/** The block with all texts changed, its own and those inside; code and formulas stay. */
export function mapTexts(block: RichBlock, change: (text: RichText) => RichText): RichBlock {
  const within = (blocks: readonly RichBlock[]): RichBlock[] =>
    blocks.map((it) => mapTexts(it, change));
  if (block.type === 'pre' || block.type === 'buttons') return block;
  if (block.type === 'list') {
    const items = block.items.map((item) => ({ ...item, blocks: within(item.blocks) }));
    return { ...block, items };
  }
  if (block.type === 'table') {
    const cells = block.cells.map((row) =>
      row.map((cell) => (cell.text === undefined ? cell : { ...cell, text: change(cell.text) })),
    );
    return { ...block, cells };
  }
  if (block.type === 'details')
    return { ...block, summary: change(block.summary), blocks: within(block.blocks) };
  if ('blocks' in block) return { ...block, blocks: within(block.blocks) };
  return 'text' in block ? { ...block, text: change(block.text) } : block;
}
