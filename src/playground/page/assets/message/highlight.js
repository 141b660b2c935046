const C_COMMENT = String.raw`\/\/[^\n]*|\/\*[^]*?(?:\*\/|$)`;
const HASH_COMMENT = String.raw`(?<=^|\s)#[^\n]*`;
const QUOTED = String.raw`"(?:\\.|[^"\\\n])*"?|'(?:\\.|[^'\\\n])*'?`;
const TEMPLATE = String.raw`\x60(?:\\.|[^\x60\\])*\x60?`;
const NUMBER = String.raw`\b(?:0x[\da-f_]+|\d[\d_]*(?:\.\d+)?(?:e[+-]?\d+)?)n?\b`;

const words = (list) => String.raw`(?<![\w.$-])(?:${list.replaceAll(' ', '|')})(?![\w$-])`;
const SCRIPT = words(
  'abstract as async await break case catch class const continue debugger declare default delete do else enum export extends false finally for from function get if implements import in infer instanceof interface is keyof let namespace new null of private protected public readonly return satisfies set static super switch this throw true try type typeof undefined unique unknown using var void while with yield string number boolean any never object symbol bigint',
);
const PYTHON = words(
  'and as assert async await break case class continue def del elif else except False finally for from global if import in is lambda match None nonlocal not or pass raise return self True try while with yield',
);
const OTHER = words(
  'abstract async auto await bool boolean break byte case catch chan char class const continue default defer delete do double else enum extends false final finally float fn for func go goto if impl implements import in int interface let long loop map match mod module mut namespace new nil null override package private protected pub public range return self short static string struct super switch template this throw throws trait true try type typedef union unsafe unsigned use using var virtual void where while yield',
);
const SHELL = words(
  'if then else elif fi for while until do done case esac in function return local export source set unset exit echo cd sudo npm npx node git docker kubectl curl true false',
);
const SQL = words(
  'select insert update delete from where into values set join left right inner outer on and or not null is in as order by group having limit offset create table index view drop alter add primary key foreign references default unique distinct union all case when then else end begin commit rollback',
);

/** What can be told apart in each family of languages: `[look, pattern]`, the first that fits. */
const FAMILIES = {
  script: [
    ['comment', C_COMMENT],
    ['string', `${TEMPLATE}|${QUOTED}`],
    ['number', NUMBER],
    ['keyword', SCRIPT],
    ['name', String.raw`\b[A-Za-z_$][\w$]*(?=\()`],
    ['kind', String.raw`\b[A-Z][\w$]*\b`],
  ],
  other: [
    ['comment', C_COMMENT],
    ['string', QUOTED],
    ['number', NUMBER],
    ['keyword', OTHER],
    ['name', String.raw`\b[A-Za-z_]\w*(?=\()`],
    ['kind', String.raw`\b[A-Z]\w*\b`],
  ],
  python: [
    ['comment', HASH_COMMENT],
    ['string', String.raw`"""[^]*?(?:"""|$)|'''[^]*?(?:'''|$)|${QUOTED}`],
    ['number', NUMBER],
    ['keyword', PYTHON],
    ['name', String.raw`\b[A-Za-z_]\w*(?=\()|@[\w.]+`],
  ],
  shell: [
    ['comment', HASH_COMMENT],
    ['string', QUOTED],
    ['kind', String.raw`\$\{[^}\n]*\}|\$\w+|(?<=\s)--?[\w-]+`],
    ['keyword', SHELL],
    ['number', NUMBER],
  ],
  data: [
    ['comment', HASH_COMMENT],
    [
      'name',
      String.raw`"(?:\\.|[^"\\\n])*"(?=\s*:)|(?<=^[ \t]*(?:- )?)[\w.\/-]+(?=\s*[:=](?:\s|$))`,
    ],
    ['string', QUOTED],
    ['number', NUMBER],
    ['keyword', words('true false null yes no on off')],
    ['kind', String.raw`^\[[^\]\n]*\]`],
  ],
  markup: [
    ['comment', String.raw`<!--[^]*?(?:-->|$)`],
    ['keyword', String.raw`<\/?[\w:-]+|\/?>`],
    ['name', String.raw`[\w:-]+(?==)`],
    ['string', QUOTED],
  ],
  style: [
    ['comment', String.raw`\/\*[^]*?(?:\*\/|$)`],
    ['string', QUOTED],
    ['name', String.raw`(?<=^\s*)[\w-]+(?=\s*:)`],
    ['keyword', String.raw`@[\w-]+|[.#][A-Za-z][\w-]*`],
    ['number', String.raw`#[\da-fA-F]{3,8}\b|\b\d+(?:\.\d+)?(?:[a-z]+|%)?`],
  ],
  sql: [
    ['comment', String.raw`--[^\n]*|\/\*[^]*?(?:\*\/|$)`],
    ['string', QUOTED],
    ['number', NUMBER],
    ['keyword', SQL],
  ],
};

const LANGUAGES = {
  script: 'ts tsx js jsx mjs cjs mts cts typescript javascript',
  other:
    'c h cpp c++ cs csharp go golang java kotlin kt rust rs swift php dart scala groovy zig proto',
  python: 'py python ruby rb',
  shell: 'sh bash zsh shell console dockerfile docker make makefile fish',
  data: 'json jsonc json5 yaml yml toml ini env properties hcl tf terraform nginx conf',
  markup: 'html xml svg vue svelte',
  style: 'css scss less',
  sql: 'sql postgres sqlite',
};

const FAMILY = new Map(
  Object.entries(LANGUAGES).flatMap(([family, names]) =>
    names.split(' ').map((name) => [name, family]),
  ),
);

/** Longer code stays plain: it is read in an editor, and every look is a node. */
const MAX_LENGTH = 40_000;

const patterns = new Map();

/** Cuts code into `[look, text]`; look is undefined where nothing is special. Loses no character. */
export function highlight(code, language) {
  const family = FAMILY.get(language.toLowerCase());
  if (!family || code.length > MAX_LENGTH) return [[undefined, code]];
  const pattern = patternOf(family);
  const pieces = [];
  let at = 0;
  for (const match of code.matchAll(pattern)) {
    if (match[0] === '') continue;
    if (match.index > at) pieces.push([undefined, code.slice(at, match.index)]);
    const look = Object.entries(match.groups).find(([, text]) => text !== undefined)[0];
    pieces.push([look, match[0]]);
    at = match.index + match[0].length;
  }
  if (at < code.length) pieces.push([undefined, code.slice(at)]);
  return pieces;
}

function patternOf(family) {
  const known = patterns.get(family);
  if (known) return known;
  const source = FAMILIES[family].map(([look, pattern]) => `(?<${look}>${pattern})`).join('|');
  const made = new RegExp(source, family === 'sql' ? 'gim' : 'gm');
  patterns.set(family, made);
  return made;
}
