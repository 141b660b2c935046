import { chmod, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { DatabaseSync } from 'node:sqlite';
import { processStart } from '#lib/process-identity.ts';
import { openControl } from './control.ts';
import { openProcesses } from './processes.ts';
import { type HostRequest, PROTOCOL, hostFiles } from './protocol.ts';
import { openRoutes } from './routes.ts';
import { type HostState, readState, stateWriter } from './state.ts';

/** One that has nothing to do for so long ends. */
const IDLE_MS = 60_000;
/** How long requests may go on when another host takes over. */
const HANDOVER_MS = 30_000;
/** An older host may take so long to put everything down. */
const LOCK_WAIT_MS = 10_000;
/** For the answer to be on its way before we close. */
const ANSWER_MS = 50;

// The program itself: `node main.ts <directory> <host to bind>`, which stands in that directory.
const [directory = '.', bindHost = '127.0.0.1'] = process.argv.slice(2);
const log = (message: string) => console.log(`${new Date().toISOString()} ${message}`);

await mkdir(directory, { recursive: true, mode: 0o700 });
await chmod(directory, 0o700);
// Names in the directory, because the path of a socket may have about 100 bytes.
const files = hostFiles('.');
process.chdir(directory);

// Held until this process ends, however it ends: never two at once over the same state.
const lock = new DatabaseSync(files.lock, { timeout: LOCK_WAIT_MS });
lock.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE');

const saved = (await readState(files.state)) ?? { routes: {}, processes: {} };
let current: () => HostState = () => saved;
let isLeaving = false;
const write = stateWriter(files.state, () => current());
const save = async () => {
  // Then the state is another host's: nothing may begin that this one would have to record.
  if (isLeaving) throw new Error('the host leaves');
  await write();
};
const processes = await openProcesses({ saved: saved.processes, save, log, now: Date.now });
const routes = await openRoutes({ bindHost, saved: saved.routes, save, log });
current = () => ({
  routes: Object.fromEntries(
    Object.entries(routes.state()).map(([name, { port, upstreams }]) => [
      name,
      { port, upstreams: [...upstreams] },
    ]),
  ),
  processes: { ...processes.state() },
});

let lastUseMs = performance.now();
const control = await openControl(files.socket, (request) => {
  lastUseMs = performance.now();
  return answer(request);
});
const record = {
  pid: process.pid,
  start: (await processStart(process.pid)) ?? '',
  protocol: PROTOCOL,
};
await writeFile(`${files.record}.new`, JSON.stringify(record), { mode: 0o600 });
await rename(`${files.record}.new`, files.record);
log(`host ${process.pid} has ${Object.keys(saved.routes).length} routes`);

setInterval(() => {
  if (hasNothing() && performance.now() - lastUseMs > IDLE_MS) void leave();
}, IDLE_MS / 4);
// What would end us is a fault of ours, and people are being served.
process.on('uncaughtException', (error) => log(`uncaught: ${error.stack ?? String(error)}`));
process.on('unhandledRejection', (error) => log(`unhandled: ${String(error)}`));
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => void leave());

function hasNothing(): boolean {
  const state = current();
  return Object.keys(state.routes).length === 0 && Object.keys(state.processes).length === 0;
}

/**
 * Ends, and leaves everything running and recorded; nothing for which another host had to be
 * started, where there is nothing.
 */
async function leave(): Promise<void> {
  if (isLeaving) return;
  isLeaving = true;
  processes.leave();
  control.close();
  const closed = routes.close(HANDOVER_MS);
  // After what is being written: that may be the first process there is.
  await write().catch((error: unknown) => log(`not recorded: ${String(error)}`));
  if (hasNothing()) await rm(files.state, { force: true });
  lock.close();
  await closed;
  process.exit(0);
}

async function endAll(graceMs: number): Promise<void> {
  const all = await processes.list('');
  await Promise.all(all.map(({ id }) => processes.end(id, graceMs)));
  for (const name of Object.keys(routes.state())) await routes.forget(name);
}

async function answer(request: HostRequest): Promise<unknown> {
  switch (request.do) {
    case 'route':
      return routes.route(request.name, request.upstreams);
    case 'find':
      return routes.find(request.name);
    case 'drained':
      return routes.drained(request.upstream, request.limitMs);
    case 'forget':
      return routes.forget(request.name);
    case 'start':
      return processes.start(request.spec);
    case 'keep':
      return processes.keep(request.id, request.restart);
    case 'end':
      return processes.end(request.id, request.graceMs);
    case 'list':
      return processes.list(request.prefix);
    case 'leave':
      setTimeout(() => void leave(), ANSWER_MS);
      return undefined;
    case 'end-all':
      await endAll(request.graceMs);
      setTimeout(() => void leave(), ANSWER_MS);
      return undefined;
  }
}
