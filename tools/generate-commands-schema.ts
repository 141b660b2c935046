/**
 * Writes `docs/reference/telegram-command.schema.json` from the schema that the loader of
 * declarative commands uses. A test fails when the file does not
 * say what this writes.
 */
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { commandSchema } from '#features/declared/schema.ts';

const file = path.join(import.meta.dirname, '../docs/reference/telegram-command.schema.json');
await writeFile(file, `${JSON.stringify(commandSchema(), null, 2)}\n`);
