import { readdir, readFile } from 'node:fs/promises';
import { stripTypeScriptTypes } from 'node:module';
import { extname } from 'node:path';
import type { Route } from './http.ts';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  // The browser gets JavaScript: types are taken out, line and column stay.
  '.ts': 'text/javascript; charset=utf-8',
};

const PAGE = new URL('./page/', import.meta.url);

/** One route for each file of `src/page/`, read once; `/` is `index.html`. Nothing else is served. */
export async function pageRoutes(folder = PAGE): Promise<readonly Route[]> {
  const names = (await readdir(folder)).filter((name) => !/\.test\.ts$/.test(name)).sort();
  return Promise.all(
    names.map(async (name): Promise<Route> => {
      const type = TYPES[extname(name)];
      if (type === undefined) throw new Error(`${name}: no type known for it in src/files.ts`);
      const bytes = await readFile(new URL(name, folder));
      const isTypeScript = extname(name) === '.ts';
      const content = isTypeScript ? stripTypeScriptTypes(bytes.toString('utf8')) : bytes;
      const path = name === 'index.html' ? '/' : `/${name}`;
      const pattern = new RegExp(`^${RegExp.escape(path)}$`);
      return { method: 'GET', pattern, handle: () => ({ file: { type, content } }) };
    }),
  );
}
