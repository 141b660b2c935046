import assert from 'node:assert/strict';
import { test } from 'node:test';
import packageJson from '../package.json' with { type: 'json' };
import { outputOf } from '../test/output-of.ts';
import { UsageError } from './commands.ts';

test('lists the commands for --help, and when nothing is asked', async () => {
  const help = await outputOf(['--help']);

  assert.equal(await outputOf([]), help);
  assert.ok(help.startsWith(`Usage: ${packageJson.name} COMMAND\n\n  count  Count bytes`), help);
  assert.match(help, /^ {2}greet {2}Say hello$/m);
});

test('tells its version', async () => {
  assert.equal(await outputOf(['--version']), `${packageJson.version}\n`);
});

test('tells how to use a command', async () => {
  assert.equal(
    await outputOf(['greet', '--help']),
    `Usage: ${packageJson.name} greet [--shout] NAME\n\nSay hello\n`,
  );
});

for (const { args, message } of [
  { args: ['dance'], message: 'There is no command "dance".' },
  { args: ['greet', '--loud', 'Ada'], message: "Unknown option '--loud'" },
  { args: ['count', '--lines=3'], message: "Option '-l, --lines' does not take an argument" },
]) {
  test(`refuses ${args.join(' ')}`, async () => {
    await assert.rejects(outputOf(args), (error) => {
      assert.ok(error instanceof UsageError);
      assert.equal(error.message, message);
      return true;
    });
  });
}
