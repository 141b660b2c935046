#!/usr/bin/env node
import { constants } from 'node:os';
import { run } from './cli.ts';
import { UsageError } from './commands.ts';

// Who reads our output may have had enough, as `head` has: that is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  process.exit(error.code === 'EPIPE' ? 0 : 1);
});

// In a container we are process 1, which a signal ends only where somebody listens.
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => process.exit(128 + constants.signals[signal]));
}

try {
  await run(process.argv.slice(2), {
    input: process.stdin,
    print: (text) => void process.stdout.write(text),
  });
} catch (error) {
  const isUsage = error instanceof UsageError;
  const message = error instanceof Error ? error.message : String(error);
  console.error(isUsage ? `${message} Try --help.` : message);
  process.exitCode = isUsage ? 2 : 1;
}
