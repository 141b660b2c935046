import { accessSync } from 'node:fs';
import path from 'node:path';
import { Fault } from '#kernel/fault.ts';
import { holdLock, isHeldByAnother } from '#ports/store/sqlite/lock.ts';
import { type Config, readConfig, secretsOf } from '../config.ts';
import { ROOT } from '../root.ts';
import { loadWords } from '../words.ts';
import { checkAgent } from './agent.ts';
import { broken, type Finding, ok } from './finding.ts';
import { checkBackups, checkIsolation, checkPlaces } from './places.ts';
import { checkSecrets } from './secrets.ts';
import { checkTelegram, LISTEN_SECONDS } from './telegram.ts';

type Environment = Readonly<Record<string, string | undefined>>;

const MARK = { ok: '✅', broken: '❌', unknown: '⚪' } as const;

/**
 * Looks at everything the bot needs and changes nothing of what it keeps. Gives each line to `print`, with what
 * mends it and without any secret; resolves with `false` when something is broken.
 */
export async function doctor(
  env: Environment,
  print: (line: string) => void,
  { listenSeconds = LISTEN_SECONDS }: { readonly listenSeconds?: number } = {},
): Promise<boolean> {
  const secrets = new Set<string>();
  const show = ({ state, what, mend }: Finding): void => {
    const line = `${MARK[state]} ${what}${mend === undefined ? '' : `\n   → ${mend}`}`;
    print([...secrets].reduce((text, secret) => text.replaceAll(secret, '[masked]'), line));
  };
  let config: Config;
  try {
    config = readConfig(env);
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    show(broken('the configuration is wrong', error.detail.replaceAll('\n', '\n     ')));
    return false;
  }
  for (const secret of secretsOf(config)) secrets.add(secret);

  const isRunning = isHeld(config.dataDir);
  const say = loadWords(path.join(ROOT, 'locales'))('en');
  const checks: readonly (() => Promise<Finding | readonly Finding[]>)[] = [
    async () => ok(isRunning ? 'the bot runs on this DATA_DIR' : 'the configuration makes sense'),
    () => checkTelegram(config, { isRunning, listenSeconds }),
    () => checkAgent(config, isRunning, say),
    () => checkPlaces(config),
    () => checkIsolation(say),
    () => checkSecrets(config),
    () => checkBackups(config, Date.now()),
  ];
  let isWell = true;
  for (const check of checks) {
    const found = await check().catch((error: unknown) =>
      broken(
        error instanceof Fault ? error.detail : String(error),
        'look at the log, or report it',
      ),
    );
    for (const each of Array.isArray(found) ? (found as readonly Finding[]) : [found as Finding]) {
      show(each);
      isWell &&= each.state !== 'broken';
    }
  }
  return isWell;
}

/** Says whether a bot holds the store there. */
function isHeld(dataDir: string): boolean {
  const file = path.join(dataDir, 'codefoundry.db');
  try {
    // Without a store nobody can hold it, and looking must not make one.
    accessSync(`${file}.lock`);
    holdLock(file)();
    return false;
  } catch (error) {
    return isHeldByAnother(error);
  }
}
