import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { sqliteStore as realStore } from '#ports/store/sqlite/sqlite.ts';
import type { Store } from '#ports/store/port.ts';

/** Where every boundary that is passed gets written, a line each. */
const LOG = process.env['KILL_LOG'] ?? '';
/** A file that names the boundary at which the process dies; it may come and go meanwhile. */
const KILL_FILE = process.env['KILL_FILE'] ?? '';

/** What changes the journal, the inbox or the outbox; other tables are not part of the promise. */
const WRITES: Readonly<Record<string, readonly string[]>> = {
  inbox: ['take', 'done', 'reset'],
  outbox: ['add', 'mark', 'penalize', 'moveChat', 'prune'],
  operations: ['add', 'update', 'fence', 'startStep', 'endStep', 'addSignal', 'prune'],
  leases: ['acquire', 'renew', 'release'],
};
const READS: Readonly<Record<string, readonly string[]>> = {
  inbox: ['offset', 'pending'],
  outbox: ['get', 'unsent', 'penalties'],
  operations: ['get', 'unfinished', 'recent', 'steps', 'signals'],
  leases: [],
};

/** The real store that notes each write before and after it happened, and dies where it is told. */
export function sqliteStore(file: string, now?: () => number): Store {
  const store = realStore(file, now);
  const wrapped = Object.entries(store).map(([name, part]) =>
    name in WRITES ? [name, withBoundaries(name, part as Record<string, unknown>)] : [name, part],
  );
  return Object.fromEntries(wrapped) as Store;
}

function withBoundaries(journal: string, part: Record<string, unknown>): object {
  const methods = Object.entries(part).map(([name, method]) => {
    if (READS[journal]?.includes(name)) return [name, method];
    // A new one must say what it is, or nobody would be killed at it.
    if (!WRITES[journal]?.includes(name) || typeof method !== 'function')
      throw new Error(`${journal}.${name} is neither a write nor a read`);
    const call = method as (...values: unknown[]) => Promise<unknown>;
    const wrapped = async (...values: unknown[]): Promise<unknown> => {
      const what = `${journal}.${name} ${describe(values)}`;
      pass(`${what} before`);
      const result = await call.apply(part, values);
      pass(`${what} after`);
      return result;
    };
    return [name, wrapped];
  });
  return Object.fromEntries(methods) as object;
}

function pass(boundary: string): void {
  if (LOG !== '') appendFileSync(LOG, `${boundary}\n`);
  if (existsSync(KILL_FILE) && readFileSync(KILL_FILE, 'utf8') === boundary)
    process.kill(process.pid, 'SIGKILL');
}

/** The words of a call that tell one boundary from another, without what differs each time. */
function describe(values: readonly unknown[]): string {
  return values
    .map(wordOf)
    .filter((word) => word !== '')
    .join(' ');
}

function wordOf(value: unknown): string {
  if (typeof value === 'string') return withoutIds(value);
  if (Array.isArray(value)) return value.map(wordOf).find((word) => word !== '') ?? '';
  if (typeof value !== 'object' || value === null) return '';
  const { key, id, state, kind, method } = value as Record<string, unknown>;
  return [key ?? id, state, kind, method].map(wordOf).filter(Boolean).join(' ');
}

/** `turn-update-12-3:final#1` is `turn:final`; an approval's id is one of many. */
function withoutIds(text: string): string {
  const [first = '', ...rest] = text
    .replaceAll(/-?(?:update|tap)?-[\d-]+/gu, '')
    .replaceAll(/[0-9a-f]{8}-?[0-9a-f-]{8,}/giu, '*')
    .replaceAll(/#?\d+/gu, '')
    .split('\n');
  return rest.length > 0 || first.length > 60 ? '' : first.trim();
}
