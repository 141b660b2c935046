import { execFileSync } from 'node:child_process';
import path from 'node:path';
import type { RealRepository } from './real-repository.ts';

/** Makes a long history at once, on `main`, with other branches that go off in its middle. */
export function fastHistory(
  { tree, run }: RealRepository,
  { commits, branches }: { readonly commits: number; readonly branches: readonly string[] },
): { readonly path: string } {
  const name = 'каталог/файл 9';
  const data = (text: string): string => `data ${Buffer.byteLength(text)}\n${text}\n`;
  const commit = (ref: string, at: number, from = ''): string => {
    const who = `Мария 日本 <7@telegram.invalid> ${1_700_000_000 + at * 60} +0000`;
    const message = `Change ${at} — правка\n\nOperation: turn-${at}\n`;
    const file = `каталог/файл ${at % 50}`;
    return [
      `commit refs/heads/${ref}\nmark :${at + 1}\nauthor ${who}\ncommitter ${who}\n`,
      data(message),
      from,
      `M 100644 inline ${file}\n${data(`content ${at}\n`)}`,
    ].join('');
  };
  const stream = Array.from({ length: commits }, (_, at) => commit('main', at)).join('\n');
  const sides = branches.map((branch, at) =>
    commit(branch, commits + at, `from :${commits / 2}\n`),
  );
  execFileSync(
    'git',
    [`--git-dir=${path.join(tree, '../git/shop.git')}`, 'fast-import', '--quiet'],
    { input: `${stream}\n${sides.join('\n')}` },
  );
  run('reset', '--quiet', '--hard', 'main');
  return { path: name };
}
