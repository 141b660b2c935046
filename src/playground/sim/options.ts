import { parseArgs } from 'node:util';
import { TOKEN_FORM } from '../bot-api/bots.ts';

/** How the stand-alone emulator is started. */
export interface CliOptions {
  readonly host: string;
  readonly port: number;
  readonly limits: 'telegram' | 'off';
  readonly tokens: readonly string[];
  readonly isVirtual: boolean;
  readonly environment: 'main' | 'test';
  readonly webhookReach: 'loopback' | 'any';
  readonly seed: number;
  readonly hosts: readonly string[];
  readonly endsWithParent: boolean;
}

export const HELP = `codefoundry emulator: a Telegram Bot API for tests. Prints {"url","token"} in one line when it listens.

Usage:
  codefoundry emulator [OPTIONS]

Options:
  --port N              where; any free port when absent or 0
  --host NAME           127.0.0.1 unless told otherwise
  --token T             token of the bot, 123:abc; again for another bot; made up when absent
  --limits telegram|off answer 429 as Telegram is believed to, or never (default off)
  --clock real|virtual  time runs and can be moved ahead (default), or only moves when told
  --environment main|test    test: answers under /bot<token>/test/<method> only
  --webhooks loopback|any    post updates to this machine only (default), or anywhere
  --seed N              what is left to chance is the same for the same number (default 1)
  --allow-host NAME     another name that /sim answers to, between containers say; repeatable
  --with-parent         end when the process that started it has ended (always so under npm run)
  -h, --help            this text

Exit codes:
  0  ended by SIGTERM or SIGINT
  1  cannot listen there
  2  the command line makes no sense

Example:
  codefoundry emulator --port 8081 --limits telegram

Give the url to your bot as the API root, and speak to it: GET <url>/sim lists how.
`;

/** Reads the command line; `help` when it asks for that. @throws with what is wrong */
export function readOptions(argv: readonly string[]): CliOptions | 'help' {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      port: { type: 'string', default: '0' },
      host: { type: 'string', default: '127.0.0.1' },
      token: { type: 'string', multiple: true, default: [] },
      limits: { type: 'string', default: 'off' },
      clock: { type: 'string', default: 'real' },
      environment: { type: 'string', default: 'main' },
      webhooks: { type: 'string', default: 'loopback' },
      seed: { type: 'string', default: '1' },
      'allow-host': { type: 'string', multiple: true, default: [] },
      'with-parent': { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return 'help';
  for (const token of values.token)
    if (!TOKEN_FORM.test(token)) throw new Error(`--token: "${token}" is not of the form 123:abc.`);
  return {
    host: values.host,
    port: toNumber('port', values.port, 65_535),
    limits: oneOf('limits', values.limits, ['telegram', 'off']),
    tokens: values.token,
    isVirtual: oneOf('clock', values.clock, ['real', 'virtual']) === 'virtual',
    environment: oneOf('environment', values.environment, ['main', 'test']),
    webhookReach: oneOf('webhooks', values.webhooks, ['loopback', 'any']),
    seed: toNumber('seed', values.seed, 0xffff_ffff),
    hosts: values['allow-host'].map((host) => host.toLowerCase()),
    endsWithParent: values['with-parent'],
  };
}

function toNumber(name: string, text: string, max: number): number {
  const value = Number(text);
  if (/^\d+$/u.test(text) && value <= max) return value;
  throw new Error(`--${name}: "${text}" is no number from 0 to ${max}.`);
}

function oneOf<Word extends string>(name: string, text: string, words: readonly Word[]): Word {
  const found = words.find((word) => word === text);
  if (found !== undefined) return found;
  throw new Error(`--${name}: "${text}" is none of ${words.join(', ')}.`);
}
