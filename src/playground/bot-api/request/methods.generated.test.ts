import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { emulatorMethodsReference } from '../../../../tools/bot-api/emulator-methods.ts';
import { generate } from '../../../../tools/generate-bot-api-methods.ts';
import { METHODS } from './methods.generated.ts';
import { HANDLERS } from '../methods/table.ts';
import { SHAPES } from './shapes.generated.ts';

it.each(['methods.generated.ts', 'shapes.generated.ts'] as const)(
  '%s is what the generator writes for the installed declarations',
  (file) => {
    const written = readFileSync(new URL(file, import.meta.url), 'utf8');

    expect(written).toBe(generate()[file]);
  },
);

it('holds every method and parameter of Bot API 10.3', () => {
  const parameters = Object.values(METHODS).flatMap((method) => Object.values(method));

  expect(Object.keys(METHODS)).toHaveLength(187);
  expect(parameters).toHaveLength(955);
  expect(parameters.filter(({ length }) => length)).toHaveLength(56);
});

it('knows what is required, of which type, how long and which words are allowed', () => {
  expect(METHODS['sendMessage']?.['text']).toEqual({
    type: 'string',
    required: true,
    length: { min: 1, max: 4096, unit: 'characters', afterParsing: true },
  });
  expect(METHODS['answerCallbackQuery']?.['text']?.length).toEqual({
    min: 0,
    max: 200,
    unit: 'characters',
  });
  expect(METHODS['sendMessage']?.['chat_id']).toEqual({ type: 'id', required: true });
  expect(METHODS['sendDocument']?.['document']).toEqual({ type: 'file', required: true });
  expect(METHODS['sendChatAction']?.['action']?.oneOf).toContain('typing');
  expect(METHODS['setMyCommands']?.['commands']?.type).toBe('array');
  expect(METHODS['sendLocation']?.['latitude']?.type).toBe('float');
  expect(METHODS['createForumTopic']?.['icon_color']?.type).toBe('integer');
  expect(METHODS['kickChatMember']).toEqual(METHODS['banChatMember']);
});

it('knows the fields of objects: of all alternatives, of their bases, and of what is inside', () => {
  const name = METHODS['sendMessage']?.['reply_markup']?.shape ?? '';
  const button = SHAPES[name]?.['inline_keyboard']?.shape ?? '';

  expect(name.split('|')).toEqual([
    'InlineKeyboardMarkup',
    'ReplyKeyboardMarkup',
    'ReplyKeyboardRemove',
    'ForceReply',
  ]);
  expect(SHAPES[button]).toMatchObject({
    text: { type: 'string' },
    callback_data: { type: 'string' },
    copy_text: { type: 'object', shape: 'CopyTextButton' },
  });
  expect(METHODS['sendMessage']?.['link_preview_options']?.shape).toBe('LinkPreviewOptions');
});

it('has a handler only for methods that exist', () => {
  expect([...HANDLERS.keys()].filter((name) => !Object.hasOwn(METHODS, name))).toEqual([]);
});

it('is listed as it is built; npm run generate:bot-api writes the page', () => {
  const page = new URL('../../../../docs/reference/emulator-methods.md', import.meta.url);
  const built = new Set(HANDLERS.keys());

  expect(readFileSync(page, 'utf8')).toBe(emulatorMethodsReference(Object.keys(METHODS), built));
});
