import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { opsJsonSchemas } from './json-schema.ts';

const folder = path.join(import.meta.dirname, '../../../docs/reference');

it.each(Object.entries(opsJsonSchemas()))(
  'docs/reference/%s says what is read',
  async (name, schema) => {
    const written: unknown = JSON.parse(await readFile(path.join(folder, name), 'utf8'));
    // Written by `npm run generate:ops-schema`.
    expect(written).toEqual(schema);
  },
);
