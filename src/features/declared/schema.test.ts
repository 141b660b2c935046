import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { commandSchema } from './schema.ts';

it('the schema for editors is what the loader takes; npm run generate:commands-schema writes it', async () => {
  const file = path.join(
    import.meta.dirname,
    '../../../docs/reference/telegram-command.schema.json',
  );
  const written: unknown = JSON.parse(await readFile(file, 'utf8'));
  expect(written).toEqual(structuredClone(commandSchema()));
});
