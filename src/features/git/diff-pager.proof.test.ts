import { execFileSync } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Card } from '#kernel/card.ts';
import { render } from '#telegram/render/render.ts';
import { createWorld, type World } from '#test/world.ts';

const ALICE = 7;
const NAMES = ['src/старый/app.ts', 'docs/long lines.md', ...Array.from('abcdefghij')];
let world: World;
let tree: string;

beforeAll(async () => {
  world = await createWorld();
  await world.store.projects.add({
    name: 'shop',
    archetype: 'x',
    createdAtMs: 1,
    createdBy: ALICE,
  });
  tree = world.workspace.directory('shop');
  await mkdir(tree, { recursive: true });
  await world.git.init(tree);
  for (const word of ['before', 'after']) {
    for (const [at, name] of NAMES.entries()) {
      await mkdir(path.dirname(path.join(tree, name)), { recursive: true });
      await writeFile(path.join(tree, name), textOf(word, at));
    }
    await world.git.commitAll(tree, { name: 'A', email: 'a@b' }, word);
  }
  await world.says(ALICE, '/use shop');
});
afterAll(() => world?.close());

/** Of 40 lines, 20 stay: every file has many hunks. */
function textOf(word: string, file: number): string {
  const lines = Array.from({ length: file === 0 ? 2_800 : 60 }, (_, at) =>
    at % 40 < 20
      ? `steady ${at}`
      : `${word} ${file}.${at}${file === 1 ? ` ${'long_'.repeat(30)}` : ''}`,
  );
  return `${lines.join('\n')}\n`;
}

const card = (): Card => {
  const found = world.messages.findLast(({ key }) => key.startsWith('diff:'))?.card;
  if (!found) throw new Error('no card');
  return found;
};
const labels = () =>
  card()
    .buttons?.flat()
    .map(({ label }) => label) ?? [];
const shown = () => {
  const { text } = render(card().text);
  expect(text.length).toBeLessThanOrEqual(4_096);
  return text;
};

it('leads to every hunk and line of 3,000 by its buttons alone', { timeout: 120_000 }, async () => {
  let taps = 0;
  const tap = async (label: string) => {
    taps += 1;
    await world.taps(ALICE, label);
  };
  await world.says(ALICE, '/diff');
  const numbers = /\+([\d,]+) −([\d,]+)/u.exec(shown())?.slice(1) ?? [];
  const [added = 0, removed = 0] = numbers.map((each) => Number(each.replace(',', '')));
  expect(added + removed).toBeGreaterThanOrEqual(3_000);

  await tap(labels()[0] ?? '');
  const seen: string[] = [];
  for (;;) {
    seen.push(
      ...shown()
        .split('\n')
        .filter((row) => /^[-+@]/u.test(row)),
    );
    const next = ['▶', 'Next file ▶'].find((label) => labels().includes(label));
    if (next === undefined) break;
    await tap(next);
  }
  const rows = seen.reduce<string[]>((all, row) => {
    if (/^[-+]↳/u.test(row)) all.push(`${all.pop()}${row.slice(2)}`);
    else all.push(row);
    return all;
  }, []);
  const patch = execFileSync('git', ['diff', '--no-color', '-U3', 'HEAD~1', 'HEAD'], {
    cwd: tree,
    encoding: 'utf8',
    maxBuffer: 50_000_000,
  });
  const lines = patch.split('\n');
  const changed = lines.filter((row) => /^(?:\+(?!\+\+ )|-(?!-- ))/u.test(row));
  expect(rows.filter((row) => !row.startsWith('@')).toSorted()).toEqual(changed.toSorted());
  const hunks = lines.filter((row) => row.startsWith('@@')).length;
  expect(hunks).toBeGreaterThan(70);
  expect(rows.filter((row) => row.startsWith('@'))).toHaveLength(hunks);
  expect(taps).toBeLessThan(280);
});

it('is never further than twenty taps from any page of a file of 2,800 lines', async () => {
  await world.says(ALICE, '/diff');
  // Files stand by name: ten of one letter, the document, and then the source on the second page.
  await world.taps(ALICE, '▶');
  await world.taps(ALICE, labels().find((label) => label.endsWith('app.ts')) ?? '');
  const pages = Number(/page 1 of (\d+)/u.exec(shown())?.[1]);
  expect(pages).toBeGreaterThan(80);
  let taps = 0;
  for (;;) {
    const next = ['⏩', '▶'].find((label) => labels().includes(label));
    if (next === undefined) break;
    taps += 1;
    await world.taps(ALICE, next);
  }
  expect(shown()).toContain(`page ${pages} of ${pages}`);
  expect(taps).toBeLessThanOrEqual(20);
});
