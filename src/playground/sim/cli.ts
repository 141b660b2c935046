import { HELP, readOptions } from './options.ts';
import { startSimulator } from './simulator.ts';

const LOOK_FOR_PARENT_MS = 500;

/**
 * Runs the stand-alone emulator until it is told to end. Standard output carries one line of JSON
 * with `url` and `token`, and nothing else.
 * @throws when the command line makes no sense, or nothing can listen there
 */
export async function emulatorCli(argv: readonly string[]): Promise<void> {
  const options = readOptions(argv);
  if (options === 'help') return void process.stdout.write(HELP);
  const simulator = await startSimulator(options);
  const ended = Promise.withResolvers<void>();
  process.once('SIGTERM', () => ended.resolve());
  process.once('SIGINT', () => ended.resolve());
  // Whoever ends npm ends the shell in between, and that tells nobody.
  const endsWithParent = options.endsWithParent || process.env['npm_lifecycle_event'] !== undefined;
  const parentId = process.ppid;
  const look = (): void => {
    if (endsWithParent && process.ppid !== parentId) ended.resolve();
  };
  const watch = setInterval(look, LOOK_FOR_PARENT_MS);
  process.stdout.write(`${JSON.stringify({ url: simulator.url, token: simulator.token })}\n`);
  await ended.promise;
  clearInterval(watch);
  await simulator.close();
}
