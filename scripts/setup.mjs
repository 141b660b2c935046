// Installs what is missing before a script runs. It runs on whatever Node the machine has, so it
// uses nothing but Node itself; everything after it runs on the Node of node_modules/.bin.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const root = path.join(
  import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname),
  '..',
);
const mark = path.join(root, 'node_modules', '.codefoundry-setup');
const node = path.join(root, 'node_modules', '.bin', 'node');
const wanted = createHash('sha256')
  .update(readFileSync(path.join(root, 'package-lock.json')))
  .digest('hex');

/** The lock file that node_modules was last installed from, when that install finished. */
const installed = existsSync(mark) ? readFileSync(mark, 'utf8') : '';
/** These run beside a working bot, whose modules must not be taken away: a restart updates them. */
const isBesideBot = ['audit', 'backup', 'doctor', 'invite', 'restore'].includes(process.argv[2]);

if (!nodeWorks() || (installed !== wanted && !isBesideBot)) {
  // Not on standard output: that belongs to the script that runs next.
  console.error('Installing dependencies (about 360 MB, half a minute on a good line)…');
  run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error']);
  // Where install scripts are switched off, the Node package has not fetched its binary yet.
  if (!nodeWorks())
    run(process.execPath, [path.join('node_modules', 'node', 'installArchSpecificPackage.js')]);
  if (!nodeWorks())
    fail('node_modules/.bin/node does not start. Delete node_modules and try again.');
  writeFileSync(mark, wanted);
}

function nodeWorks() {
  const { stdout } = spawnSync(node, ['--version'], { encoding: 'utf8' });
  return (stdout ?? '').startsWith('v24.');
}

function run(command, args) {
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: ['inherit', 2, 2] });
  if (error) fail(`${command} did not start: ${error.message}`);
  if (status !== 0) fail(`${command} ${args.join(' ')} failed. Look at the lines above.`);
}

function fail(message) {
  console.error(message);
  process.exit(1);
}
