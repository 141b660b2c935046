import { hasRole } from '#kernel/actor.ts';
import type { Button, Card } from '#kernel/card.ts';
import type { Command } from '#kernel/command.ts';
import type { Say } from '#kernel/language.ts';
import type { Chat } from '#ports/chat/port.ts';

interface Options {
  readonly chat: Pick<Chat, 'isRich' | 'setRich'>;
}

/** `/rich on|off`: whether this chat gets real tables and headings, and sees answers being written. */
export function richCommand({ chat }: Options): Command {
  return {
    name: 'rich',
    role: 'viewer',
    concerns: 'bot',
    listed: false,
    async run({ words: [word = ''] }, { say, actor, conversation: { chatId } }) {
      const wanted = WANTED.get(word.toLowerCase());
      if (wanted === undefined) return richCard(await chat.isRich(chatId), say);
      // Who only looks on decides for the own chat, not for a group.
      const isOwn = chatId === actor.id;
      if (!isOwn && !hasRole(actor, 'developer'))
        return { toast: say('rich-not-here', { needs: 'developer', has: actor.role }) };
      await chat.setRich(chatId, wanted);
      return richCard(wanted, say);
    },
  };
}

const WANTED: ReadonlyMap<string, boolean> = new Map([
  ['on', true],
  ['off', false],
]);

function richCard(isOn: boolean, say: Say): Card {
  const word = isOn ? 'off' : 'on';
  const button: Button = { label: say(`rich-turn-${word}`), command: 'rich', words: [word] };
  return { text: say(isOn ? 'rich-is-on' : 'rich-is-off'), buttons: [[button]] };
}
