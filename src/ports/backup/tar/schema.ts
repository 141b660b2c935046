import { existsSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import { Fault } from '#kernel/fault.ts';
import { DATABASE } from './places.ts';

/**
 * Looks whether this version can read the database in `directory`; otherwise the bot would not
 * start on it. `madeBy` is the version that wrote it.
 * @throws {Fault} `backup-failed`
 */
export function mustBeKnown(directory: string, madeBy: string, schema: number): void {
  const file = path.join(directory, DATABASE);
  if (!existsSync(file)) return;
  const found = schemaOf(file);
  if (found <= schema) return;
  const newer = `the backup is of CodeFoundry ${madeBy} (schema ${found}, this one knows ${schema})`;
  throw new Fault('backup-failed', `${newer}: install that version, then restore`);
}

function schemaOf(file: string): number {
  const url = pathToFileURL(file);
  // Nobody has it open: no journal is made beside it.
  url.searchParams.set('immutable', '1');
  const database = new DatabaseSync(url, { readOnly: true });
  try {
    const table = database
      .prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'schema_version'")
      .get();
    if (!table) return 0;
    return Number(database.prepare('SELECT version FROM schema_version').get()?.['version'] ?? 0);
  } finally {
    database.close();
  }
}
