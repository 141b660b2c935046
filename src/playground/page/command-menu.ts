import type { BotCommand } from '@grammyjs/types';

/** Who looks at the menu, and where. */
interface Onlooker {
  /** Of the chat; private chats have the id of the person. */
  readonly chatId: number;
  readonly personId: number;
  readonly languageCode: string;
}

/**
 * The menu of a chat: the narrowest scope that has commands, in the person's language where it has
 * one. `commands` is keyed by `<scope>/<language>`. People are never administrators here.
 */
export function commandMenu(
  commands: Readonly<Record<string, unknown>>,
  { chatId, personId, languageCode }: Onlooker,
): readonly BotCommand[] {
  const language = languageCode.slice(0, 2).toLowerCase();
  const scopes =
    chatId > 0
      ? [`chat:${chatId}`, 'all_private_chats', 'default']
      : [`chat_member:${chatId}:${personId}`, `chat:${chatId}`, 'all_group_chats', 'default'];
  const keys = scopes.flatMap((scope) => [`${scope}/${language}`, `${scope}/`]);
  const menus = keys.map((key) => (commands[key] ?? []) as readonly BotCommand[]);
  return menus.find((menu) => menu.length > 0) ?? [];
}
