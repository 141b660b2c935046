import { draftIn, stopDraft } from '../chats/drafts.ts';
import type { Draft, Room, World } from '../world.ts';

/** What a person sees of an answer that is being written. */
export interface PersonDrafts {
  /** What shows now; a draft lives 30 seconds. */
  draft(): Draft | undefined;
  /** Presses the button under the draft, which tells the bot. @throws when there is none */
  stopsDraft(): void;
}

/** Lets somebody look at the drafts of one chat, or of one topic of it. */
export function draftsInChat(world: World, room: Room, topicId: number | undefined): PersonDrafts {
  return {
    draft: () => structuredClone(draftIn(world, room, topicId)),
    stopsDraft: () => stopDraft(world, room, topicId),
  };
}
