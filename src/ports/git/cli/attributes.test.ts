import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { attributeGuard } from './attributes.ts';

let root: string;

beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'attributes-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

it('makes no repository of one that was moved away, and guards it where it is later', async () => {
  const guard = attributeGuard();
  const repository = path.join(root, 'demo.git');
  await guard(repository);
  expect(await readdir(root)).toEqual([]);
  await mkdir(repository);
  await guard(repository);
  expect(await readFile(path.join(repository, 'info', 'attributes'), 'utf8')).toContain('!diff');
});
