import { lettersOf, type RichText } from './rich-text.ts';

/** A block of a rich message, `[T] InputRichBlock`: no media, no buttons, nothing that acts. */
export type RichBlock =
  | { readonly type: 'paragraph'; readonly text: RichText }
  | { readonly type: 'heading'; readonly text: RichText; readonly size: number }
  | { readonly type: 'pre'; readonly text: RichText; readonly language?: string }
  | { readonly type: 'divider' }
  | { readonly type: 'list'; readonly items: readonly RichItem[] }
  | { readonly type: 'blockquote'; readonly blocks: readonly RichBlock[] }
  | {
      readonly type: 'table';
      readonly cells: readonly (readonly RichCell[])[];
      readonly is_bordered: true;
    }
  | {
      readonly type: 'details';
      readonly summary: RichText;
      readonly blocks: readonly RichBlock[];
      readonly is_open?: true;
    };

export interface RichItem {
  readonly blocks: readonly RichBlock[];
  readonly has_checkbox?: true;
  readonly is_checked?: true;
  readonly value?: number;
  readonly type?: '1';
}

export interface RichCell {
  readonly text: RichText;
  readonly is_header?: true;
  readonly align: 'left' | 'center' | 'right';
  readonly valign: 'middle';
}

/** Telegram's limits, [T] InputRichMessage; below each something is left for a mark. */
const MAX_CHARACTERS = 32_768 - 512;
const MAX_BLOCKS = 500 - 4;
const MAX_LEVELS = 16;
const MAX_COLUMNS = 20;

/** Whether Telegram takes a message of these blocks, and there is something to see in it. */
export function fitsRichMessage(blocks: readonly RichBlock[]): boolean {
  const letters = blocks.map(lettersIn).join('');
  const isVisible = /[^\p{Z}\p{C}\p{M}\u115f\u1160\u2800\u3164\uffa0]/u.test(letters);
  if (!isVisible || levelsOf(blocks) > MAX_LEVELS) return false;
  if (sum(blocks, countBlocks) > MAX_BLOCKS || !blocks.every(hasFewColumns)) return false;
  return letters.length <= MAX_CHARACTERS || Array.from(letters).length <= MAX_CHARACTERS;
}

function textsOf(block: RichBlock): readonly RichText[] {
  if (block.type === 'table') return block.cells.flatMap((row) => row.map(({ text }) => text));
  if (block.type === 'details') return [block.summary];
  return 'text' in block ? [block.text] : [];
}

function childrenOf(block: RichBlock): readonly RichBlock[] {
  if (block.type === 'list') return block.items.flatMap(({ blocks }) => blocks);
  return 'blocks' in block ? block.blocks : [];
}

function lettersIn(block: RichBlock): string {
  return [...textsOf(block).map(lettersOf), ...childrenOf(block).map(lettersIn)].join('');
}

function hasFewColumns(block: RichBlock): boolean {
  const rows = block.type === 'table' ? block.cells : [];
  return (
    rows.every(({ length }) => length <= MAX_COLUMNS) && childrenOf(block).every(hasFewColumns)
  );
}

/** As documented: list items and rows are blocks too. */
function countBlocks(block: RichBlock): number {
  const items = block.type === 'list' ? block.items.length : 0;
  const rows = block.type === 'table' ? block.cells.length : 0;
  return 1 + items + rows + sum(childrenOf(block), countBlocks);
}

/** Every block and every format is a level; an item is counted as one, to be on the safe side. */
function levelsOf(blocks: readonly RichBlock[]): number {
  const levels = blocks.map((block) => {
    const inItem = block.type === 'list' ? 1 : 0;
    return 1 + Math.max(inItem + levelsOf(childrenOf(block)), ...textsOf(block).map(textLevels));
  });
  return Math.max(0, ...levels);
}

function textLevels(text: RichText): number {
  if (typeof text === 'string') return 0;
  if (!('type' in text)) return text.reduce((most, one) => Math.max(most, textLevels(one)), 0);
  return 1 + textLevels(text.text);
}

function sum(blocks: readonly RichBlock[], count: (block: RichBlock) => number): number {
  return blocks.reduce((all, block) => all + count(block), 0);
}
