import { DatabaseSync } from 'node:sqlite';
import { Fault } from '#kernel/fault.ts';
import type { Audit } from '#ports/audit/port.ts';
import { sqliteAudit } from './audit.ts';
import { connect } from './connection.ts';
import { toFault } from './fault.ts';

/**
 * The audit record of a database file, for reading alone. Not for a file that this process has
 * open: closing the second connection would drop the first one's locks.
 * @throws {Fault} `store-failed`
 */
export function openAudit(file: string): {
  readonly audit: Pick<Audit, 'verify'>;
  close(): void;
} {
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(file, { readOnly: true, timeout: 5_000 });
    const table = database.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'audit_ends'").get();
    if (!table) throw new Fault('store-failed', `${file}: there is no audit record in it yet`);
    const connection = connect(database, file);
    return { audit: sqliteAudit(connection), close: connection.close };
  } catch (error) {
    database?.close();
    throw toFault(error, file);
  }
}
