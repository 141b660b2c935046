import { expect, it } from 'vitest';
import { imageSize } from './image.ts';
import { picture } from '../strictness/payloads.ts';

function webp(kind: string, write: (data: Buffer) => void): Uint8Array {
  const data = Buffer.alloc(30);
  data.write('RIFF', 0, 'latin1');
  data.write('WEBP', 8, 'latin1');
  data.write(kind, 12, 'latin1');
  write(data);
  return data;
}

it('reads the size of a PNG', () => {
  expect(imageSize(picture(12, 34).bytes)).toEqual({ width: 12, height: 34 });
});

it('reads the size of all three kinds of WebP', () => {
  const extended = webp('VP8X', (data) => {
    data.writeUIntLE(11, 24, 3);
    data.writeUIntLE(33, 27, 3);
  });
  const lossless = webp('VP8L', (data) => data.writeUInt32LE(11 | (33 << 14), 21));
  const lossy = webp('VP8 ', (data) => {
    data.writeUInt16LE(12, 26);
    data.writeUInt16LE(34, 28);
  });

  for (const image of [extended, lossless, lossy])
    expect(imageSize(image)).toEqual({ width: 12, height: 34 });
  expect(imageSize(webp('VP9 ', () => undefined))).toBeUndefined();
});

it('finds no size in what is cut off', () => {
  for (const length of [0, 3, 11, 23])
    expect(imageSize(picture().bytes.slice(0, length))).toBeUndefined();
});
