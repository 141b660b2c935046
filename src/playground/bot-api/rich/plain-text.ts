import type { RichBlock } from '@grammyjs/types';
import { childrenOf, textsOf } from './block-tree.ts';
import { lettersOf } from './text-tree.ts';

/** What a person reads in the blocks, one block a line; cells of a row stand beside each other. */
export function plainText(blocks: readonly RichBlock[]): string {
  return blocks.flatMap(linesOf).join('\n');
}

function linesOf(block: RichBlock): string[] {
  if (block.type === 'list')
    return block.items.map(({ label, blocks, has_checkbox, is_checked }) => {
      const box = has_checkbox ? (is_checked ? '☑ ' : '☐ ') : '';
      return `${label} ${box}${plainText(blocks)}`;
    });
  if (block.type === 'table')
    return [
      ...block.cells.map((row) => row.map(({ text }) => lettersOf(text ?? '')).join(' | ')),
      ...(block.caption === undefined ? [] : [lettersOf(block.caption)]),
    ];
  if (block.type === 'mathematical_expression') return [block.expression];
  if (block.type === 'buttons')
    return [block.buttons.map(({ text }) => `[${lettersOf(text)}]`).join(' ')];
  const lines = [...textsOf(block).map(lettersOf), ...childrenOf(block).flatMap(linesOf)];
  return lines.filter((line) => line !== '');
}
