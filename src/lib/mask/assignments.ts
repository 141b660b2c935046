import { entropyOf, isOrdinary, isPlaceholder } from './placeholder.ts';
import { characters, type Look, type Rule } from './scan.ts';

const NAMES = [
  'password',
  'passwd',
  'passphrase',
  'pwd',
  'secret',
  'token',
  'api_key',
  'api-key',
  'apikey',
  'access_key',
  'access-key',
  'accesskey',
  'private_key',
  'privatekey',
  'credential',
  'accountkey',
  'authkey',
  'auth_key',
  'webhook_key',
];

/** What says where a secret is, or which: `secretName`, `PASSWORD_FILE`, `tokenid`. */
const REFERS = [
  /(?:Name|Path|File|Url|Uri|Type|Address|Id)$|(?:^|[a-z\d])(?:ID|URL|URI)$/u,
  /(?:^s?|[_-])(?:name|path|file|url|uri|type|address|id)$/iu,
];
/** The short name of a key that everybody may have, in .NET. */
const PUBLIC = /public[_-]?key[_-]?$/iu;

const NAME_REST = characters('A-Za-z0-9_\\-');
/** What can stand in a value; quotes, brackets and separators cannot. */
const VALUE = characters('A-Za-z0-9!#%&*+./:=?@^_|~$\\-');
const MOST_NAME = 40;
const MOST_VALUE = 512;
/** Between the name and the value: `=`, `:`, `:=`, `=>`, quotes, also escaped ones. */
const SIGN = /^\\{0,3}["'`]?\]?\s{0,3}(?:=>|:=|[=:])\s{0,3}(?<quote>\\{0,3}["'`])?/u;

/** Rules for `password = …` and `API_KEY: …`, where the value looks made by chance. */
export function assignmentRules(): readonly Rule[] {
  return NAMES.map((trigger) => ({
    kind: 'assignment',
    trigger,
    anyCase: true,
    locate: (look, at) => locate(look, at, trigger.length),
  }));
}

function locate(look: Look, at: number, nameLength: number): ReturnType<Rule['locate']> {
  const { text } = look;
  const behind = at + nameLength;
  // `tokenizer` is another word; `tokens`, `token_2` and `tokenValue` are not.
  if (/^(?!s?(?![a-z]))[a-z]/u.test(text.slice(behind, behind + 2))) return undefined;
  const nameEnd = look.runEnd(NAME_REST, behind);
  if (nameEnd - behind > MOST_NAME) return undefined;
  const rest = text.slice(behind, nameEnd);
  if (REFERS.some((pattern) => pattern.test(rest))) return undefined;
  if (PUBLIC.test(text.slice(Math.max(0, at - 12), at))) return undefined;
  const sign = SIGN.exec(text.slice(nameEnd, nameEnd + 16));
  if (!sign) return undefined;
  const start = nameEnd + sign[0].length;
  const end = look.runEnd(VALUE, start);
  const length = end - start;
  if (length > MOST_VALUE) return undefined;
  const isQuoted = sign.groups?.['quote'] !== undefined;
  return isSecret(text.slice(start, end), isQuoted, text.charAt(end)) ? { start, end } : undefined;
}

function isSecret(value: string, isQuoted: boolean, next: string): boolean {
  if (value.length < (isQuoted ? 8 : 12)) return false;
  if (isPlaceholder(value) || isOrdinary(value)) return false;
  // A call, an index or a member is code that gets the value from elsewhere.
  if (!isQuoted && (next === '(' || next === '[' || /[A-Za-z_]\.[A-Za-z_]/u.test(value)))
    return false;
  const kinds = [/[a-z]/u, /[A-Z]/u, /\d/u, /[^A-Za-z0-9]/u].filter((kind) => kind.test(value));
  const hasDigits = /\d/u.test(value) && /[A-Za-z]/u.test(value);
  const hasSigns = isQuoted && kinds.length >= 3;
  return (hasDigits || hasSigns) && entropyOf(value) >= 2.75;
}
