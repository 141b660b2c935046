import { VERSION } from './root.ts';

interface CommandHelp {
  /** Behind `codefoundry`. */
  readonly usage: readonly string[];
  readonly summary: string;
  /** What stands in the usage, and what it means. */
  readonly words?: readonly (readonly [string, string])[];
  /** What 0 and 1 mean; 2 is a command line that makes no sense, everywhere. */
  readonly exits: readonly [string, string];
  readonly example: string;
  readonly more?: string;
}

const COMMANDS: Readonly<Record<string, CommandHelp>> = {
  start: {
    usage: ['start'],
    summary: 'runs the bot; without TELEGRAM_BOT_TOKEN the playground (default)',
    exits: ['ended cleanly by SIGTERM or SIGINT', 'cannot start, crashed, or did not end in time'],
    example: 'DATA_DIR=/srv/codefoundry codefoundry start',
  },
  doctor: {
    usage: ['doctor'],
    summary: 'looks at everything the bot needs, and says what mends it',
    exits: ['nothing is broken', 'something is broken'],
    example: 'codefoundry doctor',
    more: 'Changes nothing, shows no secret, and can run beside the bot.',
  },
  invite: {
    usage: ['invite ROLE [PROJECT|all] [TIME]'],
    summary: 'makes a one-time link, while the bot does not run',
    words: [
      ['ROLE', 'viewer, developer, releaser or owner'],
      ['PROJECT', 'the only one they will see; all (default): every project'],
      ['TIME', 'how long it is good: 1m to 30d (default 24h)'],
    ],
    exits: [
      'the link is made and printed',
      'the bot runs, has never run in DATA_DIR, or has no such project',
    ],
    example: 'codefoundry invite developer my-bot 24h',
    more: 'In a terminal the link is shown as a QR code too. While the bot runs, send it /invite.',
  },
  backup: {
    usage: ['backup', 'backup --list', 'backup --verify ID'],
    summary: 'makes a backup now, while the bot works; or tells what there is',
    words: [
      ['--list', 'what there is, the newest first'],
      ['--verify ID', 'reads every byte of one (ID or latest)'],
    ],
    exits: ['made, listed, or found whole', 'not made, damaged, or not there'],
    example: 'codefoundry backup --verify latest',
    more: 'Where they go and how many stay: BACKUP_DIR and BACKUP_KEEP.',
  },
  restore: {
    usage: ['restore ID'],
    summary: 'puts a backup back; stop the bot first',
    words: [['ID', 'as `codefoundry backup --list` shows it, or latest']],
    exits: ['put back', 'the bot runs, the backup is damaged or not there, or there is no room'],
    example: 'codefoundry restore latest',
    more: 'What stands there now is moved aside, not deleted.',
  },
  audit: {
    usage: ['audit verify [FILE]'],
    summary: 'checks whether the record of who did what is whole',
    words: [['FILE', "a copy of the database or an export; without it the bot's own"]],
    exits: ['whole', 'broken, or nothing to check'],
    example: 'codefoundry audit verify /backup/codefoundry.db',
  },
  emulator: {
    usage: ['emulator [OPTIONS]'],
    summary: 'a Telegram Bot API for tests; `codefoundry emulator --help` lists its options',
    exits: ['ended by SIGTERM or SIGINT', 'cannot listen there'],
    example: 'codefoundry emulator --port 8081 --limits telegram',
  },
};

const SETTINGS = `In a checkout: npm run --silent COMMAND -- OPTIONS, or bin/codefoundry.mjs COMMAND OPTIONS.
Settings come from the environment or .env: docs/reference/configuration.md`;

/** Whether there is such a command. */
export function isCommand(name: string): boolean {
  return Object.hasOwn(COMMANDS, name);
}

/** Whether the words behind a command ask for help, wherever they do. */
export function asksForHelp(words: readonly string[]): boolean {
  const end = words.indexOf('--');
  return words.slice(0, end < 0 ? undefined : end).some((word) => ['--help', '-h'].includes(word));
}

/** One line per command. */
export function help(): string {
  const rows = Object.values(COMMANDS).flatMap(({ usage, summary }): [string, string][] => [
    [`codefoundry ${usage[0] ?? ''}`, summary],
  ]);
  const other: [string, string][] = [
    ['codefoundry COMMAND --help', 'its options, exit codes and an example'],
    ['codefoundry --version', 'the version'],
  ];
  return `CodeFoundry ${VERSION}\n\n${table([...rows, ...other])}\n\n${SETTINGS}`;
}

/** Everything about one command. */
export function helpOf(name: string): string {
  const found = COMMANDS[name];
  if (!found) return help();
  const { usage, summary, words = [], exits, example, more } = found;
  const options: readonly (readonly [string, string])[] = [...words, ['-h, --help', 'this text']];
  return [
    `codefoundry ${name}: ${summary}`,
    `Usage:\n${usage.map((each) => `  codefoundry ${each}`).join('\n')}`,
    `Options:\n${table(options)}`,
    exitCodes(exits),
    `Example:\n  ${example}`,
    ...(more === undefined ? [] : [more]),
    ...(name === 'emulator' ? [] : [SETTINGS]),
  ].join('\n\n');
}

function exitCodes([well, badly]: CommandHelp['exits']): string {
  const rows: [string, string][] = [
    ['0', well],
    ['1', badly],
    ['2', 'the command line makes no sense'],
  ];
  return `Exit codes:\n${table(rows)}`;
}

function table(rows: readonly (readonly [string, string])[]): string {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`).join('\n');
}
