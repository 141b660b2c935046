import { hasRole, roleIn } from '#kernel/actor.ts';
import type { Toast } from '#kernel/card.ts';
import type { Call } from '#kernel/command.ts';
import type { Chat } from '#ports/chat/port.ts';

/** `on` or `off`; `undefined`: neither. */
export function toSwitch(word: string | undefined): boolean | undefined {
  if (word === 'on') return true;
  return word === 'off' ? false : undefined;
}

/** Switches rich messages of the chat that the call comes from, or says who may. */
export async function switchRich(
  chat: Pick<Chat, 'isRich' | 'setRich'>,
  { actor, conversation: { chatId, project }, say, changed }: Call,
  isRich: boolean,
): Promise<Toast | undefined> {
  // Who only looks on decides for the own chat, not for a group.
  if (chatId !== actor.id && !hasRole(actor, 'developer', project)) {
    const has = roleIn(actor, project) ?? actor.role;
    return { toast: say('rich-not-here', { needs: 'developer', has }) };
  }
  const before = { isRich: await chat.isRich(chatId) };
  await chat.setRich(chatId, isRich);
  changed?.(before, { isRich });
  return undefined;
}
