import { isPlaceholder } from './placeholder.ts';
import { characters, type CharacterSet, type Rule } from './scan.ts';

const WORD = characters('A-Za-z0-9_');
const DASHED = characters('A-Za-z0-9_\\-');
const DOTTED = characters('A-Za-z0-9_.\\-');
const UPPER = characters('A-Z0-9');
const ALPHANUMERIC = characters('A-Za-z0-9');
const HEX = characters('0-9a-f');

/** A token that is known by how it begins. */
interface Format {
  readonly kind: string;
  readonly begins: readonly string[];
  readonly of: CharacterSet;
  /** At least so many characters behind the beginning; fewer than it has, because texts are cut. */
  readonly least: number;
  /** At most; a longer run is something else. */
  readonly most?: number;
  /** `true`: no letter, digit or dash stands before it. */
  readonly standsAlone?: boolean;
  readonly isIt?: (token: string) => boolean;
}

const hasDigit = (token: string): boolean => /\d/u.test(token);
const isJwt = (token: string): boolean => /^eyJ[\w-]{6,}\.eyJ[\w-]{6,}(?:\.|$)/u.test(token);
// As long as they come, and no name made of words.
const isRandom = (token: string): boolean => hasDigit(token) && /[A-Z]/u.test(token);

const FORMATS: readonly Format[] = [
  {
    kind: 'github-token',
    begins: ['ghp_', 'gho_', 'ghu_', 'ghs_', 'ghr_'],
    of: WORD,
    least: 16,
    isIt: hasDigit,
  },
  { kind: 'github-token', begins: ['github_pat_'], of: WORD, least: 16, isIt: hasDigit },
  {
    kind: 'gitlab-token',
    begins: ['glpat-', 'gldt-', 'glrt-', 'glptt-', 'glcbt-', 'glsoat-', 'glagent-', 'gloas-'],
    of: DOTTED,
    least: 16,
    isIt: hasDigit,
  },
  {
    kind: 'slack-token',
    begins: ['xoxb-', 'xoxa-', 'xoxp-', 'xoxr-', 'xoxs-', 'xoxe-', 'xoxe.', 'xapp-'],
    of: DOTTED,
    least: 10,
    isIt: hasDigit,
  },
  { kind: 'npm-token', begins: ['npm_'], of: ALPHANUMERIC, least: 30, isIt: hasDigit },
  {
    kind: 'stripe-key',
    begins: ['sk_live_', 'sk_test_', 'rk_live_', 'rk_test_', 'whsec_'],
    of: ALPHANUMERIC,
    least: 14,
    isIt: hasDigit,
  },
  { kind: 'anthropic-key', begins: ['sk-ant-'], of: DASHED, least: 16, isIt: hasDigit },
  {
    kind: 'openai-key',
    begins: ['sk-proj-', 'sk-svcacct-', 'sk-admin-', 'sk-or-v1-'],
    of: DASHED,
    least: 16,
    isIt: hasDigit,
  },
  {
    kind: 'openai-key',
    begins: ['sk-'],
    of: ALPHANUMERIC,
    least: 20,
    standsAlone: true,
    isIt: hasDigit,
  },
  { kind: 'google-key', begins: ['AIza'], of: DASHED, least: 30, most: 40, isIt: hasDigit },
  { kind: 'google-token', begins: ['ya29.'], of: DASHED, least: 20, isIt: hasDigit },
  { kind: 'google-secret', begins: ['GOCSPX-'], of: DASHED, least: 20 },
  {
    kind: 'aws-key',
    begins: ['AKIA', 'ASIA', 'ABIA', 'ACCA'],
    of: UPPER,
    least: 16,
    most: 16,
    standsAlone: true,
    isIt: hasDigit,
  },
  { kind: 'jwt', begins: ['eyJ'], of: DOTTED, least: 20, isIt: isJwt },
  { kind: 'age-key', begins: ['AGE-SECRET-KEY-1', 'AGE-PLUGIN-'], of: UPPER, least: 30 },
  { kind: 'hugging-face-token', begins: ['hf_'], of: ALPHANUMERIC, least: 30, isIt: isRandom },
  { kind: 'groq-key', begins: ['gsk_'], of: ALPHANUMERIC, least: 30, isIt: hasDigit },
  { kind: 'xai-key', begins: ['xai-'], of: ALPHANUMERIC, least: 40, isIt: hasDigit },
  { kind: 'replicate-token', begins: ['r8_'], of: ALPHANUMERIC, least: 30, isIt: isRandom },
  { kind: 'digitalocean-token', begins: ['dop_v1_', 'doo_v1_'], of: HEX, least: 40 },
  {
    kind: 'sendgrid-key',
    begins: ['SG.'],
    of: DOTTED,
    least: 40,
    standsAlone: true,
    isIt: isRandom,
  },
  { kind: 'shopify-token', begins: ['shpat_', 'shpss_', 'shpca_'], of: WORD, least: 24 },
  { kind: 'pypi-token', begins: ['pypi-AgE'], of: DASHED, least: 24 },
  { kind: 'rubygems-key', begins: ['rubygems_'], of: HEX, least: 32 },
  { kind: 'docker-token', begins: ['dckr_pat_', 'dckr_oat_'], of: DASHED, least: 20 },
  { kind: 'vault-token', begins: ['hvs.', 'hvb.'], of: DASHED, least: 20, standsAlone: true },
  { kind: 'grafana-token', begins: ['glsa_', 'glc_'], of: WORD, least: 30, isIt: hasDigit },
  { kind: 'databricks-token', begins: ['dapi'], of: HEX, least: 32, most: 34, standsAlone: true },
  { kind: 'tailscale-key', begins: ['tskey-'], of: DASHED, least: 20, isIt: hasDigit },
  { kind: 'sentry-token', begins: ['sntrys_', 'sntryu_'], of: WORD, least: 30 },
  { kind: 'pulumi-token', begins: ['pul-'], of: HEX, least: 40, standsAlone: true },
  { kind: 'linear-key', begins: ['lin_api_'], of: ALPHANUMERIC, least: 30 },
  { kind: 'notion-token', begins: ['ntn_'], of: ALPHANUMERIC, least: 40 },
  { kind: 'figma-token', begins: ['figd_', 'figu_'], of: DASHED, least: 30 },
];

/** Rules for tokens that say by their beginning whose they are. */
export function tokenRules(): readonly Rule[] {
  return FORMATS.flatMap((format) => format.begins.map((trigger) => toRule(format, trigger)));
}

/** What `value` begins with when it is a token of a known format: anybody knows that much. */
export function beginningOf(value: string): string {
  const all = FORMATS.flatMap(({ begins }) => begins.filter((each) => value.startsWith(each)));
  return all.reduce((longest, each) => (each.length > longest.length ? each : longest), '');
}

function toRule({ kind, of, least, most, standsAlone, isIt }: Format, trigger: string): Rule {
  return {
    kind,
    trigger,
    locate(look, at) {
      if (standsAlone && at > 0 && DASHED.has[look.text.charCodeAt(at - 1)] === 1) return undefined;
      const from = at + trigger.length;
      // The last dot or dash is the sentence's.
      let end = look.runEnd(of, from);
      while (end > from && /[.-]/u.test(look.text.charAt(end - 1))) end -= 1;
      if (end - from < least || (most !== undefined && end - from > most)) return undefined;
      if (!look.mayTry(trigger, end)) return undefined;
      const token = look.text.slice(at, Math.min(end, at + MOST_CHECKED));
      if (isPlaceholder(token.slice(trigger.length)) || isIt?.(token) === false) return undefined;
      return { start: at, end };
    },
  };
}

/** Enough of a token to tell what it is. */
const MOST_CHECKED = 160;
