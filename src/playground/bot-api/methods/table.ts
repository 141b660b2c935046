import { about } from './about.ts';
import { callbacks } from './callbacks.ts';
import { chats } from './chats.ts';
import { commands } from './commands.ts';
import { copying } from './copy.ts';
import { deleting } from './delete.ts';
import { drafting } from './drafts.ts';
import { editing } from './edit.ts';
import type { Handler } from './handler.ts';
import { information } from './information.ts';
import { media } from './media.ts';
import { members } from './members.ts';
import { pins } from './pins.ts';
import { places } from './places.ts';
import { polling } from './polling.ts';
import { reactions } from './reactions.ts';
import { richMessages } from './rich.ts';
import { sending } from './send.ts';
import { session } from './session.ts';
import { topics } from './topics.ts';
import { webhooks } from './webhooks.ts';

/** Every method that this emulator does, by its declared name. */
export const HANDLERS: ReadonlyMap<string, Handler> = new Map(
  Object.entries({
    ...polling,
    ...webhooks,
    ...session,
    ...sending,
    ...richMessages,
    ...drafting,
    ...media,
    ...places,
    ...copying,
    ...pins,
    ...deleting,
    ...editing,
    ...callbacks,
    ...commands,
    ...information,
    ...reactions,
    ...topics,
    ...members,
    ...chats,
    ...about,
  }),
);
