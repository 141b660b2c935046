import type { Message, RichBlock, RichBlockCaption } from '@grammyjs/types';
import { refusal } from '../refusal.ts';
import type { HtmlElement } from './html-tree.ts';

/** Where the media of a message come from. */
export interface MediaSource {
  /** Content of the `media` of that id. @throws {Refusal} when there is none */
  readonly take: (id: string) => Partial<Message>;
}

const KINDS = ['photo', 'video', 'animation', 'audio', 'document'] as const;

/** One media of rich HTML. Media from the web are refused: the emulator fetches nothing. */
export function toMediaBlock(
  { tag, attributes }: HtmlElement,
  caption: RichBlockCaption | undefined,
  { media }: { readonly media: MediaSource },
): RichBlock {
  if (tag === 'tg-map') return toMap(attributes, caption);
  const source = attributes.get('src') ?? '';
  const id = /^tg:\/\/(?:photo|video|audio|document)\?id=([\w-]{1,64})$/u.exec(source)?.[1];
  // What Telegram says when it cannot fetch a picture.
  if (id === undefined) throw refusal('RICH_MESSAGE_PHOTO_NO_MEDIA_FOUND');
  const isHidden = attributes.has('tg-spoiler');
  return mediaBlock(media.take(id), caption, isHidden);
}

/** The block of a media that the emulator keeps. */
export function mediaBlock(
  content: Partial<Message>,
  caption: RichBlockCaption | undefined,
  isHidden: boolean,
): RichBlock {
  const isOldName = (name: string): boolean => name === 'document' && 'animation' in content;
  const kind = KINDS.find((name) => name in content && !isOldName(name)) ?? 'document';
  const canHide = kind !== 'audio' && kind !== 'document';
  return {
    type: kind,
    [kind]: content[kind],
    ...(canHide && (isHidden || content.has_media_spoiler) ? { has_spoiler: true } : {}),
    ...(caption ? { caption } : {}),
  } as unknown as RichBlock;
}

function toMap(
  attributes: ReadonlyMap<string, string>,
  caption: RichBlockCaption | undefined,
): RichBlock {
  return mapBlock(
    {
      latitude: Number(attributes.get('lat') ?? Number.NaN),
      longitude: Number(attributes.get('long') ?? Number.NaN),
      zoom: Number(attributes.get('zoom') ?? 13),
      width: 0,
      height: 0,
    },
    caption,
  );
}

/** A map; td's limits on zoom and size. @throws {Refusal} */
export function mapBlock(
  given: {
    readonly latitude: number;
    readonly longitude: number;
    readonly zoom: number;
    readonly width: number;
    readonly height: number;
  },
  caption: RichBlockCaption | undefined,
): RichBlock {
  const { latitude, longitude, zoom, width, height } = given;
  if (!(Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180))
    throw refusal('Invalid location specified');
  const isSize = [zoom, width, height].every((it) => Number.isInteger(it) && it >= 0);
  const isLong = width > 20 * height || height > 20 * width;
  if (!isSize || zoom > 24 || width + height > 10_000 || isLong)
    throw refusal('Invalid map properties specified');
  return {
    type: 'map',
    location: { latitude, longitude },
    zoom,
    width,
    height,
    ...(caption ? { caption } : {}),
  } as RichBlock;
}
