import type { ReactionTypeEmoji } from '@grammyjs/types';
import type { Hono } from 'hono';
import { z } from 'zod';
import { placeOf } from '../place.ts';
import type { Stage } from '../stage.ts';
import type { Act } from './act.ts';
import { messageAt } from './message-at.ts';

const meant = z.object({ messageId: z.number().int() });
const reacted = meant.extend({ emoji: z.string() });
const pinned = meant.extend({ isPinned: z.boolean() });
const forwarded = meant.extend({ to: z.string() });

/** What a person does with messages that are there. */
export function addHandling(api: Hono, stage: Stage, act: Act): void {
  /** What each person reacted with: a second time takes it back. */
  const reactions = new Map<string, string>();

  api.post(
    '/reactions',
    act(reacted, ({ member, room, chat }, { messageId, emoji }) => {
      const key = `${member.id} ${room} ${messageId}`;
      const isBack = reactions.get(key) === emoji;
      chat.reacts(messageId, ...(isBack ? [] : [emoji as ReactionTypeEmoji['emoji']]));
      if (isBack) reactions.delete(key);
      else reactions.set(key, emoji);
      return {};
    }),
  );

  api.post(
    '/deletes',
    act(meant, ({ chat }, { messageId }) => {
      chat.deletes(messageId);
      return {};
    }),
  );

  api.post(
    '/pins',
    act(pinned, ({ chat }, { messageId, isPinned }) => {
      if (isPinned) chat.pins(messageId);
      else chat.unpins(messageId);
      return {};
    }),
  );

  api.post(
    '/forwards',
    act(forwarded, (place, { messageId, to }) => {
      const target = placeOf(stage, { person: String(place.member.id), chat: to });
      target.chat.forwards(messageAt(place, messageId));
      return {};
    }),
  );

  api.post(
    '/stops',
    act(z.object({}), ({ chat }) => {
      chat.stopsDraft();
      return {};
    }),
  );
}
