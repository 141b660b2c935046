import type { Message } from '@grammyjs/types';
import type { Arguments } from '../request/arguments.ts';
import { knownUser } from '../text/mentions.ts';
import { finishText, MAX_CAPTION, parseText } from '../text/text.ts';
import type { Call } from './handler.ts';

/** A caption as a request, or one item of an album, gives it. */
export interface CaptionRequest {
  readonly text: string;
  readonly parseMode: string | undefined;
  readonly entities: unknown;
}

/** What of a message a caption is; no fields when it is empty. */
export type Caption = Pick<Message, 'caption' | 'caption_entities'>;

/** The caption of a request with one. */
export function captionOf(args: Arguments): CaptionRequest {
  return {
    text: args.string('caption') ?? '',
    parseMode: args.string('parse_mode'),
    entities: args.json('caption_entities'),
  };
}

/**
 * Checks a caption as far as it goes without the chat; the result does the rest. Without `call` it
 * mentions nobody by id. @throws {Refusal}
 */
export function readCaption(
  given: CaptionRequest,
  call?: Pick<Call, 'world' | 'bot'>,
): () => Caption {
  const parsed = parseText(given);
  return () => {
    const { text, entities } = finishText(parsed, {
      max: MAX_CAPTION,
      tooLong: 'Message caption is too long',
      isOptional: true,
      ...(call ? { userOf: knownUser(call.world, call.bot) } : {}),
    });
    if (text === '') return {};
    return {
      caption: text,
      ...(entities.length > 0 ? { caption_entities: [...entities] } : {}),
    };
  };
}
