import { describeDown } from '#kernel/down-reason.ts';
import { type Language, type Say, toLanguage } from '#kernel/language.ts';
import { type Playground, startPlayground } from '#playground/playground.ts';
import type { Gateway } from '#ports/gateway/port.ts';
import type { Store } from '#ports/store/port.ts';
import type { Config } from './config.ts';

/** The people of the playground. */
const OWNER = { id: 1001, name: 'Olga', languageCode: 'en' };
const DEVELOPER = { id: 1003, name: 'Dmitri', languageCode: 'ru' };
const STRANGER = { id: 1002, name: 'Sam', languageCode: 'en' };
const PAGE_PORT = 8080;

/** The playground, where no token says that the bot is live. */
export async function openPlayground(
  { telegramToken }: Pick<Config, 'telegramToken'>,
  {
    gateway,
    sayIn,
    now,
  }: {
    readonly gateway: Pick<Gateway, 'state'>;
    readonly sayIn: (language: Language) => Say;
    readonly now: () => number;
  },
): Promise<Playground | undefined> {
  if (telegramToken !== undefined) return undefined;
  return startPlayground({
    host: '127.0.0.1',
    port: PAGE_PORT,
    owner: OWNER,
    developer: DEVELOPER,
    stranger: STRANGER,
    now,
    status: (languageCode) => {
      const state = gateway.state();
      if (state.kind !== 'down') return undefined;
      const say = sayIn(toLanguage(languageCode));
      return say('playground-agent', { reason: describeDown(state.reason, say) });
    },
  });
}

/** Whom the page shows as a developer is one, until somebody there decides otherwise. */
export async function admitDeveloper({ actors }: Pick<Store, 'actors'>): Promise<void> {
  if ((await actors.list()).length > 0) return;
  await actors.save({ id: DEVELOPER.id, name: DEVELOPER.name, role: 'developer' });
}
