import { execFileSync, spawnSync } from 'node:child_process';
import {
  existsSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { killBots, startBot } from './bot.ts';
import { runLanguage } from './words.ts';
import { createWorldOn, type World } from './world.ts';

const ROOT = path.join(import.meta.dirname, '../..');

let world: World;

beforeAll(async () => {
  // Without a model nothing is installed: what is backed up does not depend on the agent.
  world = await createWorldOn(async () => ({ environment: {}, close: async () => undefined }), {
    language: runLanguage('ru'),
  });
  world.alice.says('/new telegram-bot demo');
  await world.see(world.words('new-done', { name: 'demo' }), { timeoutMs: 120_000 });
});

afterAll(async () => {
  await world?.close();
  await killBots();
});

/** The command line as an operator types it. */
function codefoundry(args: readonly string[], more: Readonly<Record<string, string>> = {}) {
  const run = spawnSync(process.execPath, ['bin/codefoundry.mjs', ...args], {
    cwd: ROOT,
    encoding: 'utf8',
    env: { ...process.env, ...world.environment, ...more },
  });
  return { exitCode: run.status, out: run.stdout, error: run.stderr };
}

it('backs up a working bot, and the backup brings a new machine to the same state', async () => {
  const backupDir = path.join(world.dataDir, '../offsite');
  // As every virtual environment of Python has it.
  symlinkSync('/usr/bin/python3', path.join(world.projectsDir, 'demo/python'));
  const made = codefoundry(['backup'], { BACKUP_DIR: backupDir });
  expect(made).toMatchObject({ exitCode: 0, error: '' });
  expect(codefoundry(['backup', '--verify', 'latest'], { BACKUP_DIR: backupDir }).out).toMatch(
    /^whole: /u,
  );
  const sha = git(world.projectsDir, 'rev-parse', 'HEAD');
  const elsewhere = {
    DATA_DIR: path.join(world.dataDir, '../elsewhere/data'),
    PROJECTS_DIR: path.join(world.dataDir, '../elsewhere/projects'),
    BACKUP_DIR: backupDir,
  };

  await world.bot.kill();
  expect(codefoundry(['restore', 'latest'], elsewhere)).toMatchObject({ exitCode: 0, error: '' });
  const link = path.join(elsewhere.PROJECTS_DIR, 'demo/python');
  expect(readlinkSync(link)).toBe('/usr/bin/python3');
  rmSync(link);
  const bot = await startBot({ ...world.environment, ...elsewhere });
  const after = world.alice.lastMessage()?.message_id ?? 0;
  world.alice.says('/status');
  const status = await world.see(world.words('status-project', { project: 'demo' }), { after });
  await bot.stop();

  expect(status.text).toContain(sha.slice(0, 7));
  expect(git(elsewhere.PROJECTS_DIR, 'rev-parse', 'HEAD')).toBe(sha);
  expect(git(elsewhere.PROJECTS_DIR, 'status', '--porcelain')).toBe('');
  git(elsewhere.PROJECTS_DIR, 'fsck', '--strict');
});

it('restores nothing under a bot that runs, and starts none on half a restore', async () => {
  await world.restartBot();
  codefoundry(['backup']);
  const refused = codefoundry(['restore', 'latest']);
  expect(refused.exitCode).toBe(1);
  expect(refused.error).toMatch(/another CodeFoundry \(pid \d+\)/u);
  expect(existsSync(path.join(world.projectsDir, 'demo/package.json'))).toBe(true);

  await world.bot.stop();
  writeFileSync(path.join(world.dataDir, 'restoring'), '');
  const half = codefoundry(['start']);
  expect(half.error).toContain('run `codefoundry restore`');
  expect(half.exitCode).toBe(1);

  expect(codefoundry(['restore', 'latest']).exitCode).toBe(0);
  await world.restartBot();
  expect(readFileSync(path.join(world.projectsDir, 'demo/.git'), 'utf8')).toContain(world.dataDir);
});

it('tells what it can do, what is wrong, and what there is instead', () => {
  expect(codefoundry(['backup', '--help'])).toMatchObject({ exitCode: 0, error: '' });
  expect(codefoundry(['restore', '--help'])).toMatchObject({ exitCode: 0, error: '' });
  expect(codefoundry(['backup', '--list', '--verify', 'latest']).exitCode).toBe(2);
  expect(codefoundry(['restore']).exitCode).toBe(2);
  const unknown = codefoundry(['restore', 'nope']);
  expect(unknown.exitCode).toBe(1);
  expect(unknown.error).toContain('there is no backup nope');
});

function git(projectsDir: string, ...args: readonly string[]): string {
  return execFileSync('git', args, {
    cwd: path.join(projectsDir, 'demo'),
    encoding: 'utf8',
  }).trim();
}
