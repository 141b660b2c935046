import type { Arguments } from '../request/arguments.ts';
import { refusal } from '../refusal.ts';

const MAX_IDS = 100;

/** Reads `message_ids`. @throws {Refusal} [S] get_message_ids */
export function readMessageIds(args: Arguments): number[] {
  const values = args.json('message_ids') as readonly unknown[] | undefined;
  if (values === undefined) throw refusal('Message identifiers are not specified');
  if (values.length > MAX_IDS) throw refusal('Too many message identifiers specified');
  const ids = values.map(readId);
  if (ids.length === 0) throw refusal('Message identifiers are not specified');
  return ids;
}

function readId(value: unknown): number {
  if (typeof value !== 'number' && typeof value !== 'string')
    throw refusal('Message identifier must be a Number');
  const id = /^-?\d+$/u.test(String(value)) ? Number(value) : Number.NaN;
  if (!Number.isSafeInteger(id)) throw refusal("Can't parse message identifier as Number");
  if (id <= 0) throw refusal('Invalid message identifier specified');
  return id;
}
