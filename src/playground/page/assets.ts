import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** A file as the browser gets it. */
export interface Asset {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly contentType: string;
}

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** Everything the page is made of, by its path; nothing else can be asked for. */
export function readAssets(): ReadonlyMap<string, Asset> {
  const folder = path.join(import.meta.dirname, 'assets');
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
    (name) => path.extname(name) in TYPES,
  );
  return new Map([
    ['/', readAsset(path.join(import.meta.dirname, 'page.html'))],
    ...names.map((name) => {
      const address = `/assets/${name.split(path.sep).join('/')}`;
      return [address, readAsset(path.join(folder, name))] as const;
    }),
  ]);
}

function readAsset(file: string): Asset {
  const contentType = TYPES[path.extname(file)] ?? 'application/octet-stream';
  return { bytes: new Uint8Array(readFileSync(file)), contentType };
}
