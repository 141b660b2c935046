import type { World } from '../world.ts';

/** A new `media_group_id`: what the messages of one album have in common. */
export function newAlbumId({ nextNumber }: World): string {
  return String(10n ** 16n + BigInt(nextNumber()));
}
