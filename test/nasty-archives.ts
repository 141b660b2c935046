import { deflateRawSync, gzipSync, crc32 } from 'node:zlib';

/** One entry of an archive that no honest program would write. */
export interface NastyEntry {
  readonly name: string;
  readonly content?: string | Buffer;
  /** Unix mode, type included. */
  readonly mode?: number;
  readonly flags?: number;
  /** Of a tar: type flag and target of a link. */
  readonly type?: string;
  readonly target?: string;
  /** What the headers say of the size, when it is not the truth. */
  readonly claims?: number;
}

/** A zip with exactly these entries, whatever they are. */
export function zipOf(entries: readonly NastyEntry[]): Buffer {
  const parts: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const { name, content = 'x', mode = 0o100644, flags = 0, claims } of entries) {
    const raw = Buffer.from(content);
    const packed = deflateRawSync(raw);
    const file = Buffer.from(name);
    const size = claims ?? raw.length;
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(20, 4);
    local.writeUInt16LE(flags | 0x800, 6);
    local.writeUInt16LE(8, 8);
    local.writeUInt32LE(crc32(raw), 14);
    local.writeUInt32LE(packed.length, 18);
    local.writeUInt32LE(size, 22);
    local.writeUInt16LE(file.length, 26);
    const head = Buffer.alloc(46);
    head.writeUInt32LE(0x02014b50, 0);
    head.writeUInt16LE((3 << 8) | 20, 4);
    head.writeUInt16LE(20, 6);
    head.writeUInt16LE(flags | 0x800, 8);
    head.writeUInt16LE(8, 10);
    head.writeUInt32LE(crc32(raw), 16);
    head.writeUInt32LE(packed.length, 20);
    head.writeUInt32LE(size, 24);
    head.writeUInt16LE(file.length, 28);
    head.writeUInt32LE((mode << 16) >>> 0, 38);
    head.writeUInt32LE(offset, 42);
    parts.push(local, file, packed);
    central.push(head, file);
    offset += local.length + file.length + packed.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, directory, end]);
}

/** A tar with exactly these entries. */
export function tarOf(entries: readonly NastyEntry[]): Buffer {
  const blocks = entries.flatMap(
    ({ name, content = '', mode = 0o644, type = '0', target = '', claims }) => {
      const raw = Buffer.from(content);
      const head = Buffer.alloc(512);
      head.write(name, 0, 100);
      head.write(`${(mode & 0o7777).toString(8).padStart(7, '0')}\0`, 100);
      head.write('0000000\0', 108);
      head.write('0000000\0', 116);
      head.write(`${(claims ?? raw.length).toString(8).padStart(11, '0')}\0`, 124);
      head.write('00000000000\0', 136);
      head.write('        ', 148);
      head.write(type, 156);
      head.write(target, 157, 100);
      head.write('ustar\u000000', 257);
      const sum = head.reduce((total, byte) => total + byte, 0);
      head.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
      return [head, raw, Buffer.alloc((512 - (raw.length % 512)) % 512)];
    },
  );
  return Buffer.concat([...blocks, Buffer.alloc(1_024)]);
}

/** The same, compressed. */
export function tgzOf(entries: readonly NastyEntry[]): Buffer {
  return gzipSync(tarOf(entries));
}
