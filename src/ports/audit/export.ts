import { canonical, followChain, type RawLine } from './chain.ts';
import type { Audit, AuditCheck, AuditLine, AuditLink } from './port.ts';

/** An exported part of the chain. */
export interface AuditExport {
  /** JSON lines: the anchor, every line with its hash, the head. */
  readonly text: string;
  readonly lines: number;
  readonly head: AuditLink;
}

const PAGE = 1_000;

/** The newest lines, at most `maxLines`, as a file that `checkExport` can check by itself. */
export async function exportAudit(
  audit: Pick<Audit, 'after' | 'ends'>,
  maxLines: number,
): Promise<AuditExport> {
  const { anchor: oldest, head } = await audit.ends();
  const from = Math.max(oldest.seq, head.seq - maxLines);
  const [before] = from === oldest.seq ? [oldest] : await audit.after(from - 1, 1);
  const anchor = { seq: from, hash: before?.hash ?? oldest.hash };
  const rows = [canonical({ anchor })];
  let at = anchor.seq;
  while (at < head.seq) {
    const page = await audit.after(at, Math.min(PAGE, head.seq - at));
    if (page.length === 0) break;
    for (const line of page) rows.push(toRow(line));
    at = page.at(-1)?.seq ?? head.seq;
  }
  const lines = rows.length - 1;
  rows.push(canonical({ head: { seq: head.seq, hash: head.hash }, lines }));
  return { text: `${rows.join('\n')}\n`, lines, head };
}

/** Checks an exported file. A file without its last line counts as shortened. */
export function checkExport(text: string): AuditCheck {
  const [first, ...rest] = text.split('\n').filter((row) => row.trim() !== '');
  const anchor = linkOf(first, 'anchor');
  if (!anchor) return broken(0, 'unreadable');
  const end = linkOf(rest.at(-1), 'head');
  const lines: RawLine[] = [];
  for (const row of end ? rest.slice(0, -1) : rest) {
    const line = readRow(row);
    if (!line) return broken((lines.at(-1) ?? anchor).seq + 1, 'unreadable');
    lines.push(line);
  }
  const numbers = new Set(lines.map((line) => line.seq));
  const chain = followChain(anchor);
  for (const line of lines) {
    const brokenAt = chain.take(line, (seq) => numbers.has(seq));
    if (brokenAt) return { kind: 'broken', brokenAt };
  }
  const last = chain.last();
  if (!end || end.seq !== last.seq) return broken(last.seq + 1, 'shortened');
  const counted = parsed(rest.at(-1) ?? '')?.['lines'];
  if (end.hash !== last.hash || counted !== lines.length) return broken(last.seq, 'changed');
  return { kind: 'whole', lines: lines.length, anchor, head: last };
}

function broken(seq: number, why: 'unreadable' | 'shortened' | 'changed'): AuditCheck {
  return { kind: 'broken', brokenAt: { seq, why } };
}

function toRow({ seq, entry, hash }: AuditLine): string {
  return canonical({ ...entry, seq, hash });
}

function readRow(row: string): RawLine | undefined {
  const value = parsed(row);
  if (typeof value?.['seq'] !== 'number' || typeof value['hash'] !== 'string') return undefined;
  // A second field of the same name would be what another reader sees.
  if (colonsIn(row) !== fieldsOf(value)) return undefined;
  const { hash, ...entry } = value;
  return { seq: value['seq'], hash, body: canonical(entry) };
}

/** Colons outside of strings: as many as there are fields, those inside of others too. */
function colonsIn(row: string): number {
  return row.replaceAll(/"(?:[^"\\]|\\.)*"/gu, '').split(':').length - 1;
}

function fieldsOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  const inner = Object.values(value).reduce<number>((sum, each) => sum + fieldsOf(each), 0);
  return Array.isArray(value) ? inner : inner + Object.keys(value).length;
}

function linkOf(row: string | undefined, name: 'anchor' | 'head'): AuditLink | undefined {
  const value = row === undefined ? undefined : parsed(row)?.[name];
  if (typeof value !== 'object' || value === null) return undefined;
  const { seq, hash } = value as Partial<AuditLink>;
  return typeof seq === 'number' && typeof hash === 'string' ? { seq, hash } : undefined;
}

function parsed(row: string): Record<string, unknown> | undefined {
  try {
    const value = JSON.parse(row) as unknown;
    return typeof value === 'object' && value !== null
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}
