import { refusal } from '../refusal.ts';
import type { Call } from './handler.ts';

/**
 * Refuses what would change who sees a message: done halfway it would show a secret to everybody.
 * There is no business account here, and Telegram says so in these words. @throws {Refusal}
 */
export function refuseUnbuilt({ args }: Call): void {
  if (args.isGiven('ephemeral_message_parameters'))
    throw refusal('ephemeral_message_parameters are not supported by this emulator');
  if ((args.string('business_connection_id') ?? '') !== '')
    throw refusal('Business connection not found');
}
