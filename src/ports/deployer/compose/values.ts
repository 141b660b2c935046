import { IMAGES } from './names.ts';
import { isRecord } from './refusal.ts';

/** Says whether an image's name is that of a release, also with the registry written out. */
export function isNameOfOurs(image: string): boolean {
  return image
    .toLowerCase()
    .replace(/^(?:index\.|registry-1\.)?docker\.io\//u, '')
    .startsWith(IMAGES);
}

/** The name of an image, which cannot be the id of one any more: Docker would take either. */
export function taggedImage(image: string): string {
  const last = image.slice(image.lastIndexOf('/') + 1);
  return /[:@]/u.test(last) && !/^sha\d+:/u.test(image) ? image : `${image}:latest`;
}

/** The port inside the container that an entry of `ports` leads to. */
export function readPort(value: unknown): number | undefined {
  const target: unknown = isRecord(value) ? value['target'] : value;
  const [word = ''] = String(target).split('/');
  const port = Number(word.slice(word.lastIndexOf(':') + 1));
  return Number.isInteger(port) && port > 0 && port < 65_536 ? port : undefined;
}

type OwnVolume =
  | { readonly kind: 'tmpfs'; readonly path: string }
  | {
      readonly kind: 'volume';
      readonly name?: string;
      readonly path: string;
      readonly isReadOnly: boolean;
    };

/** A volume with a name, or none; `undefined` for everything that lies on the machine. */
export function readVolume(value: unknown): OwnVolume | undefined {
  if (typeof value === 'string') {
    const [first = '', path, mode = 'rw'] = value.split(':');
    const volume = path === undefined ? { path: first } : { path, name: first };
    return checked({ ...volume, isReadOnly: mode.split(',').includes('ro') });
  }
  if (!isRecord(value)) return undefined;
  const { type, source, target, read_only: isReadOnly } = value;
  if (typeof target !== 'string' || !target.startsWith('/')) return undefined;
  if (type === 'tmpfs') return { kind: 'tmpfs', path: target };
  if (type !== 'volume') return undefined;
  if (source !== undefined && typeof source !== 'string') return undefined;
  return checked({
    path: target,
    ...(source === undefined ? {} : { name: source }),
    isReadOnly: isReadOnly === true,
  });
}

function checked(volume: {
  readonly name?: string;
  readonly path: string;
  readonly isReadOnly: boolean;
}): OwnVolume | undefined {
  const isName = volume.name === undefined || /^[a-zA-Z0-9][\w.-]*$/u.test(volume.name);
  return isName && volume.path.startsWith('/') ? { kind: 'volume', ...volume } : undefined;
}
