import { existsSync } from 'node:fs';
import path from 'node:path';
import { inviteForTerminal } from '#features/people/invite-picture.ts';
import {
  inviteLink,
  INVITE_TTL_MS,
  makeInvite,
  scopeOf,
  toTtlMs,
} from '#features/people/invite.ts';
import { ACCESS, toAccess } from '#kernel/access.ts';
import { isRole, ROLES } from '#kernel/actor.ts';
import { Fault } from '#kernel/fault.ts';
import { isTask } from '#kernel/project.ts';
import { isHeldByAnother } from '#ports/store/sqlite/lock.ts';
import { sqliteStore } from '#ports/store/sqlite/sqlite.ts';
import { botApi } from '#telegram/api.ts';
import type { Config } from './config.ts';
import { UsageError } from './usage-error.ts';

/** How long Telegram may take to tell the bot's name; the invitation is good without it. */
const NAME_TIMEOUT_MS = 5_000;
const CLOSED =
  'The bot is open to its owners alone (alpha): this lets nobody in until /access opens it.';

/**
 * `codefoundry invite developer my-bot 24h`: makes an invitation while the bot does not run.
 * Resolves with what to print; for a terminal with the link's QR code.
 * @throws {UsageError} for words that make no sense
 * @throws {Fault} `config-invalid`: there is no such project, or no bot; `store-failed`: the bot runs
 */
export async function inviteFromShell(
  words: readonly string[],
  config: Config,
  { terminalColumns }: { readonly terminalColumns?: number } = {},
): Promise<string> {
  const [role] = words;
  if (!isRole(role) || words.length > 3) {
    throw usage(`name a role: ${ROLES.join(', ')}`);
  }
  const { project, ttlWord } = scopeOf({ words });
  const ttlMs = ttlWord === undefined ? INVITE_TTL_MS : toTtlMs(ttlWord);
  if (ttlMs === undefined) throw usage('the time is one minute to 30 days, such as 30m, 24h or 7d');
  const store = openStore(config);
  try {
    if (project !== undefined && (isTask(project) || !(await store.projects.get(project)))) {
      const names = (await store.projects.list()).map(({ name }) => name);
      const detail = `there is no project ${project}; there are: ${names.join(', ') || 'none'}`;
      throw new Fault('config-invalid', detail);
    }
    const wish = { role, createdBy: 0, ttlMs, ...(project !== undefined && { project }) };
    const { invite, code } = await makeInvite(store, wish, Date.now);
    const name = await botName(config);
    const link = inviteLink(code, name);
    // A pipe or a file gets the words alone, and without the bot's name there is nothing to open.
    const hasPicture = terminalColumns !== undefined && name !== undefined;
    const picture = hasPicture ? await inviteForTerminal(link, terminalColumns) : undefined;
    const until = new Date(invite.expiresAtMs).toISOString();
    const where = project === undefined ? 'of all projects' : `of ${project}`;
    const { stage } = toAccess(await store.settings.get(ACCESS));
    return [
      `Lets one person in, once, as ${role} ${where}, until ${until}:`,
      link,
      ...(picture === undefined ? [] : [picture]),
      'Start the bot, then send it to that person.',
      ...(stage === 'alpha' ? [CLOSED] : []),
    ].join('\n');
  } finally {
    await store.close();
  }
}

function openStore({ dataDir }: Config): ReturnType<typeof sqliteStore> {
  const file = path.join(dataDir, 'codefoundry.db');
  if (!existsSync(file)) {
    // Made here, it would be the store of nobody's bot, with a link that lets nobody in.
    const detail = `DATA_DIR ${dataDir} holds no bot: start it once, or set DATA_DIR to where it is`;
    throw new Fault('config-invalid', detail);
  }
  try {
    return sqliteStore(file);
  } catch (error) {
    // One process holds the file, so that none can change it behind the other's back.
    if (isHeldByAnother(error)) {
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

function usage(problem: string): UsageError {
  return new UsageError(`${problem}\nSuch as: codefoundry invite developer my-bot 24h`);
}
