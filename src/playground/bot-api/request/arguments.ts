import type { Upload } from '../chats/files.ts';
import { beyondLength } from './documented-length.ts';
import type { MethodSpec, ParameterSpec } from './method-spec.ts';
import { nestsTooDeep } from './nesting.ts';
import { refusal } from '../refusal.ts';
import { strayFields } from './stray-fields.ts';

/** What a request carries, as it came: JSON values, or strings where it was a form. */
export type RawArguments = Readonly<Record<string, unknown>>;

/** A request's parameters, checked against the method's declaration. */
export interface Arguments {
  string(name: string): string | undefined;
  integer(name: string): number | undefined;
  /** A number that may have a fraction. */
  number(name: string): number | undefined;
  /** A chat: its id, or the name of a public one. */
  chat(name: string): number | string | undefined;
  flag(name: string): boolean;
  /** An object or an array. */
  json(name: string): unknown;
  file(name: string): Upload | string | undefined;
  /** An upload by the name of its part, whatever parameter names it. */
  part(name: string): Upload | undefined;
  /** Says whether the request has the parameter, be it empty. */
  isGiven(name: string): boolean;
  /** Parameters of the request that nobody asked for until now, in their order. */
  unread(): string[];
}

/** Methods refuse these by themselves, in their own words and order. */
const REFUSED_LATER = new Set([
  'action',
  'animation',
  'audio',
  'callback_query_id',
  'chat_id',
  'document',
  'file_id',
  'latitude',
  'longitude',
  'message_id',
  'message_ids',
  'message_thread_id',
  'name',
  'permissions',
  'photo',
  'question',
  'rich_message',
  'sticker',
  'text',
  'title',
  'user_id',
  'video',
  'video_note',
  'voice',
]);

const JSON_NAMES: Readonly<Record<string, string>> = {
  reply_markup: 'reply keyboard markup',
  reply_parameters: 'reply parameters',
  rich_message: 'rich message',
  link_preview_options: 'link preview options',
  menu_button: 'menu button',
  scope: 'BotCommandScope',
};

/** Their shape is looked at by who reads them, in Telegram's words. */
const READ_LATER = new Set(['media', 'link_preview_options', 'reply_parameters']);

/** [S] get_integer_arg with bounds: what is below them counts as 0. */
const NEVER_BELOW_ZERO = new Set(['duration', 'height', 'length', 'width']);

/** What Telegram says it expected of each element. */
const ARRAYS_OF: Readonly<Record<string, string>> = {
  commands: 'BotCommand',
  media: 'InputMedia',
  message_ids: 'message identifiers',
  options: 'InputPollOption',
};

/** Checks a request. Stricter than Telegram where Telegram would quietly take a wrong type as 0. */
export function readArguments(
  method: string,
  spec: MethodSpec,
  raw: RawArguments,
  warn: (warning: string) => void,
): Arguments {
  const values = new Map<string, unknown>();
  for (const name of Object.keys(raw)) {
    if (!Object.hasOwn(spec, name) && !isAttached(raw, name))
      warn(`${method}: Telegram knows no parameter "${name}" and ignores it.`);
  }
  for (const [name, parameter] of Object.entries(spec)) {
    const value = raw[name];
    if (value !== undefined) {
      const converted = convert(name, parameter, value, raw);
      values.set(name, converted);
      for (const stray of strayFields(name, parameter, converted)) warn(`${method}: ${stray}`);
      const tooLong = beyondLength(name, parameter, converted);
      if (tooLong !== undefined) warn(`${method}: ${tooLong}`);
      if (NEVER_BELOW_ZERO.has(name) && Number(converted) < 0)
        warn(`${method}: "${name}" is ${String(converted)}, and Telegram takes it for 0.`);
    } else if (parameter.required && !REFUSED_LATER.has(name))
      throw refusal(`Parameter "${name}" is required`);
  }
  const asked = new Set<string>();
  const valueOf = (name: string): unknown => {
    asked.add(name);
    return values.get(name);
  };
  return {
    string: (name) => valueOf(name) as string | undefined,
    integer: (name) => valueOf(name) as number | undefined,
    number: (name) => valueOf(name) as number | undefined,
    chat: (name) => valueOf(name) as number | string | undefined,
    flag: (name) => valueOf(name) === true,
    json: (name) => valueOf(name),
    file: (name) => valueOf(name) as Upload | string | undefined,
    part: (name) => (Object.hasOwn(raw, name) && isUpload(raw[name]) ? raw[name] : undefined),
    isGiven: (name) => valueOf(name) !== undefined,
    unread: () => [...values.keys()].filter((name) => !asked.has(name)),
  };
}

function convert(
  name: string,
  { type }: ParameterSpec,
  value: unknown,
  raw: RawArguments,
): unknown {
  switch (type) {
    case 'string':
      return typeof value === 'string' ? value : wrongType(name, 'a String');
    case 'integer':
      return toNumber(value, /^-?\d+$/u) ?? wrongType(name, 'an Integer');
    case 'float':
      return toNumber(value, /^-?\d+(?:\.\d+)?$/u) ?? wrongType(name, 'a Number');
    case 'boolean':
      return toBoolean(value) ?? wrongType(name, 'a Boolean');
    case 'id':
      if (typeof value === 'string') return /^-?\d+$/u.test(value) ? Number(value) : value;
      return Number.isSafeInteger(value) ? value : wrongType(name, 'an Integer or a String');
    case 'file':
      return toFile(name, value, raw);
    case 'object':
    case 'array':
      return toJson(name, type, value);
  }
}

function wrongType(name: string, expected: string): never {
  throw refusal(`Parameter "${name}" must be ${expected} (the emulator is strict here)`);
}

function toNumber(value: unknown, form: RegExp): number | undefined {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  return form.test(String(value)) ? Number(value) : undefined;
}

function toBoolean(value: unknown): boolean | undefined {
  if (value === true || value === 'true' || value === 'True' || value === '1') return true;
  if (value === false || value === 'false' || value === 'False' || value === '0') return false;
  return undefined;
}

function toFile(name: string, value: unknown, raw: RawArguments): Upload | string {
  if (isUpload(value)) return value;
  if (typeof value !== 'string') return wrongType(name, 'a file or a String');
  const attached = /^attach:\/\/(.+)$/u.exec(value)?.[1];
  if (attached === undefined) return value;
  const part = raw[attached];
  // [S] get_input_file: what names a part that is not there names nothing.
  return isUpload(part) ? part : '';
}

function toJson(name: string, type: 'object' | 'array', value: unknown): unknown {
  const noun = name === 'media' && type === 'object' ? 'input media' : (JSON_NAMES[name] ?? name);
  const parsed = typeof value === 'string' ? parseJson(noun, value) : value;
  // The words for these two are Telegram's own and belong to who reads them.
  if (name === 'reply_markup' || name === 'rich_message') return parsed;
  const expected = ARRAYS_OF[name];
  if (type === 'array' && expected && !Array.isArray(parsed))
    throw refusal(`Expected an Array of ${expected}`);
  if (READ_LATER.has(name)) return parsed;
  const isFit =
    type === 'array' ? Array.isArray(parsed) : typeof parsed === 'object' && parsed !== null;
  return isFit ? parsed : wrongType(name, type === 'array' ? 'an Array' : 'an Object');
}

function parseJson(noun: string, text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    if (!nestsTooDeep(value)) return value;
  } catch {
    // Told below, as what nests too deep.
  }
  throw refusal(`Can't parse ${noun} JSON object`);
}

/** Says whether a value of a request is an uploaded file. */
export function isUpload(value: unknown): value is Upload {
  return typeof value === 'object' && value !== null && 'bytes' in value && 'name' in value;
}

/** Says whether `name` is a part that another parameter names with `attach://`. */
function isAttached(raw: RawArguments, name: string): boolean {
  if (!isUpload(raw[name])) return false;
  const others = Object.values(raw).filter((value) => !isUpload(value));
  return JSON.stringify(others).includes(`attach://${name}`);
}
