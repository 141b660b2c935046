import { sha256 } from '#lib/digest.ts';
import { maskJson } from '#lib/mask/json.ts';
import { canonical } from '#ports/audit/chain.ts';
import type { Audit, AuditEntry } from '#ports/audit/port.ts';
import type { Json } from '#ports/store/port.ts';

interface Options {
  readonly audit: Pick<Audit, 'record'>;
  /** Takes secrets out of a text. */
  readonly mask: (text: string) => string;
  readonly log: (message: string, details: object) => void;
  /** Told for each entry that was lost. */
  readonly failed: () => void;
}

/** The record as everybody writes to it. */
export interface Trail {
  /** Never rejects: what cannot be recorded is told to the operator and stops nothing. */
  record(entry: AuditEntry): Promise<void>;
  /** Resolves when everything so far is kept or lost. */
  settled(): Promise<void>;
}

const MAX_WORDS = 300;
const MAX_VALUE = 2_000;

/** Writes to the record without secrets, in entries of bounded size. */
export function createTrail({ audit, mask, log, failed }: Options): Trail {
  const under = new Set<Promise<void>>();

  // Written as an export writes it: what is whole here must be whole there. Our own words stay: no
  // secret can be in them, and whoever keeps one like them hides nothing.
  const masked = (entry: AuditEntry): AuditEntry => ({
    ...maskJson({ mask }, entry, canonical),
    kind: entry.kind,
    verdict: entry.verdict,
  });

  const clean = (entry: AuditEntry): AuditEntry => {
    // Again behind the cuts: what is left of a text can look like a secret that the whole was not.
    const safe = masked(short(masked(entry)));
    const { key } = entry;
    return { ...safe, ...(key === undefined ? {} : { key: keyOf(key, safe.key) }) };
  };

  const write = async (entry: AuditEntry): Promise<void> => {
    try {
      await audit.record(clean(entry));
    } catch (error) {
      failed();
      const { command, verdict, key } = entry;
      log('the audit record has lost an entry', { command, verdict, key, error });
    }
  };

  return {
    record(entry) {
      const done = write(entry).finally(() => under.delete(done));
      under.add(done);
      return done;
    },
    async settled() {
      await Promise.all(under);
    },
  };
}

/** `entry` in bounded size. */
function short(entry: AuditEntry): AuditEntry {
  const { words, why, before, after, actor, command } = entry;
  return {
    ...entry,
    // What people typed may be no command at all.
    command: cut(command, 80),
    actor: { id: actor.id, name: cut(actor.name, 80) },
    ...(words === undefined ? {} : { words: cut(words, MAX_WORDS) }),
    ...(why === undefined ? {} : { why: cut(why, MAX_WORDS) }),
    ...(before === undefined ? {} : { before: bounded(before) }),
    ...(after === undefined ? {} : { after: bounded(after) }),
  };
}

function cut(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most - 1).toWellFormed()}…`;
}

/** A large value as the beginning of its text. */
function bounded(value: Json): Json {
  const text = JSON.stringify(value);
  return text.length <= MAX_VALUE ? value : cut(text, MAX_VALUE);
}

/** Of two entries with different keys none may be dropped, whatever was masked in them. */
function keyOf(key: string, masked: string | undefined): string {
  return masked === key ? key : `${masked}#${sha256(key).slice(0, 16)}`;
}
