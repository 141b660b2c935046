/**
 * Writes `docs/reference/operations.md` from the kinds of operations that the bot registers and
 * from the table of their states. A test fails when the file is not what this writes.
 */
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { operationsReference } from '#operations/reference.ts';
import { createWorld } from '#test/world.ts';

const world = await createWorld();
const file = path.join(import.meta.dirname, '../docs/reference/operations.md');
await writeFile(file, operationsReference(world.operations.kinds()));
await world.close();
