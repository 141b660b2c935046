import type { RichBlock, RichText } from '@grammyjs/types';
import { refusal } from '../refusal.ts';
import { codePoints } from '../text/text.ts';
import { childrenOf, textsOf } from './block-tree.ts';
import { lettersOf } from './text-tree.ts';

const MAX_CHARACTERS = 32_768;
const MAX_BLOCKS = 500;
const MAX_DEPTH = 16;
const MAX_MEDIA = 50;
const MAX_COLUMNS = 20;
const MAX_BUTTONS = 8;
const MEDIA = new Set(['photo', 'video', 'animation', 'audio', 'document', 'voice_note']);

/**
 * Checks the limits of [T] InputRichMessage. The words are those that bots got from the real
 * service; how exactly it counts list items, rows and depth is not published: here, as documented,
 * items and rows are blocks, and every block and format is a level. @throws {Refusal}
 */
export function checkRichLimits(blocks: readonly RichBlock[]): void {
  if (blocks.some((block) => depthOf(block) > MAX_DEPTH))
    throw refusal('RICH_MESSAGE_DEPTH_INVALID');
  if (sum(blocks, countBlocks) > MAX_BLOCKS) throw refusal('RICH_MESSAGE_BLOCKS_TOO_MANY');
  if (sum(blocks, countCharacters) > MAX_CHARACTERS) throw refusal('RICH_MESSAGE_TEXT_TOO_LONG');
  if (sum(blocks, countMedia) > MAX_MEDIA) throw refusal('RICH_MESSAGE_MEDIA_TOO_MANY');
  for (const block of blocks.flatMap(withInner)) checkOne(block);
}

function checkOne(block: RichBlock): void {
  if (block.type === 'table') {
    const widths = block.cells.map((row) =>
      row.reduce((all, cell) => all + (cell.colspan ?? 1), 0),
    );
    if (Math.max(0, ...widths) > MAX_COLUMNS) throw refusal('RICH_MESSAGE_TABLE_COLS_TOO_MANY');
  }
  if (block.type !== 'buttons') return;
  if (block.buttons.length === 0) throw refusal('Button row must be non-empty');
  if (block.buttons.length > MAX_BUTTONS)
    throw refusal(`A button row takes ${MAX_BUTTONS} buttons (the words are of the emulator)`);
}

function withInner(block: RichBlock): RichBlock[] {
  return [block, ...childrenOf(block).flatMap(withInner)];
}

function sum(blocks: readonly RichBlock[], count: (block: RichBlock) => number): number {
  return blocks.reduce((all, block) => all + count(block), 0);
}

function countBlocks(block: RichBlock): number {
  const parts = block.type === 'list' ? block.items.length : 0;
  const rows = block.type === 'table' ? block.cells.length : 0;
  return 1 + parts + rows + sum(childrenOf(block), countBlocks);
}

function countCharacters(block: RichBlock): number {
  const formula = block.type === 'mathematical_expression' ? block.expression : '';
  const own = [formula, ...textsOf(block).map(lettersOf)].join('');
  return codePoints(own) + sum(childrenOf(block), countCharacters);
}

function countMedia(block: RichBlock): number {
  return (MEDIA.has(block.type) ? 1 : 0) + sum(childrenOf(block), countMedia);
}

/** Looks no deeper than it must: a hostile message nests without end. */
function depthOf(block: RichBlock, left = MAX_DEPTH + 1): number {
  if (left === 0) return 0;
  const inner = childrenOf(block).map((it) => depthOf(it, left - 1));
  const texts = textsOf(block).map((it) => textDepth(it, left - 1));
  return 1 + Math.max(0, ...inner, ...texts);
}

function textDepth(text: RichText, left: number): number {
  if (left === 0 || typeof text === 'string') return 0;
  if (Array.isArray(text)) return Math.max(0, ...text.map((it) => textDepth(it, left)));
  return 1 + ('text' in text ? textDepth(text.text, left - 1) : 0);
}
