import type { User } from 'grammy/types';
import type { Request } from '#dispatch/request.ts';

/** A user of Telegram, as requests name them. */
export function who(from: User): Request['from'] {
  const name = [from.first_name, from.last_name].filter(Boolean).join(' ').trim();
  return {
    id: from.id,
    name: name || from.username || String(from.id),
    ...(from.language_code !== undefined && { languageCode: from.language_code }),
  };
}
