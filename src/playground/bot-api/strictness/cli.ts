import { isDeepStrictEqual, parseArgs } from 'node:util';
import type { StrictnessCase } from './case.ts';
import { CASES } from './cases.ts';
import { GENTLE, type LiveVerdict, replay } from './live.ts';
import { checkTarget } from './live-checks.ts';
import { describeReplay } from './live-report.ts';
import type { LiveTarget } from './live-scene.ts';
import { expectedOutcome, runCase, titleOf } from './run-case.ts';

const HELP = `Runs the table of what Telegram refuses.

  npm run --silent strictness             against the emulator
  npm run --silent strictness -- --live   against a real Bot API server

  --live           needs TELEGRAM_BOT_TOKEN, of a bot made for this, and TELEGRAM_LIVE_CHAT, the
                   id of a private chat that has started it. TELEGRAM_LIVE_GROUP and
                   TELEGRAM_LIVE_FORUM name a group and a forum with the bot as a plain member;
                   TELEGRAM_API_ROOT another server than https://api.telegram.org. It sends,
                   edits and deletes messages there. It does not start with a bot that has a
                   webhook, or that is more than a plain member.
  --only sendRich  the cases whose title has that in it.
  --gap-ms 1100    the time between two calls.
  --test-servers   Telegram's test servers, with a token made there.

Exit code: 0 all the same, 1 differences, 2 it could not run.`;

process.exitCode = await main(process.argv.slice(2), process.env);

async function main(args: string[], env: NodeJS.ProcessEnv): Promise<number> {
  const token = env['TELEGRAM_BOT_TOKEN'] ?? '';
  const say = (text: string): void => {
    const shown = token === '' ? text : text.replaceAll(token, '<token>');
    process.stdout.write(`${shown}\n`);
  };
  try {
    const { values } = parseArgs({
      args,
      options: {
        live: { type: 'boolean', default: false },
        'test-servers': { type: 'boolean', default: false },
        only: { type: 'string', default: '' },
        'gap-ms': { type: 'string', default: String(GENTLE.gapMs) },
        help: { type: 'boolean', default: false },
      },
    });
    if (values.help) say(HELP);
    if (values.help) return 0;
    const cases = CASES.filter((tried) => titleOf(tried).includes(values.only));
    if (!values.live) {
      if (env['TELEGRAM_BOT_TOKEN'])
        say('Against the emulator: the token is not used without --live.\n');
      return await runHere(cases, say);
    }
    const target = readTarget(env, values['test-servers']);
    return await runLive(cases, target, Number(values['gap-ms']), say);
  } catch (error) {
    say(`It could not run: ${String(error)}\n\n${HELP}`);
    return 2;
  }
}

function readTarget(env: NodeJS.ProcessEnv, isTest: boolean): LiveTarget {
  const token = env['TELEGRAM_BOT_TOKEN'] ?? '';
  if (token === '') throw new Error('TELEGRAM_BOT_TOKEN is not set.');
  const chatId = readId(env, 'TELEGRAM_LIVE_CHAT');
  if (chatId === undefined) throw new Error('TELEGRAM_LIVE_CHAT is not set.');
  const groupId = readId(env, 'TELEGRAM_LIVE_GROUP');
  const forumId = readId(env, 'TELEGRAM_LIVE_FORUM');
  return {
    apiRoot: (env['TELEGRAM_API_ROOT'] || 'https://api.telegram.org').replace(/\/+$/u, ''),
    token: isTest ? `${token}/test` : token,
    chatId,
    ...(groupId === undefined ? {} : { groupId }),
    ...(forumId === undefined ? {} : { forumId }),
  };
}

function readId(env: NodeJS.ProcessEnv, name: string): number | undefined {
  const text = env[name] ?? '';
  if (text === '') return undefined;
  if (!/^-?\d+$/u.test(text)) throw new Error(`${name} must be a number such as 12345.`);
  return Number(text);
}

async function runLive(
  cases: readonly StrictnessCase[],
  target: LiveTarget,
  gapMs: number,
  say: (text: string) => void,
): Promise<number> {
  const verdicts: LiveVerdict[] = [];
  await checkTarget(target);
  for await (const verdict of replay(cases, target, { ...GENTLE, gapMs })) {
    verdicts.push(verdict);
    const mark = { same: 'same', different: 'DIFFERENT', skipped: 'skipped' }[verdict.result.kind];
    say(`${mark.padEnd(9)} ${verdict.title}`);
  }
  say(`\n${describeReplay(verdicts)}`);
  return verdicts.some(({ result }) => result.kind === 'different') ? 1 : 0;
}

async function runHere(
  cases: readonly StrictnessCase[],
  say: (text: string) => void,
): Promise<number> {
  let wrong = 0;
  for (const tried of cases) {
    const outcome = await runCase(tried);
    if (isDeepStrictEqual(outcome, expectedOutcome(tried))) continue;
    wrong += 1;
    say(`${titleOf(tried)}\n  expected  ${tried.refusal}\n  got       ${outcome.refusal}`);
  }
  say(`${cases.length} cases, ${wrong} wrong.`);
  return wrong === 0 ? 0 : 1;
}
