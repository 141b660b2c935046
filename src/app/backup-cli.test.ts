import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { backupFromShell, restoreFromShell } from './backup-cli.ts';

let root: string;
let lines: string[];

beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'codefoundry-backup-cli-'));
  lines = [];
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const environment = () => ({ DATA_DIR: root, PROJECTS_DIR: path.join(root, 'projects') });
const print = (line: string) => void lines.push(line);
const backup = (...args: string[]) => backupFromShell(args, environment(), print);
const restore = (...args: string[]) => restoreFromShell(args, environment(), print);

it('refuses to list and to verify at once', async () => {
  await expect(backup('--list', '--verify', 'latest')).rejects.toThrow('not both');
});

it('says what is wrong with an empty DATA_DIR', async () => {
  await expect(backup()).rejects.toMatchObject({
    detail: expect.stringContaining(`DATA_DIR ${root} is empty`) as string,
  });
});

it('tells what there is when a backup is not', async () => {
  await expect(restore('latest')).rejects.toMatchObject({
    detail: expect.stringContaining('there is no backup') as string,
  });
  mkdirSync(path.join(root, 'projects/shop'), { recursive: true });
  writeFileSync(path.join(root, 'projects/shop/a'), 'a');
  await backup();
  await expect(restore('nope')).rejects.toMatchObject({
    detail: expect.stringMatching(/no backup nope; the newest ones:\n {2}2\d{3}-/u) as string,
  });
});
