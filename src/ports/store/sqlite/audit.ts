import { setImmediate } from 'node:timers/promises';
import { bodyOf, followChain, hashOf, type RawLine, toLine } from '#ports/audit/chain.ts';
import type { Audit, AuditCheck, AuditEntry, AuditFilter, AuditLink } from '#ports/audit/port.ts';
import { auditQuery } from './audit-query.ts';
import type { Connection } from './connection.ts';

interface Ends {
  readonly anchor_seq: number;
  readonly anchor_hash: string;
  readonly head_seq: number;
  readonly head_hash: string;
}

/** Lines that are checked before others get their turn. */
const PAGE = 1_000;

/** The audit record of this database. Each line is one transaction, so writers keep the chain. */
export function sqliteAudit({ prepare, read, write }: Connection): Audit {
  const ends = prepare<Ends>('SELECT * FROM audit_ends');
  const moveHead = prepare('UPDATE audit_ends SET head_seq = ?, head_hash = ?');
  const moveAnchor = prepare('UPDATE audit_ends SET anchor_seq = ?, anchor_hash = ?');
  const insert = prepare('INSERT INTO audit (seq, body, hash) VALUES (?, ?, ?)');
  const known = prepare<{ seq: number }>('SELECT seq FROM audit WHERE key = ?');
  const behind = prepare<RawLine>(
    'SELECT seq, body, hash FROM audit WHERE seq > ? ORDER BY seq LIMIT ?',
  );
  // The front ends at the first line that is not old, also where a clock went back.
  const firstKept = prepare<{ seq: number }>(
    'SELECT seq FROM audit WHERE at_ms >= ? ORDER BY seq LIMIT 1',
  );
  const at = prepare<RawLine>('SELECT seq, body, hash FROM audit WHERE seq = ?');
  const remove = prepare('DELETE FROM audit WHERE seq <= ?');
  // One statement for each set of conditions: only so does each use the index it has.
  const finds = new Map<string, ReturnType<typeof prepare<RawLine>>>();
  const find = (filter: AuditFilter): readonly RawLine[] => {
    const { sql, values } = auditQuery(filter);
    const statement = finds.get(sql) ?? prepare<RawLine>(sql);
    finds.set(sql, statement);
    return statement.all(...values);
  };

  const endsNow = (): { readonly anchor: AuditLink; readonly head: AuditLink } => {
    const row = ends.get();
    if (!row) throw new Error('the audit record has lost its ends');
    return {
      anchor: { seq: row.anchor_seq, hash: row.anchor_hash },
      head: { seq: row.head_seq, hash: row.head_hash },
    };
  };

  const append = (entry: AuditEntry): void => {
    if (entry.key !== undefined && known.get(entry.key)) return;
    const { head } = endsNow();
    const seq = head.seq + 1;
    const body = bodyOf(entry, seq);
    const hash = hashOf(head.hash, body);
    insert.run(seq, body, hash);
    moveHead.run(seq, hash);
  };

  const check = async (): Promise<AuditCheck> => {
    const { anchor, head } = await read(endsNow);
    const chain = followChain(anchor);
    let isAnchored = anchor.seq === 0;
    let lines = 0;
    while (chain.last().seq < head.seq) {
      const from = chain.last().seq;
      const page = await read(() => behind.all(from, PAGE));
      for (const line of page) {
        const brokenAt = chain.take(line, () => false);
        if (brokenAt) return { kind: 'broken', brokenAt };
        lines += 1;
        isAnchored ||= isCutTo(line, anchor);
      }
      if (page.length === 0) return shortened(from + 1);
      await setImmediate();
    }
    const last = chain.last();
    // Lines may have come since; then the head stands in the middle of what was read.
    const row = await read(() => at.get(head.seq));
    if (head.seq > anchor.seq && row?.hash !== head.hash) return shortened(head.seq);
    if (head.seq === anchor.seq && head.hash !== anchor.hash) return shortened(head.seq + 1);
    if (!isAnchored) return { kind: 'broken', brokenAt: { seq: anchor.seq, why: 'bad-anchor' } };
    return { kind: 'whole', lines, anchor, head: last };
  };

  return {
    record: (entry) => write(() => append(entry)),
    list: (filter) => read(() => find(filter).map(toLine)),
    after: (seq, limit) => read(() => behind.all(seq, limit).map(toLine)),
    ends: () => read(endsNow),
    async verify() {
      for (;;) {
        const before = await read(endsNow);
        const found = await check();
        // Cut meanwhile: what was not found is not missing.
        if ((await read(endsNow)).anchor.seq === before.anchor.seq) return found;
      }
    },
    cut: (beforeMs, nowMs) =>
      write(() => {
        const { anchor, head } = endsNow();
        const kept = firstKept.get(beforeMs)?.seq ?? head.seq + 1;
        const last = at.get(kept - 1);
        if (!last || last.seq <= anchor.seq) return 0;
        const lines = last.seq - anchor.seq;
        append({
          atMs: nowMs,
          actor: { id: 0, name: 'CodeFoundry' },
          kind: 'record',
          command: 'audit',
          verdict: 'cut',
          before: { ...anchor },
          after: { seq: last.seq, hash: last.hash },
        });
        moveAnchor.run(last.seq, last.hash);
        remove.run(last.seq);
        return lines;
      }),
  };
}

function isCutTo(line: RawLine, anchor: AuditLink): boolean {
  const { entry } = toLine(line);
  if (entry.verdict !== 'cut') return false;
  // Whoever can write to the file can write this too.
  const after: unknown = entry.after;
  if (typeof after !== 'object' || after === null) return false;
  const { seq, hash } = after as Partial<AuditLink>;
  return seq === anchor.seq && hash === anchor.hash;
}

function shortened(seq: number): AuditCheck {
  return { kind: 'broken', brokenAt: { seq, why: 'shortened' } };
}
