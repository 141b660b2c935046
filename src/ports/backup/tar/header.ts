import { Header, Pax } from 'tar';

interface Head {
  readonly name: string;
  readonly type: 'File' | 'Directory' | 'SymbolicLink';
  readonly mode: number;
  readonly sizeBytes?: number;
  readonly mtime?: Date;
  readonly target?: string;
}

const BLOCK = 512;

/** What stands before the bytes of an entry. Owners and inodes are this machine's own. */
export function headerOf({ name, type, mode, sizeBytes = 0, mtime, target }: Head): Buffer {
  const data = {
    path: type === 'Directory' ? `${name}/` : name,
    type,
    // So that its owner can unpack it with any tar; the manifest has the very mode.
    mode: mode | (type === 'Directory' ? 0o700 : 0o600),
    size: sizeBytes,
    ...(mtime && { mtime }),
    ...(target !== undefined && { linkpath: target }),
  };
  const header = new Header(data);
  const isLong = header.encode();
  const { path, size, linkpath } = data;
  const long = isLong && new Pax({ path, size, ...(linkpath !== undefined && { linkpath }) });
  return Buffer.concat([long ? long.encode() : Buffer.alloc(0), header.block ?? Buffer.alloc(0)]);
}

/** What fills the last block of an entry. */
export function paddingOf(sizeBytes: number): Buffer {
  return Buffer.alloc((BLOCK - (sizeBytes % BLOCK)) % BLOCK);
}

/** What ends an archive. */
export const END = Buffer.alloc(2 * BLOCK);
