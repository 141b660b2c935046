import type { RichBlock, RichBlockCaption, RichBlockListItem, RichText } from '@grammyjs/types';
import { type Fields, fieldReader, isFields } from '../keyboards/fields.ts';
import { refusal } from '../refusal.ts';
import type { BlockContext } from './blocks-from-html.ts';
import { readInputTable } from './input-table.ts';
import { readButton, readRichText } from './input-text.ts';
import { listLabel, type NumberingType } from './list-label.ts';
import { mapBlock, mediaBlock } from './media-blocks.ts';

const PREFIX = "Can't parse InputRichBlock: ";
const MEDIA = new Set(['photo', 'video', 'animation', 'audio', 'document']);

/** Reading explicit blocks needs to read their media too. */
export interface InputContext extends BlockContext {
  readonly readMedia: (value: unknown) => Parameters<typeof mediaBlock>[0];
}

/** Reads the `blocks` of a request ([T] InputRichBlock). @throws {Refusal} */
export function readInputBlocks(value: unknown, context: InputContext): RichBlock[] {
  if (!Array.isArray(value)) throw refusal(`${PREFIX}Field "blocks" must be of type Array`);
  return value.map((item) => readBlock(item, context));
}

function readBlock(value: unknown, context: InputContext): RichBlock {
  if (!isFields(value)) throw refusal('Object expected as InputRichMessageBlock');
  const read = fieldReader(value, PREFIX);
  const type = read.text('type');
  const text = (name = 'text'): RichText => readRichText(value[name] ?? '', context);
  const blocks = (): RichBlock[] => readInputBlocks(value['blocks'], context);
  const credit = value['credit'] === undefined ? {} : { credit: text('credit') };
  switch (type) {
    case 'paragraph':
    case 'footer':
    case 'thinking':
      return { type, text: text() };
    case 'heading':
      return { type, text: text(), size: headingSize(value['size']) };
    case 'pre': {
      const language = read.optionalText('language') ?? '';
      return { type, text: text(), ...(language === '' ? {} : { language }) };
    }
    case 'divider':
      return { type };
    case 'mathematical_expression':
      return { type, expression: read.text('expression') };
    case 'anchor':
      return { type, name: read.text('name') };
    case 'list':
      return { type, items: readItems(value['items'], context) };
    case 'blockquote':
      return { type, blocks: blocks(), ...credit };
    case 'expandable_blockquote':
    case 'pullquote':
      return { type, text: text(), ...credit };
    case 'collage':
    case 'slideshow':
      return { type, blocks: blocks(), ...readCaption(value, context) };
    case 'table':
      return readInputTable(value, (it) => readRichText(it, context));
    case 'details': {
      const open = read.flag('is_open') ? { is_open: true as const } : {};
      return { type, summary: text('summary'), blocks: blocks(), ...open };
    }
    case 'map':
      return readMap(value, context);
    case 'buttons':
      return readButtons(value, context);
    default:
      if (!MEDIA.has(type)) throw refusal(`${PREFIX}type "${type}" is unsupported`);
      return readMediaBlock(type, value, context);
  }
}

function headingSize(size: unknown): 1 | 2 | 3 | 4 | 5 | 6 {
  if (!Number.isInteger(size) || Number(size) < 1 || Number(size) > 6)
    throw refusal('Invalid section heading size specified');
  return size as 1 | 2 | 3 | 4 | 5 | 6;
}

function readItems(value: unknown, context: InputContext): RichBlockListItem[] {
  if (!Array.isArray(value) || value.length === 0) throw refusal('List must be non-empty');
  const items = value.map((item) => readItem(item, context));
  if (new Set(items.map(({ type }) => type === undefined)).size > 1)
    throw refusal('List must be either ordered or unordered');
  return items;
}

function readItem(value: unknown, context: InputContext): RichBlockListItem {
  if (!isFields(value)) throw refusal('Object expected as InputRichBlockListItem');
  const read = fieldReader(value, PREFIX);
  const given = readInputBlocks(value['blocks'], context);
  const blocks: RichBlock[] = given.length === 0 ? [{ type: 'paragraph', text: '' }] : given;
  const hasBox = read.flag('has_checkbox');
  const boxed = {
    ...(hasBox ? { has_checkbox: true as const } : {}),
    ...(hasBox && read.flag('is_checked') ? { is_checked: true as const } : {}),
  };
  const type = read.optionalText('type') ?? '';
  if (type === '') return { label: '•', blocks, ...boxed };
  if (!/^[aAiI1]$/u.test(type)) throw refusal('Invalid list item type specified');
  const number = Number.isInteger(value['value']) ? Number(value['value']) : 0;
  const kind = type as NumberingType;
  return { label: listLabel(number, kind), blocks, ...boxed, value: number, type: kind };
}

function readCaption(value: Fields, context: InputContext): { caption?: RichBlockCaption } {
  const caption = value['caption'];
  if (caption === undefined) return {};
  if (!isFields(caption)) throw refusal('RichBlockCaption must be an Object');
  const text = readRichText(caption['text'] ?? '', context);
  const credit = readRichText(caption['credit'] ?? '', context);
  if (text === '' && credit === '') return {};
  return { caption: { text, ...(credit === '' ? {} : { credit }) } };
}

function readMap(value: Fields, context: InputContext): RichBlock {
  const place = fieldReader(value, PREFIX).object('location') ?? {};
  const number = (from: Fields, name: string, without: number): number =>
    from[name] === undefined ? without : Number(from[name]);
  return mapBlock(
    {
      latitude: number(place, 'latitude', Number.NaN),
      longitude: number(place, 'longitude', Number.NaN),
      zoom: number(value, 'zoom', 0),
      width: number(value, 'width', 0),
      height: number(value, 'height', 0),
    },
    readCaption(value, context).caption,
  );
}

function readButtons(value: Fields, context: InputContext): RichBlock {
  const align = fieldReader(value, PREFIX).optionalText('align') ?? '';
  const given = value['buttons'];
  if (!Array.isArray(given)) throw refusal(`${PREFIX}Field "buttons" must be of type Array`);
  const buttons = given.map((it) => readButton(it, context));
  if (align === '') return { type: 'buttons', buttons };
  if (align !== 'left' && align !== 'center' && align !== 'right')
    throw refusal('Invalid horizontal alignment specified');
  return { type: 'buttons', buttons, align };
}

function readMediaBlock(type: string, value: Fields, context: InputContext): RichBlock {
  const media = value[type];
  const given = isFields(media) ? media['type'] : undefined;
  if (given !== type) throw refusal(`Unexpected media type "${String(given)}" for block "${type}"`);
  return mediaBlock(context.readMedia(media), readCaption(value, context).caption, false);
}
