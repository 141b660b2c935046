import type {
  ForceReply,
  InlineKeyboardMarkup,
  ReplyKeyboardMarkup,
  ReplyKeyboardRemove,
} from '@grammyjs/types';
import { type Fields, fieldReader, isFields } from './fields.ts';
import { checkInlineButton, readInlineButton } from './inline-button.ts';
import { checkReplyButton, readReplyButton } from './reply-button.ts';
import { refusal } from '../refusal.ts';
import { codePoints } from '../text/text.ts';

/** What a message brings along. Only an inline keyboard is part of the message that comes back. */
export type ReplyMarkup =
  | { readonly kind: 'inline'; readonly markup: InlineKeyboardMarkup }
  | { readonly kind: 'keyboard'; readonly markup: ReplyKeyboardMarkup }
  | { readonly kind: 'force-reply'; readonly markup: ForceReply }
  | { readonly kind: 'remove'; readonly markup: ReplyKeyboardRemove };

const MAX_BUTTONS = 100;
/** td drops what does not fit into a row, and says nothing. */
const MAX_IN_ROW = 12;
const MAX_PLACEHOLDER = 64;
const UNROWED = {
  keyboard: 'Field "keyboard" must be an Array of Arrays',
  inline_keyboard: 'Field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays',
};

/** Reads the `reply_markup` of a request; nothing when it shows nothing. @throws {Refusal} */
export function readReplyMarkup(value: unknown): ReplyMarkup | undefined {
  if (value === undefined) return undefined;
  if (!isFields(value)) throw refusal('Object expected as reply markup');
  const keyboard = rowsOf(value, 'keyboard', readReplyButton);
  const inline = rowsOf(value, 'inline_keyboard', readInlineButton);
  const read = fieldReader(value, '');
  const selective = read.flag('selective') ? { selective: true } : {};
  const forces = read.flag('force_reply');
  const forced = forces ? { force_reply: true } : {};
  const asking = { ...selective, ...readPlaceholder(value) };
  const looks = ['is_persistent', 'resize_keyboard', 'one_time_keyboard']
    .filter((name) => read.flag(name))
    .map((name) => [name, true]);
  const removes = read.flag('remove_keyboard');
  if (keyboard.length > 0) {
    const markup = { keyboard, ...Object.fromEntries(looks), ...asking, ...forced };
    return { kind: 'keyboard', markup };
  }
  if (inline.length > 0) return { kind: 'inline', markup: { inline_keyboard: inline, ...forced } };
  if (removes) return { kind: 'remove', markup: { remove_keyboard: true, ...selective } };
  if (forces) return { kind: 'force-reply', markup: { force_reply: true, ...asking } };
  return undefined;
}

/** Checks what only the server behind the Bot API checks. @throws {Refusal} */
export function checkReplyMarkup(
  markup: ReplyMarkup | undefined,
  where: { readonly isPrivate: boolean; readonly isEdit: boolean },
): InlineKeyboardMarkup | undefined {
  if (!markup) return undefined;
  if (markup.kind !== 'inline') {
    if (where.isEdit) throw refusal('Inline keyboard expected');
    if (markup.kind === 'keyboard') checkKeyboard(markup.markup, where.isPrivate);
    return undefined;
  }
  const { inline_keyboard: rows, ...rest } = markup.markup;
  const inline_keyboard = rows.map((row) =>
    row.map((button) => checkInlineButton(button, where.isPrivate)),
  );
  if (inline_keyboard.flat().length > MAX_BUTTONS) throw refusal('Reply markup is too long');
  return { inline_keyboard, ...rest };
}

function checkKeyboard({ keyboard }: ReplyKeyboardMarkup, isPrivate: boolean): void {
  for (const button of keyboard.flat())
    if (typeof button !== 'string') checkReplyButton(button, isPrivate);
}

function rowsOf<Button extends { readonly text: string }>(
  markup: Fields,
  name: keyof typeof UNROWED,
  readButton: (value: unknown) => Button,
): Button[][] {
  const rows = markup[name];
  if (rows === undefined) return [];
  if (!Array.isArray(rows)) throw refusal(`Field "${name}" must be of type Array`);
  return rows
    .map((row: unknown) => {
      if (!Array.isArray(row)) throw refusal(UNROWED[name]);
      return row.map(readButton);
    })
    .map((row) => row.filter(({ text }) => text !== '' || name === 'inline_keyboard'))
    .map((row) => row.slice(0, MAX_IN_ROW))
    .filter((row) => row.length > 0);
}

function readPlaceholder(value: Fields): { readonly input_field_placeholder?: string } {
  const placeholder = fieldReader(value, '').optionalText('input_field_placeholder') ?? '';
  if (codePoints(placeholder) > MAX_PLACEHOLDER)
    throw refusal(
      `Field "input_field_placeholder" takes ${MAX_PLACEHOLDER} characters (the emulator is strict here)`,
    );
  return placeholder === '' ? {} : { input_field_placeholder: placeholder };
}
