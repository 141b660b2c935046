import { createHash } from 'node:crypto';
import type { Json } from '#ports/store/port.ts';
import type { AuditBreak, AuditEntry, AuditLine, AuditLink } from './port.ts';

/** What the very first line continues. */
export const GENESIS: AuditLink = { seq: 0, hash: '0'.repeat(64) };

/** One text for one value: keys in order, nothing between. What is `undefined` is left out. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((each) => canonical(each ?? null)).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null);
  const fields = Object.entries(value)
    .filter(([, each]) => each !== undefined)
    .toSorted(([left], [right]) => (left < right ? -1 : 1))
    .map(([name, each]) => `${JSON.stringify(name)}:${canonical(each)}`);
  return `{${fields.join(',')}}`;
}

/** What is hashed and kept of an entry at its place in the chain. */
export function bodyOf(entry: AuditEntry, seq: number): string {
  return canonical({ ...entry, seq });
}

/** The hash of a line whose body is `body`, behind the line with the hash `previous`. */
export function hashOf(previous: string, body: string): string {
  return createHash('sha256').update(previous).update('\n').update(body).digest('hex');
}

/** A line as it stands in the store: its text, its hash, and the number under which it lies. */
export interface RawLine extends AuditLink {
  readonly body: string;
}

/** Follows a chain from `anchor`, line by line, and remembers where it is. */
export function followChain(anchor: AuditLink): {
  /** Why `line` does not continue the last one. `has`: whether that number stands elsewhere. */
  take(line: RawLine, has: (seq: number) => boolean): AuditBreak | undefined;
  readonly last: () => AuditLink;
} {
  let last = anchor;
  return {
    take(line, has) {
      const expected = last.seq + 1;
      if (line.seq !== expected) {
        return { seq: expected, why: has(expected) ? 'reordered' : 'missing' };
      }
      const entry = readBody(line.body);
      if (!entry) return { seq: expected, why: 'unreadable' };
      // The text itself: of two fields with one name a reader sees one, and a search may see the other.
      const isSame = entry['seq'] === expected && hashOf(last.hash, line.body) === line.hash;
      if (!isSame) return { seq: expected, why: 'changed' };
      last = { seq: line.seq, hash: line.hash };
      return undefined;
    },
    last: () => last,
  };
}

/** The entry that a body holds; the body was checked before. */
export function toLine({ seq, body, hash }: RawLine): AuditLine {
  const { seq: _seq, ...entry } = JSON.parse(body) as AuditEntry & { readonly seq: number };
  return { seq, entry, hash };
}

function readBody(body: string): Readonly<Record<string, Json>> | undefined {
  try {
    const value = JSON.parse(body) as unknown;
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Readonly<Record<string, Json>>)
      : undefined;
  } catch {
    return undefined;
  }
}
