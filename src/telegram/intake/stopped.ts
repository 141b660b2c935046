import type { MessageGenerationStopped, Update } from 'grammy/types';
import type { Place } from '#kernel/conversation.ts';
import type { Json } from '#ports/store/port.ts';
import type { Drafts } from '../drafts.ts';

/** Where somebody pressed the button that stops a draft. */
export function placeOfStop({ chat, message_thread_id }: MessageGenerationStopped): Place {
  return {
    chatId: chat.id,
    ...(message_thread_id !== undefined && { topicId: message_thread_id }),
  };
}

/** Ends the draft that an update says was stopped; what else stops is asked of dispatch. */
export function endStopped(update: Json, drafts: Pick<Drafts, 'stopped'>): void {
  const { stopped_message_generation: stopped } = update as unknown as Update;
  if (stopped) drafts.stopped(placeOfStop(stopped), stopped.draft_id);
}
