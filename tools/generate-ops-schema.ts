/**
 * Writes `docs/reference/environment.schema.json` and `holds.schema.json` from the schemas that read
 * the ops repository. A test fails when the files do not say what this writes.
 */
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { opsJsonSchemas } from '#ports/ops/json-schema.ts';

const folder = path.join(import.meta.dirname, '../docs/reference');
for (const [name, schema] of Object.entries(opsJsonSchemas())) {
  await writeFile(path.join(folder, name), `${JSON.stringify(schema, null, 2)}\n`);
}
