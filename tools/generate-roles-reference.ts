/**
 * Writes `docs/reference/roles.md` from `test/fixtures/roles.csv`, which is written by hand and
 * which a test tries against the bot. Another test fails when the page is not what this writes.
 */
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { readRoles, rolesReference } from '#test/roles.ts';

const file = path.join(import.meta.dirname, '../docs/reference/roles.md');
await writeFile(file, rolesReference(await readRoles()));
