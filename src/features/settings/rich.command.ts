import type { Button, Card } from '#kernel/card.ts';
import type { Command } from '#kernel/command.ts';
import type { Say } from '#kernel/language.ts';
import type { Chat } from '#ports/chat/port.ts';
import { switchRich, toSwitch } from './rich.ts';

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
    async run({ words: [word = ''] }, call) {
      const wanted = toSwitch(word.toLowerCase());
      const refusal = wanted === undefined ? undefined : await switchRich(chat, call, wanted);
      return refusal ?? richCard(await chat.isRich(call.conversation.chatId), call.say);
    },
  };
}

function richCard(isOn: boolean, say: Say): Card {
  const word = isOn ? 'off' : 'on';
  const button: Button = { label: say(`rich-turn-${word}`), command: 'rich', words: [word] };
  return { text: say(isOn ? 'rich-is-on' : 'rich-is-off'), buttons: [[button]] };
}
