import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { render } from '#telegram/render/render.ts';
import { createWorld, type World } from '#test/world.ts';

const ALICE = 7;
let world: World;
let tree: string;

beforeAll(async () => {
  world = await createWorld();
  await world.store.projects.add({ name: 'shop', archetype: 'x', createdAtMs: 1, createdBy: 7 });
  tree = world.workspace.directory('shop');
  await mkdir(tree, { recursive: true });
  await world.git.init(tree);
  await writeFile(path.join(tree, 'a'), 'x\n');
  await world.git.commitAll(tree, { name: 'A', email: 'a@b' }, 'First');
  await world.says(ALICE, '/use shop');
});
afterAll(() => world?.close());

it('answers hostile words with words, and changes nothing', { timeout: 120_000 }, async () => {
  const file = new URL('../../../test/fixtures/hostile-inputs.json', import.meta.url);
  const inputs = JSON.parse(await readFile(file, 'utf8')) as { kind: string; text: string }[];
  const kinds = [...new Set(inputs.map(({ kind }) => kind))];
  const texts = kinds.flatMap((kind) => inputs.filter((each) => each.kind === kind).slice(0, 2));
  const head = await world.git.head(tree);
  for (const { text } of texts) {
    for (const command of ['/diff', '/history', '/undo', '/branch delete', '/diff_view shop x']) {
      const reply = await world.says(ALICE, `${command} ${text}`);
      const said = `${reply.card?.text ?? ''}${reply.toast ?? ''}`;
      expect(said).not.toContain('Something broke on my side');
      expect(said).not.toContain('Git failed');
      // oxlint-disable-next-line no-control-regex
      expect(render(said).text).not.toMatch(/[\u0000-\u0008\u202a-\u202e\u2066-\u2069]/u);
    }
  }
  await world.says(ALICE, '/branch use --detach');
  await world.says(ALICE, '/branch --orphan');
  await vi.waitFor(
    async () => expect(await world.store.operations.unfinished()).toEqual([]),
    10_000,
  );
  expect(await world.git.head(tree)).toBe(head);
  expect((await world.git.branches(tree)).branches.map(({ name }) => name)).toEqual(['main']);
});
