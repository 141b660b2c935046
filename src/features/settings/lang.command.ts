import type { Button } from '#kernel/card.ts';
import type { Command } from '#kernel/command.ts';
import type { Language, Say } from '#kernel/language.ts';
import type { Store } from '#ports/store/port.ts';
import { changePreferences, isChoice, type LanguageChoice, preferencesOf } from './preferences.ts';

interface Options {
  readonly store: Pick<Store, 'preferences' | 'conversations'>;
  readonly sayIn: (language: Language) => Say;
}

const CHOICES: readonly LanguageChoice[] = ['ru', 'en', 'auto'];

/** `/lang ru|en|auto`: the bot's language, from the answer on and wherever one speaks with it. */
export function langCommand({ store, sayIn }: Options): Command {
  return {
    name: 'lang',
    role: 'viewer',
    concerns: 'bot',
    listed: true,
    async run({ words: [word] }, call) {
      const choice = word?.toLowerCase();
      if (!isChoice(choice)) {
        const { language } = await preferencesOf(store, call.actor.id);
        return {
          text: call.say('lang-ask'),
          buttons: [CHOICES.map((each) => button(each, language, call.say))],
        };
      }
      const { language } = await changePreferences(store, call, (before) => ({
        ...before,
        language: choice,
      }));
      return { text: sayIn(language)(`lang-done-${choice}`) };
    },
  };
}

function button(choice: LanguageChoice, now: LanguageChoice, say: Say): Button {
  const label = say(`lang-${choice}`);
  return { label: choice === now ? `• ${label}` : label, command: 'lang', words: [choice] };
}
