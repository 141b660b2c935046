import { mkdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import type { Store } from '../port.ts';
import { sqliteActors } from './actors.ts';
import { sqliteAllowances } from './allowances.ts';
import { sqliteAudit } from './audit.ts';
import { sqliteButtons } from './buttons.ts';
import { sqliteChanges } from './changes.ts';
import { connect, openDatabase, type Connection } from './connection.ts';
import { sqliteConversations } from './conversations.ts';
import { toFault } from './fault.ts';
import { sqliteFeedback } from './feedback.ts';
import { sqliteGroups } from './groups.ts';
import { sqliteInbox } from './inbox.ts';
import { sqliteInvites } from './invites.ts';
import { sqliteLeases } from './leases.ts';
import { createPrivately, holdLock } from './lock.ts';
import { migrate } from './migrations.ts';
import { sqliteOperations } from './operations.ts';
import { sqliteOutbox } from './outbox.ts';
import { sqlitePreferences } from './preferences.ts';
import { sqliteProjects } from './projects.ts';
import { sqliteSettings } from './settings.ts';
import { sqliteTopics } from './topics.ts';
import { sqliteUsage } from './usage.ts';

/**
 * A store in `file`, for the owner's eyes alone, or in memory for `:memory:`. What a method
 * answered survives `kill -9` and a power cut. One process at a time holds the file.
 * @throws {Fault} `store-failed`: held by another, damaged, of a newer version, not writable
 */
export function sqliteStore(file: string, now: () => number = Date.now): Store {
  if (file === ':memory:') return openStore(file, now, () => undefined);
  const path = resolve(file);
  createDirectory(dirname(path));
  const release = holdLock(path);
  try {
    createPrivately(path);
    return openStore(path, now, release);
  } catch (error) {
    release();
    throw error;
  }
}

function openStore(file: string, now: () => number, release: () => void): Store {
  const database = openDatabase(file);
  try {
    migrate(database, file);
    return composeStore(connect(database, file), now, release);
  } catch (error) {
    close(database);
    throw toFault(error, file);
  }
}

function composeStore(connection: Connection, now: () => number, release: () => void): Store {
  const { prepare, write, close, copyTo } = connection;
  const touch = prepare(`
    INSERT INTO probe (one, at_ms) VALUES (1, ?)
    ON CONFLICT (one) DO UPDATE SET at_ms = excluded.at_ms`);

  return {
    inbox: sqliteInbox(connection, now),
    outbox: sqliteOutbox(connection, now),
    buttons: sqliteButtons(connection),
    operations: sqliteOperations(connection),
    leases: sqliteLeases(connection, now),
    actors: sqliteActors(connection),
    invites: sqliteInvites(connection),
    conversations: sqliteConversations(connection),
    projects: sqliteProjects(connection),
    allowances: sqliteAllowances(connection),
    topics: sqliteTopics(connection),
    groups: sqliteGroups(connection),
    changes: sqliteChanges(connection),
    audit: sqliteAudit(connection),
    feedback: sqliteFeedback(connection),
    usage: sqliteUsage(connection),
    preferences: sqlitePreferences(connection),
    settings: sqliteSettings(connection),
    probe: () =>
      write(() => {
        touch.run(now());
      }),
    snapshot: copyTo,
    async close() {
      close();
      release();
    },
  };
}

function createDirectory(directory: string): void {
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw toFault(error, directory);
  }
}

function close(database: DatabaseSync): void {
  if (database.isOpen) database.close();
}
