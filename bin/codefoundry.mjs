#!/usr/bin/env node
// Starts CodeFoundry on its own Node, whatever Node this one is.
import { spawn } from 'node:child_process';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import '../scripts/setup.mjs';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const node = path.join(root, 'node_modules', '.bin', 'node');
const child = spawn(node, [path.join(root, 'src', 'main.ts'), ...process.argv.slice(2)], {
  stdio: 'inherit',
});
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => {
  // As a shell says it: a supervisor tells out of memory from a stop by it.
  process.exitCode = code ?? 128 + (os.constants.signals[signal] ?? 0);
});
