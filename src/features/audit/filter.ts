import type { AuditFilter, AuditVerdict } from '#ports/audit/port.ts';

/** What a page of the record shows. */
export interface AuditQuery {
  readonly actorId?: number;
  readonly project?: string;
  readonly command?: string;
  readonly verdict?: AuditVerdict;
  /** `2026-11-22`, UTC. */
  readonly day?: string;
  /** Only lines older than this one. */
  readonly beforeSeq?: number;
}

const VERDICTS: readonly AuditVerdict[] = [
  'allowed',
  'refused',
  'limited',
  'failed',
  'waiting',
  'running',
  'undoing',
  'done',
  'canceled',
  'approved',
  'denied',
  'expired',
  'outdated',
  'cut',
];
const DAY_MS = 24 * 60 * 60 * 1_000;

/**
 * Reads `user=7 project=shop command=deploy day=2026-11-22 verdict=refused before=120`, and the
 * short forms `7`, `/deploy`, `today`, `2026-11-22`, `refused`; any other word names a project.
 */
export function toQuery(words: readonly string[], nowMs: number): AuditQuery {
  return Object.assign({}, ...words.map((word) => toPart(word, nowMs))) as AuditQuery;
}

/** The words that `toQuery` reads as `query`. */
export function toWords(query: AuditQuery): readonly string[] {
  const { actorId, project, command, verdict, day, beforeSeq } = query;
  const fields = { user: actorId, project, command, verdict, day, before: beforeSeq };
  return Object.entries(fields)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${value}`);
}

/** What the record is asked for. */
export function toFilter({ day, ...rest }: AuditQuery, limit: number): AuditFilter {
  if (day === undefined) return { ...rest, limit };
  const fromMs = Date.parse(`${day}T00:00:00Z`);
  return { ...rest, fromMs, toMs: fromMs + DAY_MS, limit };
}

function toPart(word: string, nowMs: number): AuditQuery {
  const [name, value] = splitPair(word);
  switch (name) {
    case 'user':
      return /^-?\d{1,15}$/u.test(value) ? { actorId: Number(value) } : {};
    case 'project':
      return { project: value };
    case 'command':
      return { command: value.replace(/^\//u, '') };
    case 'verdict':
      return toVerdict(value);
    case 'day':
      return isDay(value) ? { day: value } : {};
    case 'before':
      return /^\d{1,15}$/u.test(value) ? { beforeSeq: Number(value) } : {};
  }
  if (word === 'today') return { day: new Date(nowMs).toISOString().slice(0, 10) };
  if (isDay(word)) return { day: word };
  if (/^\d{1,15}$/u.test(word)) return { actorId: Number(word) };
  if (word.startsWith('/')) return { command: word.slice(1) };
  const verdict = toVerdict(word);
  return 'verdict' in verdict ? verdict : { project: word };
}

function splitPair(word: string): readonly [string, string] {
  const at = word.indexOf('=');
  return at < 0 ? ['', word] : [word.slice(0, at), word.slice(at + 1)];
}

function toVerdict(word: string): AuditQuery {
  const verdict = VERDICTS.find((each) => each === word);
  return verdict ? { verdict } : {};
}

function isDay(word: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/u.test(word) && !Number.isNaN(Date.parse(`${word}T00:00:00Z`));
}
