/** A place in a text where a secret stands: from `start` to before `end`. */
export interface Found {
  readonly start: number;
  readonly end: number;
  /** `loaded` for a value of the bot, `project` for one of a project, or the name of the format. */
  readonly kind: string;
}

/** The kinds of values that were added. Stored in journals, so they stay what they are. */
export const OF_BOT = 'loaded';
export const OF_PROJECT = 'project';

/** One text being looked through, with what makes looking again cheap. */
export interface Look {
  readonly text: string;
  /** `false`: the text is whole, so no secret is cut off in it. */
  readonly mayBeCut: boolean;
  /**
   * The end of the run of characters of `kind` that begins at `at` or before it. Each run is
   * walked once however often it is asked for, so a text made of triggers costs no more than any.
   */
  runEnd(kind: CharacterSet, at: number): number;
  /**
   * `false` when `rule` was tried on the run that ends at `end` often enough: what could not be
   * told after that is a text made to cost time.
   */
  mayTry(rule: string, end: number): boolean;
  /** Where `needle` next stands at or behind `at`; -1. Walks the text once per needle. */
  next(needle: string, at: number): number;
  /** Says whether `needle` stands on the line of `at`. Walks each line once when asked in order. */
  isOnLine(needle: string, at: number): boolean;
  /** Where the next run of Base64 begins at or behind `at` that is no word; -1. Walks it once. */
  nextBase64(at: number): number;
}

/** Finds one form of secret. */
export interface Rule {
  readonly kind: string;
  /** At least 3 ASCII characters that stand in every such secret, or directly before it. */
  readonly trigger: string;
  /** `true`: the trigger may be written in upper and lower case. */
  readonly anyCase?: boolean;
  /** Some of the trigger's beginning is enough, because the text may have been cut there. */
  readonly mayBeCut?: boolean;
  /** Where the secret is, given that the trigger stands at `at`. */
  locate(look: Look, at: number): { readonly start: number; readonly end: number } | undefined;
}

/** ASCII characters, by code. */
export interface CharacterSet {
  readonly has: Uint8Array;
}

/** The characters of a regular expression's class, such as `A-Za-z0-9_`; ASCII only. */
export function characters(ofClass: string): CharacterSet {
  const pattern = new RegExp(`^[${ofClass}]$`, 'u');
  return {
    has: Uint8Array.from({ length: 128 }, (_, code) =>
      pattern.test(String.fromCharCode(code)) ? 1 : 0,
    ),
  };
}

/** Rules by the first three characters of their triggers. */
export interface Scanner {
  add(rule: Rule): void;
  readonly filter: Uint8Array;
  readonly rules: ReadonlyMap<number, readonly Rule[]>;
}

export function scanner(rules: Iterable<Rule>): Scanner {
  const filter = new Uint8Array(1 << 16);
  const byHash = new Map<number, Rule[]>();
  const add = (rule: Rule): void => {
    const key = hashAt(rule.trigger, 0);
    const before = byHash.get(key);
    if (before) before.push(rule);
    else byHash.set(key, [rule]);
    filter[key] = 1;
  };
  for (const rule of rules) add(rule);
  return { add, filter, rules: byHash };
}

/** Everything that the rules find in `text`, in order, overlaps made one. */
export function scan(
  { filter, rules }: Scanner,
  text: string,
  { mayBeCut = true }: { readonly mayBeCut?: boolean } = {},
): readonly Found[] {
  const look = createLook(text, mayBeCut);
  const found: Found[] = [];
  let first = 0;
  let second = text.charCodeAt(0) | 32;
  let third = text.charCodeAt(1) | 32;
  // The one loop over every character: nothing here but the hash.
  for (let at = 0; at + 3 <= text.length; at += 1) {
    first = second;
    second = third;
    third = text.charCodeAt(at + 2) | 32;
    const key = hash(first, second, third);
    if (filter[key] === 0) continue;
    for (const rule of rules.get(key) ?? []) {
      if (!standsAt(text, at, rule)) continue;
      const place = rule.locate(look, at);
      if (place) found.push({ ...place, kind: rule.kind });
    }
  }
  return merged(found);
}

/** Case is folded, which is harmless: it only makes the filter let a little more through. */
function hashAt(text: string, at: number): number {
  return hash(text.charCodeAt(at) | 32, text.charCodeAt(at + 1) | 32, text.charCodeAt(at + 2) | 32);
}

function hash(first: number, second: number, third: number): number {
  return (first * 2_221 + second * 73 + third) & 0xffff;
}

function standsAt(text: string, at: number, { trigger, anyCase, mayBeCut }: Rule): boolean {
  if (mayBeCut) return true;
  if (text.startsWith(trigger, at)) return true;
  return anyCase === true && text.slice(at, at + trigger.length).toLowerCase() === trigger;
}

/** Of one rule on one run of characters. */
const MOST_TRIES = 16;

function createLook(text: string, mayBeCut: boolean): Look {
  const runs = new Map<CharacterSet, { start: number; end: number }>();
  const tries = new Map<string, { end: number; count: number }>();
  const nexts = new Map<string, { from: number; found: number }>();
  const lines = new Map<string, { start: number; end: number; has: boolean }>();
  const nextBy = (name: string, at: number, search: () => number): number => {
    const known = nexts.get(name);
    if (known && at >= known.from && (known.found === -1 || at <= known.found)) return known.found;
    const found = search();
    nexts.set(name, { from: at, found });
    return found;
  };
  return {
    text,
    mayBeCut,
    runEnd(kind, at) {
      const known = runs.get(kind);
      if (known && at >= known.start && at < known.end) return known.end;
      let end = at;
      while (end < text.length && kind.has[text.charCodeAt(end)] === 1) end += 1;
      runs.set(kind, { start: at, end });
      return end;
    },
    mayTry(rule, end) {
      const known = tries.get(rule);
      if (!known || known.end !== end) tries.set(rule, { end, count: 1 });
      else known.count += 1;
      return (known?.end === end ? known.count : 1) <= MOST_TRIES;
    },
    next: (needle, at) => nextBy(needle, at, () => text.indexOf(needle, at)),
    isOnLine(needle, at) {
      const known = lines.get(needle);
      if (known && at >= known.start && at < known.end) return known.has;
      const start = text.lastIndexOf('\n', at) + 1;
      const next = text.indexOf('\n', at);
      const end = next === -1 ? text.length : next;
      const has = text.slice(start, end).includes(needle);
      lines.set(needle, { start, end, has });
      return has;
    },
    nextBase64: (at) => nextBy('', at, () => base64At(text, at)),
  };
}

/** Shorter runs are words and numbers. */
const LEAST_BASE64 = 16;

function base64At(text: string, from: number): number {
  const pattern = new RegExp(`[A-Za-z0-9+/]{${LEAST_BASE64},}`, 'gu');
  pattern.lastIndex = from;
  for (let run = pattern.exec(text); run; run = pattern.exec(text)) {
    const [characters] = run;
    if ([/\d/u, /[a-z]/u, /[A-Z]/u].every((kind) => kind.test(characters))) return run.index;
  }
  return -1;
}

/** `found` in order, what overlaps made one. */
export function merged(found: readonly Found[]): readonly Found[] {
  const whole: Found[] = [];
  for (const next of found.toSorted((a, b) => a.start - b.start || b.end - a.end)) {
    const last = whole.at(-1);
    if (!last || next.start >= last.end) whole.push(next);
    else if (next.end > last.end || rankOf(next.kind) > rankOf(last.kind)) {
      const kind = rankOf(next.kind) > rankOf(last.kind) ? next.kind : last.kind;
      whole[whole.length - 1] = { start: last.start, end: Math.max(last.end, next.end), kind };
    }
  }
  return whole;
}

/** Of two kinds in one place, the one that may be decided by fewer. */
function rankOf(kind: string): number {
  return [OF_PROJECT, OF_BOT].indexOf(kind);
}
