import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { cli } from './cli.ts';
import { ROOT } from './root.ts';

const COMMANDS = ['start', 'doctor', 'invite', 'backup', 'restore', 'audit', 'emulator'];
let root: string;
let out: string[];

beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'cli-'));
  out = [];
  for (const stream of [process.stdout, process.stderr])
    vi.spyOn(stream, 'write').mockImplementation((text) => out.push(String(text)) > 0);
});
afterEach(async () => {
  vi.restoreAllMocks();
  process.exitCode = undefined;
  await rm(root, { recursive: true, force: true });
});

/** Exit code, and everything that was printed. */
async function run(...argv: string[]): Promise<[number | string, string]> {
  out = [];
  process.exitCode = undefined;
  await cli(argv, { DATA_DIR: root });
  return [process.exitCode ?? 0, out.join('')];
}

describe.each(COMMANDS)('codefoundry %s', (command) => {
  it('explains itself: usage, options, exit codes, an example', async () => {
    const [code, text] = await run(command, '--help');
    expect(code).toBe(0);
    expect(text).toMatch(/^codefoundry \w+: .*\n\nUsage:\n {2}codefoundry \w/u);
    expect(text).toContain(`codefoundry ${command}`);
    expect(text).toMatch(/\n\nOptions:\n(.+\n)* {2}-h, --help +this text\n/u);
    expect(text).toMatch(
      /\n\nExit codes:\n {2}0 {2}\w.*\n {2}1 {2}\w.*\n {2}2 {2}the command line/u,
    );
    expect(text).toMatch(new RegExp(`\n\nExample:\n  .*codefoundry ${command}`, 'u'));
    expect(await run('help', command)).toEqual([0, text]);
    expect(await run(command, '-h')).toEqual([0, text]);
  });

  it('names an option that it does not have, and does nothing', async () => {
    const [code, text] = await run(command, '--nope');
    expect(code).toBe(2);
    expect(text).toContain("Unknown option '--nope'");
    expect(text.split('\n')).toEqual([
      "Unknown option '--nope'",
      `\`codefoundry ${command} --help\` tells what there is.`,
      '',
    ]);
  });

  it('is in the list of all commands', async () => {
    const [code, text] = await run('--help');
    expect([code, text]).toEqual(await run('help'));
    expect(text).toMatch(new RegExp(`\n  codefoundry ${command}( |\\b).* {2}\\w`, 'u'));
  });
});

it.each([
  [['nope'], 'there is no command "nope"'],
  [['--nope'], 'there is no option "--nope"'],
  [['help', 'nope'], 'there is no command "nope"'],
  [['constructor', '--help'], 'there is no command "constructor"'],
  [['start', 'now'], "Unexpected argument 'now'"],
  [['doctor', 'now'], "Unexpected argument 'now'"],
  [['backup', '--verify'], "Option '--verify <value>' argument missing"],
  [['backup', '--list', '--verify', 'latest'], 'not both'],
  [['restore'], 'name one backup'],
  [['audit'], 'say what to do'],
  [['invite'], 'name a role'],
  [['emulator', '--port', 'x'], '--port: "x" is no number'],
])('answers %j with what is wrong and exit code 2', async (argv, problem) => {
  const [code, text] = await run(...argv);
  expect(text).toContain(problem);
  expect(code).toBe(2);
});

it('ends with 1 for what is broken, without the usage', async () => {
  const [code, text] = await run('restore', 'latest');
  expect([code, text]).toEqual([1, 'there is no backup in BACKUP_DIR\n']);
});

it('gives its exit code to the shell', async () => {
  const child = spawn(process.execPath, ['src/main.ts', 'doctor', '--nope'], {
    cwd: ROOT,
    env: { PATH: process.env['PATH'], DATA_DIR: root },
  });
  const text: string[] = [];
  child.stderr.on('data', (chunk: Buffer) => text.push(chunk.toString()));
  const code = await new Promise((resolve) => child.once('close', resolve));
  expect([code, text.join('')]).toEqual([2, expect.stringContaining("'--nope'")]);
});
