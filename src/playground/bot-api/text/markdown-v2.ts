import type { MessageEntity } from '@grammyjs/types';
import type { FormattedText } from './html.ts';
import {
  bytesBefore,
  cannotParse,
  codeStart,
  isEscaped,
  linkEntity,
  specialEntity,
} from './markdown-links.ts';

type Kind =
  | 'Bold'
  | 'Italic'
  | 'Underline'
  | 'Strikethrough'
  | 'Spoiler'
  | 'Code'
  | 'Pre'
  | 'PreCode'
  | 'TextUrl'
  | 'CustomEmoji'
  | 'BlockQuote';

interface Open {
  readonly kind: Kind;
  /** Where its text begins, in the parsed text. */
  readonly offset: number;
  /** Where its mark begins, in the markup. */
  readonly at: number;
  readonly language?: string;
}

interface State {
  readonly markup: string;
  at: number;
  text: string;
  readonly open: Open[];
  readonly entities: MessageEntity[];
  isInQuote: boolean;
  mayQuote: boolean;
}

const RESERVED = '_*[]()~`>#+-=|{}.!\n';
const CODE: readonly (Kind | undefined)[] = ['Code', 'Pre', 'PreCode'];
const PLAIN = {
  Bold: 'bold',
  Italic: 'italic',
  Underline: 'underline',
  Strikethrough: 'strikethrough',
  Spoiler: 'spoiler',
  Code: 'code',
} as const;
/** How the kinds end: the mark, and for `_` what must not follow. */
const ENDS: Readonly<Record<Kind, RegExp>> = {
  Bold: /^\*/u,
  Italic: /^_(?!_)/u,
  Underline: /^__/u,
  Strikethrough: /^~/u,
  Spoiler: /^\|\|/u,
  Code: /^`/u,
  Pre: /^```/u,
  PreCode: /^```/u,
  TextUrl: /^\]/u,
  CustomEmoji: /^\]/u,
  BlockQuote: /^(?!)/u,
};

/**
 * Parses MarkdownV2 as td's `parse_markdown_v2` does ([TD] MessageEntity.cpp:2060-2391).
 * @throws {Refusal} worded like the server's, offsets in UTF-8 bytes
 */
export function parseMarkdownV2(markup: string): FormattedText {
  const state: State = {
    markup,
    at: 0,
    text: '',
    open: [],
    entities: [],
    isInQuote: false,
    mayQuote: true,
  };
  for (; state.at < markup.length; state.at += 1) step(state);
  if (state.isInQuote) endLastQuote(state);
  const unclosed = state.open.at(-1);
  if (unclosed) throw unfinished(markup, unclosed);
  return { text: state.text, entities: state.entities };
}

function step(state: State): void {
  const { markup, at } = state;
  const character = markup[at] ?? '';
  const reserved = CODE.includes(state.open.at(-1)?.kind) ? '`' : RESERVED;
  if (isEscaped(markup, at)) {
    state.at += 1;
    take(state, markup[at + 1] ?? '');
  } else if (!reserved.includes(character)) {
    take(state, character);
    if (character === '\n') state.mayQuote = false;
  } else if (endsQuote(state, character)) endQuote(state);
  else if (endsEntity(state)) end(state);
  else begin(state, character);
}

function take(state: State, character: string): void {
  state.text += character;
  if (character !== '\r') state.mayQuote = character === '\n';
}

/** A line that does not begin with `>` ends the quotation. */
function endsQuote({ markup, at, isInQuote }: State, character: string): boolean {
  return isInQuote && character === '\n' && markup[at + 1] !== '>';
}

function endsEntity({ markup, at, open }: State): boolean {
  const last = open.at(-1);
  return last !== undefined && ENDS[last.kind].test(markup.slice(at, at + 3));
}

function endQuote(state: State): void {
  const { isExpandable, quote } = popQuote(state, /^\|\|\r?\n/u);
  if (!quote) throw unfinished(state.markup, state.open.at(-1));
  take(state, '\n');
  pushQuote(state, quote, isExpandable);
}

function endLastQuote(state: State): void {
  const { isExpandable, quote } = popQuote(state, /^\|\|$/u);
  if (quote) pushQuote(state, quote, isExpandable);
}

/** A spoiler that opens at the very end of a quotation makes it expandable. */
function popQuote(state: State, mark: RegExp): { isExpandable: boolean; quote: Open | undefined } {
  const last = state.open.at(-1);
  const isExpandable = last?.kind === 'Spoiler' && mark.test(state.markup.slice(last.at));
  if (isExpandable) state.open.pop();
  const isQuote = state.open.at(-1)?.kind === 'BlockQuote';
  return { isExpandable, quote: isQuote ? state.open.pop() : undefined };
}

function pushQuote(state: State, { offset }: Open, isExpandable: boolean): void {
  state.isInQuote = false;
  const length = state.text.length - offset;
  const type = isExpandable ? 'expandable_blockquote' : 'blockquote';
  if (length > 0) state.entities.push({ type, offset, length });
}

function begin(state: State, character: string): void {
  const { at } = state;
  if (character === '\n') {
    take(state, '\n');
    return;
  }
  if (character === '>' && state.mayQuote && state.isInQuote) return;
  const [kind, mark, language] = kindAt(state, character);
  if (kind === 'BlockQuote') state.isInQuote = true;
  const named = language === undefined ? {} : { language };
  state.open.push({ kind, offset: state.text.length, at, ...named });
  state.at = at + mark - 1;
}

/** What begins here, and how long its mark is. @throws {Refusal} when nothing does */
function kindAt(state: State, character: string): readonly [Kind, number, string?] {
  const { markup, at } = state;
  switch (character) {
    case '_':
      return markup[at + 1] === '_' ? ['Underline', 2] : ['Italic', 1];
    case '*':
      return ['Bold', 1];
    case '~':
      return ['Strikethrough', 1];
    case '[':
      return ['TextUrl', 1];
    case '|':
      if (markup[at + 1] === '|') return ['Spoiler', 2];
      break;
    case '!':
      if (markup[at + 1] === '[') return ['CustomEmoji', 2];
      break;
    case '>':
      if (state.mayQuote) return ['BlockQuote', 1];
      break;
    case '`': {
      if (!markup.startsWith('```', at)) return ['Code', 1];
      const { end, language } = codeStart(markup, at + 3);
      return language === '' ? ['Pre', end - at] : ['PreCode', end - at, language];
    }
    default:
  }
  throw cannotParse(
    `Character '${character}' is reserved and must be escaped with the preceding '\\'`,
  );
}

function end(state: State): void {
  const last = state.open.pop();
  if (!last) return;
  const { kind, offset, language } = last;
  const place = { offset, length: state.text.length - offset };
  const add = (...entities: readonly MessageEntity[]): void => {
    if (place.length > 0) state.entities.push(...entities);
  };
  if (kind === 'TextUrl' || kind === 'CustomEmoji') {
    const read = kind === 'TextUrl' ? linkEntity : specialEntity;
    const found = read(state.markup, state.at, place, state.text.slice(offset));
    state.at = found.end;
    add(...found.entities);
  } else if (kind === 'Pre' || kind === 'PreCode') {
    state.at += 2;
    add({ type: 'pre', ...place, ...(language === undefined ? {} : { language }) });
  } else if (kind !== 'BlockQuote') {
    if (kind === 'Underline' || kind === 'Spoiler') state.at += 1;
    add({ type: PLAIN[kind], ...place });
  }
}

function unfinished(markup: string, open: Open | undefined): Error {
  const where = `byte offset ${bytesBefore(markup, open?.at ?? 0)}`;
  return cannotParse(`Can't find end of ${open?.kind ?? 'BlockQuote'} entity at ${where}`);
}
