import type { BotCommand } from '@grammyjs/types';

/**
 * The menu of a private chat: the narrowest scope that has commands, in the person's language
 * where it has one. `commands` is keyed by `<scope>/<language>`.
 */
export function commandMenu(
  commands: Readonly<Record<string, unknown>>,
  chat: { readonly id: number; readonly languageCode: string },
): readonly BotCommand[] {
  const language = chat.languageCode.slice(0, 2).toLowerCase();
  const keys = [`chat:${chat.id}`, 'all_private_chats', 'default'].flatMap((scope) => [
    `${scope}/${language}`,
    `${scope}/`,
  ]);
  const menus = keys.map((key) => (commands[key] ?? []) as readonly BotCommand[]);
  return menus.find((menu) => menu.length > 0) ?? [];
}
