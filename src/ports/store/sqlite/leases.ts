import { Fault } from '#kernel/fault.ts';
import type { Leases } from '../leases.ts';
import type { Connection } from './connection.ts';

interface Row {
  readonly holder: string;
  readonly token: number;
}

/**
 * The leases of this database. One process at a time holds its file, so whoever opens it knows
 * that every earlier holder is gone: what a crash left behind binds nobody.
 */
export function sqliteLeases({ prepare, write }: Connection, now: () => number): Leases {
  prepare('DELETE FROM leases').run();
  const get = prepare<Row>('SELECT holder, token FROM leases WHERE name = ? AND expires_at_ms > ?');
  // One count for all names: a token is never given twice, and an ended lease needs no row.
  const count = prepare<{ last: number }>(`
    INSERT INTO lease_token (one, last) VALUES (1, 1)
    ON CONFLICT (one) DO UPDATE SET last = last + 1 RETURNING last`);
  const put = prepare(`
    INSERT INTO leases (name, holder, token, expires_at_ms) VALUES (?, ?, ?, ?)
    ON CONFLICT (name) DO UPDATE SET
      holder = excluded.holder, token = excluded.token, expires_at_ms = excluded.expires_at_ms`);
  const prolong = prepare(`
    UPDATE leases SET expires_at_ms = ? WHERE name = ? AND token = ?`);
  const end = prepare('DELETE FROM leases WHERE name = ? AND token = ?');

  return {
    acquire: (name, holder, ttlMs) =>
      write(() => {
        const held = get.get(name, now());
        if (held && held.holder !== holder) return undefined;
        const token = count.get()?.last;
        if (token === undefined) throw new Fault('store-failed', `no token for lease ${name}`);
        put.run(name, holder, token, now() + ttlMs);
        return { token };
      }),
    // A machine that slept is late, and still the holder while nobody has taken over.
    renew: (name, token, ttlMs) => write(() => prolong.run(now() + ttlMs, name, token) === 1),
    release: (name, token) =>
      write(() => {
        end.run(name, token);
      }),
  };
}
