import { refusal } from '../refusal.ts';
import { NO_PERMISSIONS, type Permissions } from '../chats/rights.ts';
import type { Call } from './handler.ts';

const MEDIA = [
  'can_send_audios',
  'can_send_documents',
  'can_send_photos',
  'can_send_videos',
  'can_send_video_notes',
  'can_send_voice_notes',
] as const;

/**
 * Reads `permissions` of a request: what is not named is not allowed, and unless they are
 * independent some imply others, [T] restrictChatMember. @throws {Refusal}
 */
export function readPermissions({ args }: Call): Permissions {
  const given = args.json('permissions');
  // [S] get_chat_permissions
  if (given === undefined || Array.isArray(given)) throw refusal('Object expected as permissions');
  const fields = given as Readonly<Record<string, unknown>>;
  const permissions = { ...NO_PERMISSIONS };
  for (const name of Object.keys(NO_PERMISSIONS) as (keyof Permissions)[]) {
    const value = fields[name] ?? false;
    if (typeof value !== 'boolean')
      throw refusal(`Can't parse chat permissions: Field "${name}" must be of type Boolean`);
    permissions[name] = value;
  }
  // What bots said before there was a flag for each kind.
  if (fields['can_send_media_messages'] === true)
    for (const name of MEDIA) permissions[name] = true;
  if (args.flag('use_independent_chat_permissions')) return permissions;
  if (permissions.can_send_other_messages || permissions.can_add_web_page_previews)
    for (const name of MEDIA) permissions[name] = true;
  const isTalking = permissions.can_send_polls || MEDIA.some((name) => permissions[name]);
  if (isTalking) permissions.can_send_messages = true;
  return permissions;
}
