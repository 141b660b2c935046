import { isProjectName } from './project.ts';

const CYRILLIC: Readonly<Record<string, string>> = {
  а: 'a',
  б: 'b',
  в: 'v',
  г: 'g',
  д: 'd',
  е: 'e',
  ё: 'e',
  ж: 'zh',
  з: 'z',
  и: 'i',
  й: 'y',
  к: 'k',
  л: 'l',
  м: 'm',
  н: 'n',
  о: 'o',
  п: 'p',
  р: 'r',
  с: 's',
  т: 't',
  у: 'u',
  ф: 'f',
  х: 'h',
  ц: 'ts',
  ч: 'ch',
  ш: 'sh',
  щ: 'sch',
  ъ: '',
  ы: 'y',
  ь: '',
  э: 'e',
  ю: 'yu',
  я: 'ya',
};
const MOST_CHARS = 39;

/** The good name that is nearest to what somebody wrote; `undefined` when nothing of it is left. */
export function nearestProjectName(text: string): string | undefined {
  // A short й is a letter of its own and must not come apart into и and a mark.
  const latin = Array.from(
    text.slice(0, 200).toLowerCase(),
    (letter) => CYRILLIC[letter] ?? letter,
  );
  const words = latin
    .join('')
    .normalize('NFKD')
    .replaceAll(/\p{M}+/gu, '')
    .replaceAll(/[^a-z0-9]+/gu, '-')
    .replaceAll(/^-+|-+$/gu, '');
  if (words === '') return undefined;
  const begun = /^[a-z]/u.test(words) ? words : `p-${words}`;
  const name = begun.slice(0, MOST_CHARS).replace(/-+$/u, '');
  return isProjectName(name) ? name : `${name}-app`;
}

/** Names like `name` that `isFree` takes, at most `count`: the name itself, else one with a number. */
export async function freeNames(
  name: string,
  isFree: (name: string) => Promise<boolean>,
  count = 1,
): Promise<readonly string[]> {
  const found: string[] = [];
  for (let number = 1; number < 100 && found.length < count; number += 1) {
    const end = number === 1 ? '' : `-${number}`;
    const each = `${name.slice(0, MOST_CHARS - end.length)}${end}`;
    if (isProjectName(each) && (await isFree(each))) found.push(each);
  }
  return found;
}
