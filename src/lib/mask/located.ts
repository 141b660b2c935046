import { entropyOf, isOrdinary, isPlaceholder } from './placeholder.ts';
import { characters, type Rule } from './scan.ts';

const TOKEN = characters('A-Za-z0-9_\\-');
const CREDENTIAL = characters('A-Za-z0-9._~+/=\\-');
const USER_INFO = characters('!-.0-9:;=A-Z_a-z~%');
const WEBHOOK = characters('A-Za-z0-9/_\\-');
const MOST_DIGITS = 16;
const MOST_PASSWORD = 512;

/** Rules for secrets that are known by what stands around them. */
export function locatedRules(): readonly Rule[] {
  return [
    telegramToken,
    authorization('bearer '),
    authorization('basic '),
    urlPassword,
    ...webhooks,
  ];
}

/** `123456789:AA…`: the id of a bot, then 35 characters of which the first two are these. */
const telegramToken: Rule = {
  kind: 'telegram-token',
  trigger: ':AA',
  locate(look, at) {
    let start = at;
    while (start > 0 && at - start < MOST_DIGITS && isDigit(look.text.charCodeAt(start - 1)))
      start -= 1;
    if (at - start < 5) return undefined;
    const end = look.runEnd(TOKEN, at + 1);
    if (end - at < 21 || isPlaceholder(look.text.slice(at + 3, end))) return undefined;
    return { start, end };
  },
};

/** `Authorization: Bearer …`, and Basic, which is a name and a password in Base64. */
function authorization(trigger: 'bearer ' | 'basic '): Rule {
  return {
    kind: 'authorization',
    trigger,
    anyCase: true,
    locate(look, at) {
      const start = at + trigger.length;
      const end = look.runEnd(CREDENTIAL, start);
      const value = look.text.slice(start, Math.min(end, start + 256));
      if (value.length < 12 || isPlaceholder(value) || isOrdinary(value)) return undefined;
      const isIt =
        trigger === 'basic '
          ? Buffer.from(value, 'base64').includes(':') && /[A-Z0-9=]/u.test(value)
          : /\d/u.test(value) && entropyOf(value) > 3;
      return isIt ? { start, end } : undefined;
    },
  };
}

/** The password of `postgres://user:password@host`, and of any other such address. */
const urlPassword: Rule = {
  kind: 'url-password',
  trigger: '://',
  locate(look, at) {
    const from = at + 3;
    const end = look.runEnd(USER_INFO, from);
    if (look.text.charAt(end) !== '@' || end - from > MOST_PASSWORD) return undefined;
    const colon = look.text.indexOf(':', from);
    if (colon === -1 || colon >= end - 1) {
      // `https://TOKEN@host`, as for git: a name alone is no secret.
      const name = look.text.slice(from, end);
      const isToken = name.length >= 20 && /\d/u.test(name) && !isPlaceholder(name);
      return isToken ? { start: from, end } : undefined;
    }
    const password = look.text.slice(colon + 1, end);
    if (isStandIn(password)) return undefined;
    return { start: colon + 1, end };
  },
};

function isStandIn(password: string): boolean {
  if (/^(?:password|passwd|pass|pwd|secret|token|user|[$%{<].*)$/iu.test(password)) return true;
  return isPlaceholder(password) && /^(?:x+|\*+|\.+|.*(?:your|example|change).*)$/iu.test(password);
}

const webhooks: readonly Rule[] = [
  ['slack-webhook', 'hooks.slack.com/services/', 20],
  ['discord-webhook', 'discord.com/api/webhooks/', 40],
  ['discord-webhook', 'discordapp.com/api/webhooks/', 40],
].map(([kind, trigger, least]) => webhook(String(kind), String(trigger), Number(least)));

function webhook(kind: string, trigger: string, least: number): Rule {
  return {
    kind,
    trigger,
    locate(look, at) {
      const start = at + trigger.length;
      const end = look.runEnd(WEBHOOK, start);
      const path = look.text.slice(start, end);
      return path.length >= least && !isPlaceholder(path) ? { start, end } : undefined;
    },
  };
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}
