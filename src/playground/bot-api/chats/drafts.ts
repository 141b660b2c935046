import { type Draft, emit, type Room, type World } from '../world.ts';

/** How long a draft shows when nothing follows ([T] sendMessageDraft: a 30-second preview). */
const DRAFT_LIFE_MS = 30_000;

/** Of so many stopped drafts a chat knows that what the bot still sends there shows nothing. */
const KEPT_STOPPED = 100;

/** What a bot is writing, without what the chat adds. */
export type NewDraft = Omit<Draft, 'expiresAtMs'>;

/**
 * Shows a draft in place of the one before. Telegram does not say what becomes of further drafts of
 * an id that was stopped; here they are taken and show nothing.
 */
export function showDraft(world: World, room: Room, made: NewDraft): void {
  if (room.stoppedDrafts.has(nameOf(made))) return;
  const draft: Draft = { ...made, expiresAtMs: world.now() + DRAFT_LIFE_MS };
  room.drafts.set(made.topicId ?? 0, draft);
  emit(world, { kind: 'draft', room: room.key, draft });
  world.clock.after(DRAFT_LIFE_MS, () => {
    // A clock that tests set by hand can be behind the timer; then the next look ends the draft.
    const isHere = world.rooms.get(room.key) === room;
    if (isHere && room.drafts.get(made.topicId ?? 0) === draft) draftIn(world, room, made.topicId);
  });
}

/** The draft that shows now. */
export function draftIn(world: World, room: Room, topicId = 0): Draft | undefined {
  const draft = room.drafts.get(topicId);
  if (!draft || draft.expiresAtMs > world.now()) return draft;
  endDraft(world, room, topicId);
  return undefined;
}

/** Takes the draft away: a message of the bot follows it, or nothing did for too long. */
export function endDraft(world: World, room: Room, topicId = 0): void {
  if (!room.drafts.delete(topicId)) return;
  const topic = topicId === 0 ? {} : { topicId };
  emit(world, { kind: 'draft', room: room.key, ...topic });
}

/** The person's stop. @throws when there is nothing to stop */
export function stopDraft(world: World, room: Room, topicId = 0): void {
  const draft = draftIn(world, room, topicId);
  if (!draft) throw new Error('No draft shows here.');
  if (!draft.canStop) throw new Error('The draft has no button that stops it.');
  if (!room.bot || room.chat.type !== 'private') throw new Error('Drafts are for private chats.');
  room.stoppedDrafts.add(nameOf(draft));
  const [oldest = ''] = room.stoppedDrafts;
  if (room.stoppedDrafts.size > KEPT_STOPPED) room.stoppedDrafts.delete(oldest);
  if (draft.keepsOnStop) {
    room.drafts.set(topicId, { ...draft, canStop: false });
    emit(world, { kind: 'draft', room: room.key, draft: { ...draft, canStop: false } });
  } else endDraft(world, room, topicId);
  room.bot.updates.push('stopped_message_generation', {
    chat: { ...room.chat },
    ...(topicId === 0 ? {} : { message_thread_id: topicId }),
    draft_id: draft.draftId,
  });
}

function nameOf({ topicId = 0, draftId }: Pick<Draft, 'topicId' | 'draftId'>): string {
  return `${topicId}/${draftId}`;
}
