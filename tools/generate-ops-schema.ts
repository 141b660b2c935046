/**
 * Writes `docs/reference/*.schema.json` from `src/ports/ops/schema.ts`. A test fails when they are
 * not what this writes.
 */
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { opsJsonSchemas } from '#ports/ops/json-schema.ts';

const folder = path.join(import.meta.dirname, '../docs/reference');
for (const [name, text] of Object.entries(opsJsonSchemas())) {
  await writeFile(path.join(folder, name), text);
}
