import type { Message, Update } from 'grammy/types';
import { conversationId } from '#kernel/conversation.ts';
import type { InboxUpdate } from '#ports/store/port.ts';
import type { Clock } from '../clock.ts';
import { placeOf } from './place.ts';

/** Puts together what a person sent as one and Telegram's app took apart. */
export interface Gatherer {
  /** Whether `update` goes on with what is being gathered. */
  isPart(update: InboxUpdate): boolean;
  /** Takes the next update; what belongs together is released together, in order. */
  take(update: InboxUpdate): void;
  holds(id: number): boolean;
  /** How many are held. */
  size(): number;
  /** Releases nothing any more: the inbox keeps what is held. */
  stop(): void;
}

interface GatherOptions {
  readonly clock: Clock;
  /** How long the next part may take. */
  readonly gatherMs: number;
  readonly release: (updates: readonly InboxUpdate[]) => void;
}

/** One message, seen as a part. */
interface Piece {
  readonly update: InboxUpdate;
  /** Who wrote it, and where. */
  readonly key: string;
  /** Seconds since the epoch. */
  readonly date: number;
  readonly album: string | undefined;
  readonly isForward: boolean;
  /** A text so long that the app may have cut it here. */
  readonly isLong: boolean;
  /** A text that may be the rest of another. */
  readonly isText: boolean;
}

interface Group {
  readonly pieces: Piece[];
  cancel: () => void;
}

/** Apps cut at 4096, at a word or a line before it: a shorter text ends by itself. */
const LONG_CODE_POINTS = 3_500;
/** Parts are sent at once; after an absence, when all comes at once, the clock of Telegram tells. */
const MAX_SECONDS_APART = 2;
/** An album has 10 pieces, a batch of forwards 100. */
const MAX_PIECES = 100;
/** Somebody who writes a command begins something new. */
const COMMAND = /^\/[\w-]+(?:@\w+)?(?:\s|$)/u;

/** Gathers long texts that were cut, albums and batches of forwards, per person and place. */
export function createGatherer({ clock, gatherMs, release }: GatherOptions): Gatherer {
  const groups = new Map<string, Group>();
  const held = new Set<number>();

  const flush = (key: string): void => {
    const group = groups.get(key);
    if (!group) return;
    groups.delete(key);
    group.cancel();
    for (const { update } of group.pieces) held.delete(update.id);
    release(group.pieces.map(({ update }) => update));
  };

  const hold = (piece: Piece, group: Group): void => {
    group.cancel();
    group.pieces.push(piece);
    held.add(piece.update.id);
    groups.set(piece.key, group);
    group.cancel = clock.after(gatherMs, () => flush(piece.key));
    const isEnd = !mayGoOn(piece) || group.pieces.length >= MAX_PIECES;
    if (isEnd) flush(piece.key);
  };

  const groupOf = (piece: Piece): Group | undefined => {
    const group = groups.get(piece.key);
    const last = group?.pieces.at(-1);
    return last && goesOn(last, piece) ? group : undefined;
  };

  return {
    isPart(update) {
      const piece = toPiece(update);
      return piece !== undefined && groupOf(piece) !== undefined;
    },
    take(update) {
      const piece = toPiece(update);
      if (!piece) return release([update]);
      const group = groupOf(piece);
      if (group) return hold(piece, group);
      // What came before is handled before.
      flush(piece.key);
      if (mayGoOn(piece)) hold(piece, { pieces: [], cancel: () => undefined });
      else release([update]);
    },
    holds: (id) => held.has(id),
    size: () => held.size,
    stop() {
      for (const { cancel } of groups.values()) cancel();
      groups.clear();
    },
  };
}

function mayGoOn({ isLong, isForward, album }: Piece): boolean {
  return isLong || isForward || album !== undefined;
}

function goesOn(last: Piece, next: Piece): boolean {
  if (Math.abs(next.date - last.date) > MAX_SECONDS_APART) return false;
  if (last.album !== undefined && last.album === next.album) return true;
  if (last.isForward) return next.isForward;
  return last.isLong && next.isText && !next.isForward;
}

function toPiece(update: InboxUpdate): Piece | undefined {
  const message = messageOf(update);
  if (!message?.from || message.sender_chat) return undefined;
  return {
    update,
    key: conversationId(placeOf(message), message.from.id),
    date: message.date,
    album: message.media_group_id,
    isForward: message.forward_origin !== undefined,
    isLong: message.text !== undefined && Array.from(message.text).length >= LONG_CODE_POINTS,
    isText: message.text !== undefined && !COMMAND.test(message.text),
  };
}

/** The message of an update that is one. */
export function messageOf({ body }: InboxUpdate): Message | undefined {
  return (body as unknown as Update | null)?.message;
}
