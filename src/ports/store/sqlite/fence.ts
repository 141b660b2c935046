import { Fault } from '#kernel/fault.ts';
import type { Connection } from './connection.ts';

/** Refuses what a holder writes after another has taken over. Call it inside a transaction. */
export type Guard = (operationId: string, token: number | undefined) => void;

/** The guard of the operations of this database. */
export function operationGuard({ prepare }: Connection): Guard {
  const raise = prepare('UPDATE operations SET fence = ? WHERE id = ? AND fence <= ?');
  return (operationId, token) => {
    if (token === undefined || raise.run(token, operationId, token) === 1) return;
    throw new Fault('lease-lost', `${operationId}: token ${token} is of an earlier holder`);
  };
}
