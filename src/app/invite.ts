import path from 'node:path';
import { inviteLink, INVITE_TTL_MS, makeInvite, toTtlMs } from '#features/people/invite.ts';
import { isRole, ROLES } from '#kernel/actor.ts';
import { Fault } from '#kernel/fault.ts';
import { sqliteStore } from '#ports/store/sqlite/sqlite.ts';
import { botApi } from '#telegram/api.ts';
import type { Config } from './config.ts';

/** How long Telegram may take to tell the bot's name; the invitation is good without it. */
const NAME_TIMEOUT_MS = 5_000;

/**
 * `codefoundry invite developer my-bot 24h`: makes an invitation while the bot does not run.
 * Resolves with what to print.
 * @throws {Fault} `config-invalid` for words that make no sense; `store-failed`: the bot runs
 */
export async function inviteFromShell(words: readonly string[], config: Config): Promise<string> {
  const [role, scope = 'all', ttlWord] = words;
  if (!isRole(role) || words.length > 3) {
    throw usage(`name a role: ${ROLES.join(', ')}`);
  }
  const ttlMs = ttlWord === undefined ? INVITE_TTL_MS : toTtlMs(ttlWord);
  if (ttlMs === undefined) throw usage('the time is one minute to 30 days, such as 30m, 24h or 7d');
  const store = openStore(config);
  try {
    if (scope !== 'all' && !(await store.projects.get(scope))) {
      const names = (await store.projects.list()).map(({ name }) => name);
      throw usage(`there is no project ${scope}; there are: ${names.join(', ') || 'none'}`);
    }
    const project = scope === 'all' ? {} : { project: scope };
    const { invite, code } = await makeInvite(
      store,
      { role, ...project, createdBy: 0, ttlMs },
      Date.now,
    );
    const link = inviteLink(code, await botName(config));
    const until = new Date(invite.expiresAtMs).toISOString();
    return [
      `Lets one person in, once, as ${role} ${scope === 'all' ? 'of all projects' : `of ${scope}`}, until ${until}:`,
      link,
      'Start the bot, then send it to that person.',
    ].join('\n');
  } finally {
    await store.close();
  }
}

function openStore({ dataDir }: Config): ReturnType<typeof sqliteStore> {
  try {
    return sqliteStore(path.join(dataDir, 'codefoundry.db'));
  } catch (error) {
    // One process holds the file, so that none can change it behind the other's back.
    if (error instanceof Fault && error.detail.startsWith('another CodeFoundry')) {
      const detail = 'the bot runs on this DATA_DIR: send it /invite in a private chat instead';
      throw new Fault('store-failed', detail, { cause: error });
    }
    throw error;
  }
}

async function botName(config: Config): Promise<string | undefined> {
  const { telegramToken: token, telegramApiRoot: apiRoot, telegramEnvironment } = config;
  if (token === undefined) return undefined;
  const api = botApi({ token, apiRoot, environment: telegramEnvironment });
  const me = await api.call('getMe', {}, { timeoutMs: NAME_TIMEOUT_MS });
  return me.kind === 'ok' ? (me.result as { readonly username?: string }).username : undefined;
}

function usage(problem: string): Fault {
  return new Fault(
    'config-invalid',
    `${problem}\nSuch as: codefoundry invite developer my-bot 24h`,
  );
}
