/** Commits that {@link longHistory} makes. */
export const COMMITS = 500;
/** A branch that was never merged: it and main changed the same line of {@link PRICES}. */
export const RIVAL = 'цены/скидки';
/** What both changed. */
export const PRICES = 'каталог/цены ёж.txt';
/** Names that tools get wrong: quotes, a tab, a dash in front, letters in two parts, signs beyond them. */
export const NAMES = [
  'каталог/файл 7 日本.txt',
  'he said "hi".txt',
  'tab\there.txt',
  '-rf.txt',
  'cafe\u0301.txt',
  '🐈/кот.md',
  PRICES,
];

/** Every tenth commit of main merges a branch of three. */
const MERGE_EVERY = 10;
const BRANCH_COMMITS = 3;
/** Commits of the branch that is left. */
const RIVAL_COMMITS = 4;

/** What `git fast-import` makes a repository of: {@link COMMITS} commits, dozens of merges, branches. */
export function longHistory(): string {
  const parts: string[] = [];
  let mark = 0;
  const commit = (
    branch: string,
    files: Readonly<Record<string, string>>,
    { from, merge }: { readonly from?: number; readonly merge?: number } = {},
  ): number => {
    mark += 1;
    const who = `Мария Ёлкина <maria@example.org> ${1_700_000_000 + mark * 60} +0300`;
    parts.push(
      `commit refs/heads/${branch}\nmark :${mark}\nauthor ${who}\ncommitter ${who}\n`,
      data(merge === undefined ? `Правка ${mark}: ${branch}\n` : `Merge ${mark}\n`),
      from === undefined ? '' : `from :${from}\n`,
      merge === undefined ? '' : `merge :${merge}\n`,
      ...Object.entries(files).map(
        ([name, text]) => `M 100644 inline ${quoted(name)}\n${data(text)}`,
      ),
      '\n',
    );
    return mark;
  };

  let main = commit('main', Object.fromEntries(NAMES.map((name) => [name, `${name}\n`])));
  const last = COMMITS - RIVAL_COMMITS - 1;
  while (main < last) {
    const branch = `ветка/${main}`;
    const name = `ветки/${main}.txt`;
    const isBranch = main % MERGE_EVERY === 0 && main + BRANCH_COMMITS + 1 < last;
    if (isBranch) {
      let tip = main;
      for (let at = 1; at <= BRANCH_COMMITS; at += 1)
        tip = commit(branch, { [name]: `${at}\n` }, at === 1 ? { from: main } : {});
      main = commit('main', { [name]: `${BRANCH_COMMITS}\n` }, { from: main, merge: tip });
    }
    main = commit('main', { [`каталог/файл ${main % 50} 日本.txt`]: `${main}\n` }, { from: main });
  }
  for (let at = 1; at <= RIVAL_COMMITS; at += 1)
    commit(RIVAL, { [PRICES]: `ёж: ${at} ₽\n` }, at === 1 ? { from: main } : {});
  commit('main', { [PRICES]: 'ёж: 100 ₽\n' }, { from: main });
  return parts.join('');
}

function data(text: string): string {
  return `data ${Buffer.byteLength(text)}\n${text}\n`;
}

function quoted(name: string): string {
  const inner = name.replaceAll('\\', '\\\\').replaceAll('"', String.raw`\"`);
  return `"${inner.replaceAll('\t', String.raw`\t`)}"`;
}
