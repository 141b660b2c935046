import type { Waiting } from '../delivery/updates.ts';

/** What tells who an update is from. */
interface Payload {
  readonly chat?: { readonly id: number };
  readonly from?: { readonly id: number };
  readonly user?: { readonly id: number };
}

/**
 * Updates of one lane are posted one after the other. Messages go by their chat; what a person
 * does goes by the person and the kind, so a tap may overtake a message ([S] add_update).
 */
export function laneOf({ update, kind }: Waiting): string {
  const { chat, from, user } = update[kind] as Payload;
  const isOfChat = /message$|post$/u.test(kind);
  if (isOfChat && chat) return `chat ${chat.id}`;
  return `${kind} ${from?.id ?? user?.id ?? chat?.id ?? update.update_id}`;
}
