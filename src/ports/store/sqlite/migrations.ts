import type { DatabaseSync } from 'node:sqlite';
import { Fault } from '#kernel/fault.ts';
import { auditSchema } from './audit-schema.ts';
import { changesSchema } from './changes-schema.ts';
import { toFault } from './fault.ts';
import { firstSchema } from './first-schema.ts';
import { groupsSchema } from './groups-schema.ts';
import { peopleSchema } from './people-schema.ts';
import { projectsSchema } from './projects-schema.ts';
import { secondSchema } from './second-schema.ts';
import { usageSchema } from './usage-schema.ts';

/** The way from an empty file to today's tables. Only ever appended to. */
export const migrations: readonly string[] = [
  firstSchema,
  secondSchema,
  peopleSchema,
  auditSchema,
  groupsSchema,
  usageSchema,
  projectsSchema,
  changesSchema,
];

/**
 * Brings the tables of `database` to the newest of `steps`, one transaction each: when one fails,
 * the database is as the one before it left it.
 * @throws {Fault} `store-failed`, also when a newer CodeFoundry wrote it
 */
export function migrate(
  database: DatabaseSync,
  file: string,
  steps: readonly string[] = migrations,
): void {
  try {
    const version = readVersion(database);
    if (version > steps.length) {
      throw new Fault(
        'store-failed',
        `${file} is of a newer CodeFoundry (schema ${version}, this one knows ${steps.length}): ` +
          'update CodeFoundry, or restore a backup that this version made',
      );
    }
    for (const [index, sql] of steps.entries()) {
      if (index >= version) applyStep(database, sql, index + 1);
    }
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK');
    throw toFault(error, file);
  }
}

function readVersion(database: DatabaseSync): number {
  const table = database
    .prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'schema_version'")
    .get();
  if (table === undefined) return 0;
  return Number(database.prepare('SELECT version FROM schema_version').get()?.['version'] ?? 0);
}

function applyStep(database: DatabaseSync, sql: string, version: number): void {
  database.exec('BEGIN IMMEDIATE');
  database.exec('CREATE TABLE IF NOT EXISTS schema_version (version INTEGER NOT NULL) STRICT');
  database.exec(sql);
  database.exec('DELETE FROM schema_version');
  database.prepare('INSERT INTO schema_version (version) VALUES (?)').run(version);
  database.exec('COMMIT');
}
