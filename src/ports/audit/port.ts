import type { Place } from '#kernel/conversation.ts';
import type { Json } from '#ports/store/port.ts';

/** What was decided. `done` and the like end an operation; `cut` shortens the record itself. */
export type AuditVerdict =
  | 'allowed'
  | 'refused'
  | 'limited'
  | 'failed'
  | 'waiting'
  | 'running'
  | 'undoing'
  | 'done'
  | 'canceled'
  | 'approved'
  | 'denied'
  | 'expired'
  | 'outdated'
  | 'cut';

/** One decision: who wanted what, where, and what came of it. Holds no secrets. */
export interface AuditEntry {
  /** Of two entries with one key the second is dropped: what is done again is recorded once. */
  readonly key?: string;
  /** Milliseconds since the epoch, UTC. */
  readonly atMs: number;
  /** The bot itself is id 0. */
  readonly actor: { readonly id: number; readonly name: string };
  /** A command, or what happened to an operation, an approval, a question of the agent. */
  readonly kind: 'command' | 'operation' | 'approval' | 'ask' | 'record';
  /** Name of the command or of the kind of operation. */
  readonly command: string;
  readonly words?: string;
  readonly place?: Place;
  readonly project?: string;
  readonly environment?: string;
  readonly verdict: AuditVerdict;
  readonly why?: string;
  readonly before?: Json;
  readonly after?: Json;
  readonly operationId?: string;
}

/** An entry in the chain. */
export interface AuditLine {
  /** Counts from 1 without a gap. */
  readonly seq: number;
  readonly entry: AuditEntry;
  /** SHA-256 of the hash before it and the canonical JSON of the entry with its number. */
  readonly hash: string;
}

/** One place in the chain. */
export interface AuditLink {
  readonly seq: number;
  readonly hash: string;
}

/** What `list` gives: every condition that is there must hold. */
export interface AuditFilter {
  readonly actorId?: number;
  readonly project?: string;
  readonly command?: string;
  readonly verdict?: AuditVerdict;
  readonly fromMs?: number;
  /** Not included. */
  readonly toMs?: number;
  /** Only older lines than this one. */
  readonly beforeSeq?: number;
  readonly limit: number;
}

/** Why a chain does not hold, and at which line. */
export interface AuditBreak {
  readonly seq: number;
  readonly why: 'changed' | 'missing' | 'reordered' | 'unreadable' | 'shortened' | 'bad-anchor';
}

/** What a check of the chain found. */
export type AuditCheck =
  | {
      readonly kind: 'whole';
      readonly lines: number;
      readonly anchor: AuditLink;
      readonly head: AuditLink;
    }
  | { readonly kind: 'broken'; readonly brokenAt: AuditBreak };

/** The record of all decisions: it only grows, and a change in it shows. */
export interface Audit {
  /** Resolves once it is kept. Rejects with `Fault('store-failed')`; then nothing was added. */
  record(entry: AuditEntry): Promise<void>;
  /** The newest first. */
  list(filter: AuditFilter): Promise<readonly AuditLine[]>;
  /** The lines behind `seq`, ascending. */
  after(seq: number, limit: number): Promise<readonly AuditLine[]>;
  /** What the oldest line continues, and the newest line. */
  ends(): Promise<{ readonly anchor: AuditLink; readonly head: AuditLink }>;
  /** Reads every line. */
  verify(): Promise<AuditCheck>;
  /**
   * Forgets the lines at the front that are older than `beforeMs`; the last of them stays as the
   * anchor, and a line of its own says that and what was cut. Resolves with how many.
   */
  cut(beforeMs: number, nowMs: number): Promise<number>;
}
