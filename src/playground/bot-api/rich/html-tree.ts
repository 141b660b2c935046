import { refusal } from '../refusal.ts';

/** A tag with what is inside it. */
export interface HtmlElement {
  readonly tag: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: HtmlNode[];
}

/** Text, or a tag. */
export type HtmlNode = string | HtmlElement;

/** The tags of rich HTML, [T] InputRichMessage; there are no others. */
const TAGS = new Set(
  `a b strong i em u ins s strike del code mark sub sup tg-spoiler tg-reference tg-emoji img
  tg-time tg-math h1 h2 h3 h4 h5 h6 p pre footer hr ul ol li input blockquote br cite aside video
  audio tg-document figure figcaption tg-map tg-collage tg-slideshow table caption tr th td details
  summary tg-math-block tg-button tg-button-row tg-thinking`.split(/\s+/u),
);
const EMPTY_TAGS = new Set(['br', 'hr', 'img', 'input', 'tg-map']);
const RAW_TAGS = new Set(['tg-math', 'tg-math-block']);
const CHARACTERS: ReadonlyMap<string, string> = new Map([
  ['lt', '<'],
  ['gt', '>'],
  ['amp', '&'],
  ['quot', '"'],
  ['apos', "'"],
  ['nbsp', '\u00A0'],
  ['hellip', '…'],
  ['mdash', '—'],
  ['ndash', '–'],
  ['lsquo', '‘'],
  ['rsquo', '’'],
  ['ldquo', '“'],
  ['rdquo', '”'],
]);
const TAG =
  /<(?<close>\/)?(?<name>[a-z][a-z0-9-]*)(?<rest>(?:\s+[^\s"'<>/=]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'=<>`]+))?)*)\s*(?<empty>\/)?>/iy;
const ATTRIBUTE = /([^\s"'<>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+)))?/gu;

/**
 * Reads rich HTML into a tree. `strict` refuses what is no rich HTML; otherwise, as in Markdown,
 * it is text. Telegram's words for bad rich HTML are not known: these are of the emulator.
 * @throws {Refusal}
 */
export function parseTree(markup: string, { strict }: { readonly strict: boolean }): HtmlNode[] {
  const root: HtmlNode[] = [];
  const open: HtmlElement[] = [];
  const lowerCased = markup.toLowerCase();
  const fail = (reason: string, at: number): void => {
    if (!strict) return;
    const where = `byte offset ${Buffer.byteLength(markup.slice(0, at))}`;
    throw refusal(`Can't parse rich message HTML: ${reason} at ${where}`);
  };
  const add = (node: HtmlNode): void => {
    (open.at(-1)?.children ?? root).push(node);
  };
  let at = 0;
  while (at < markup.length) {
    const next = markup.indexOf('<', at);
    if (next !== at) {
      const end = next === -1 ? markup.length : next;
      add(decode(markup.slice(at, end)));
      at = end;
      continue;
    }
    const comment = /^<!--[\s\S]*?-->/u.exec(markup.slice(at, at + 10_000))?.[0];
    TAG.lastIndex = at;
    const found = comment === undefined ? TAG.exec(markup) : null;
    const name = found?.groups?.['name']?.toLowerCase() ?? '';
    if (comment !== undefined && !strict) at += comment.length;
    else if (!found) {
      fail('Unclosed tag', at);
      add('<');
      at += 1;
    } else if (!TAGS.has(name)) {
      fail(`Unsupported tag "${name}"`, at);
      add(found[0]);
      at += found[0].length;
    } else if (found.groups?.['close']) {
      closeTag(open, name, () => fail(`Unexpected end tag "</${name}>"`, at));
      at += found[0].length;
    } else {
      const element = { tag: name, attributes: attributesOf(found), children: [] as HtmlNode[] };
      add(element);
      at += found[0].length;
      if (RAW_TAGS.has(name)) {
        const close = lowerCased.indexOf(`</${name}>`, at);
        if (close === -1) fail(`No end of the tag "${name}"`, at);
        const end = close === -1 ? markup.length : close;
        element.children.push(decode(markup.slice(at, end)));
        at = close === -1 ? end : end + name.length + 3;
      } else if (!EMPTY_TAGS.has(name) && !found.groups?.['empty']) open.push(element);
    }
  }
  const unclosed = open.at(-1);
  if (unclosed) fail(`No end of the tag "${unclosed.tag}"`, markup.length);
  return root;
}

/** Where Markdown cut a tag's end off, the outer end closes the inner ones too. */
function closeTag(open: HtmlElement[], name: string, complain: () => void): void {
  const index = open.findLastIndex(({ tag }) => tag === name);
  if (index !== open.length - 1 || index === -1) complain();
  if (index !== -1) open.splice(index);
}

function attributesOf(found: RegExpExecArray): ReadonlyMap<string, string> {
  const pairs = (found.groups?.['rest'] ?? '').matchAll(ATTRIBUTE);
  return new Map(
    [...pairs].map(([, name = '', double, single, bare]) => [
      name.toLowerCase(),
      decode(double ?? single ?? bare ?? ''),
    ]),
  );
}

function decode(text: string): string {
  return text.replaceAll(
    /&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|([a-z]+));/giu,
    (whole, hexadecimal?: string, decimal?: string, name?: string) => {
      if (name !== undefined) return CHARACTERS.get(name) ?? whole;
      const code = hexadecimal ? Number.parseInt(hexadecimal, 16) : Number(decimal);
      const isCharacter = code > 0 && code < 0x11_00_00 && (code < 0xd8_00 || code > 0xdf_ff);
      return isCharacter ? String.fromCodePoint(code) : whole;
    },
  );
}
