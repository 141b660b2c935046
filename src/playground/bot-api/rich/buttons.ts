import type { RichBlock, RichMessage, RichMessageButton, RichText } from '@grammyjs/types';
import { fieldReader, isFields } from '../keyboards/fields.ts';
import { checkAction, readAction, readStyle } from '../keyboards/inline-button.ts';
import { refusal } from '../refusal.ts';
import { childrenOf, textsOf } from './block-tree.ts';
import { lettersOf } from './text-tree.ts';

const PREFIX = "Can't parse rich message button: ";
const STYLES = new Set(['danger', 'success', 'primary', 'link']);

/** Reads one button; its text must be read already. @throws {Refusal} */
export function readRichButton(
  given: Readonly<Record<string, unknown>> & { readonly text: RichText },
): RichMessageButton {
  const read = fieldReader(given, PREFIX);
  const style = readStyle(read, STYLES);
  const action = readAction(given, PREFIX);
  if (!action || 'pay' in action || 'callback_game' in action)
    throw read.fail('Text buttons are unallowed in the inline keyboard');
  if (style === 'link' && !('callback_data' in action))
    throw read.fail(
      'only callback buttons can have the style "link" (the words are of the emulator)',
    );
  if (!isLabel(given.text))
    throw read.fail('the text takes only custom emoji and dates (the words are of the emulator)');
  const styled = style === undefined ? {} : { style };
  return { text: given.text, ...styled, ...action } as unknown as RichMessageButton;
}

/** Checks what the server behind the Bot API checks of all buttons. @throws {Refusal} */
export function checkRichButtons(blocks: readonly RichBlock[], isPrivate: boolean): void {
  for (const button of blocks.flatMap(buttonsOf)) {
    if (lettersOf(button.text).trim() === '')
      throw refusal('Inline keyboard button text must be non-empty');
    checkAction({ ...button }, isPrivate);
  }
}

/** What of a rich message can be tapped, as an inline keyboard would have it. */
export function tappableButtons(
  rich: RichMessage | undefined,
): { readonly text: string; readonly callback_data: string }[] {
  return (rich?.blocks ?? []).flatMap(buttonsOf).flatMap((button) => {
    if (!('callback_data' in button)) return [];
    return [{ text: lettersOf(button.text), callback_data: button.callback_data }];
  });
}

function buttonsOf(block: RichBlock): RichMessageButton[] {
  const own = block.type === 'buttons' ? block.buttons : [];
  return [...own, ...textsOf(block).flatMap(inText), ...childrenOf(block).flatMap(buttonsOf)];
}

function inText(text: RichText): RichMessageButton[] {
  if (typeof text === 'string') return [];
  if (Array.isArray(text)) return text.flatMap(inText);
  if (text.type === 'button') return [text.button];
  return 'text' in text ? inText(text.text) : [];
}

function isLabel(text: unknown): boolean {
  if (typeof text === 'string') return true;
  if (Array.isArray(text)) return text.every(isLabel);
  if (!isFields(text)) return false;
  return text['type'] === 'custom_emoji' || (text['type'] === 'date_time' && isLabel(text['text']));
}
