import type { CardFile } from '#kernel/card.ts';

/** Telegram's limits of a photo: 10 MB, both sides together 10 000, one at most 20 times the other. */
const MAX_BYTES = 10_000_000;
const MAX_SIDES = 10_000;
const MAX_RATIO = 20;

interface Size {
  readonly width: number;
  readonly height: number;
}

/** Whether `file` is wanted as a photo and Telegram takes it as one; else it goes as a document. */
export function isPhoto({ kind, content }: CardFile): boolean {
  if (kind !== 'photo' || typeof content === 'string' || content.byteLength > MAX_BYTES)
    return false;
  const size = sizeOf(Buffer.from(content.buffer, content.byteOffset, content.byteLength));
  if (!size) return false;
  const [short, long] = [Math.min(size.width, size.height), Math.max(size.width, size.height)];
  return short > 0 && short + long <= MAX_SIDES && long <= MAX_RATIO * short;
}

/** Of a PNG or JPEG picture; `undefined` for everything else. */
function sizeOf(bytes: Buffer): Size | undefined {
  return sizeOfPng(bytes) ?? sizeOfJpeg(bytes);
}

const PNG_BEGIN = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');
const PNG_HEADER_BYTES = 24;

function sizeOfPng(bytes: Buffer): Size | undefined {
  if (bytes.length < PNG_HEADER_BYTES || !bytes.subarray(0, 8).equals(PNG_BEGIN)) return undefined;
  return { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };
}

/** Segments of two bytes of marker and two of length follow one another up to the frame's header. */
function sizeOfJpeg(bytes: Buffer): Size | undefined {
  if (bytes.length < 4 || bytes.readUInt16BE(0) !== 0xffd8) return undefined;
  for (let at = 2; at + 9 <= bytes.length && bytes[at] === 0xff;) {
    const marker = bytes.readUInt8(at + 1);
    if (isFrame(marker))
      return { height: bytes.readUInt16BE(at + 5), width: bytes.readUInt16BE(at + 7) };
    at += 2 + bytes.readUInt16BE(at + 2);
  }
  return undefined;
}

/** Of C0-CF all are frames but three: tables, an extension, conditions of arithmetic coding. */
function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
}
