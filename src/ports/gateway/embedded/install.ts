import {
  access,
  copyFile,
  mkdir,
  mkdtemp,
  readFile,
  readdir,
  rename,
  rm,
  statfs,
} from 'node:fs/promises';
import { freemem } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { Fault } from '#kernel/fault.ts';
import { npmEnvironment } from '#lib/npm-environment.ts';
import { processStart } from '#lib/process-identity.ts';
import { runCapped } from '#lib/run-capped.ts';

export interface InstallOptions {
  /** Holds `package.json` and `package-lock.json` that pin the gateway. */
  readonly sourceDir: string;
  /** Appears whole or not at all. */
  readonly targetDir: string;
  /** Absolute path of the Node program that the gateway will run on. */
  readonly node: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Called about once a second while it installs, never when it is there already. */
  onProgress(progress: InstallProgress): void;
  now(): number;
  /** Ends the installation, which then fails and leaves nothing behind. */
  readonly signal?: AbortSignal;
  /** What is free here; measured when absent. */
  readonly room?: () => Promise<Room>;
}

interface InstallProgress {
  readonly sizeBytes: number;
  /** About how large it will be. */
  readonly expectedBytes: number;
  readonly elapsedMs: number;
  /** About how long it takes with a good connection. */
  readonly expectedMs: number;
}

interface Room {
  readonly diskBytes: number;
  readonly memoryBytes: number;
}

const NEEDED: Room = { diskBytes: 1.5e9, memoryBytes: 2e9 };
const EXPECTED = { expectedBytes: 650e6, expectedMs: 60_000 };
const LIMIT_MS = 15 * 60_000;

/**
 * Installs the pinned gateway with `npm ci`, once: at once when it is there. What an interrupted
 * installation left is removed. No install script of a package runs: the gateway needs none.
 *
 * @throws {Fault} `install-failed` with what is missing, or with the end of npm's output
 */
export async function installGateway(options: InstallOptions): Promise<void> {
  const { sourceDir, targetDir } = options;
  if (await isInstalled(targetDir)) return;
  const parent = dirname(targetDir);
  await mkdir(parent, { recursive: true, mode: 0o700 });
  const prefix = `.${basename(targetDir)}.part-`;
  await removeDrafts(parent, prefix);
  checkRoom(await (options.room ?? (() => measureRoom(parent)))());

  const draft = await mkdtemp(join(parent, `${prefix}${process.pid}-`));
  try {
    for (const name of ['package.json', 'package-lock.json'])
      await copyFile(join(sourceDir, name), join(draft, name));
    await install(draft, options);
    if (!(await isInstalled(draft))) throw new Fault('install-failed', 'npm installed no gateway');
    await flush(draft, options.environment);
    // Somebody else may have been faster: then theirs stays.
    if (await isInstalled(targetDir)) return;
    await rm(targetDir, { recursive: true, force: true });
    await rename(draft, targetDir);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

/**
 * Removes what dead installers left; a live one's draft stays. One with our own process id is from
 * before a restart: in a container we get the same id again.
 */
async function removeDrafts(parent: string, prefix: string): Promise<void> {
  for (const name of await readdir(parent)) {
    if (!name.startsWith(prefix)) continue;
    const pid = Number.parseInt(name.slice(prefix.length), 10);
    if (pid !== process.pid && (await processStart(pid)) !== undefined) continue;
    await rm(join(parent, name), { recursive: true, force: true });
  }
}

/** The version of the gateway that `sourceDir` pins. */
export async function pinnedVersion(sourceDir: string): Promise<string> {
  const text = await readFile(join(sourceDir, 'package.json'), 'utf8');
  const version = /"openclaw":\s*"(\d[\w.-]*)"/u.exec(text)?.[1];
  if (version === undefined) throw new Fault('install-failed', `${sourceDir} pins no openclaw`);
  return version;
}

function checkRoom(room: Room): void {
  if (room.diskBytes < NEEDED.diskBytes)
    throw new Fault('install-failed', `needs 1.5 GB of disk, ${gigabytes(room.diskBytes)} is free`);
  if (room.memoryBytes < NEEDED.memoryBytes)
    throw new Fault(
      'install-failed',
      `needs 2 GB of memory to run, ${gigabytes(room.memoryBytes)} is available`,
    );
}

async function install(directory: string, options: InstallOptions): Promise<void> {
  const startedMs = options.now();
  const report = async () =>
    options.onProgress({
      ...EXPECTED,
      sizeBytes: await sizeOf(directory),
      elapsedMs: options.now() - startedMs,
    });
  let reporting = Promise.resolve();
  const timer = setInterval(() => {
    reporting = reporting.then(report);
  }, 1000);
  try {
    const argv = [
      'npm',
      'ci',
      '--ignore-scripts',
      '--omit=dev',
      '--no-audit',
      '--no-fund',
    ] as const;
    const ran = await runCapped(argv, {
      directory,
      environment: npmEnvironment(options.environment, options.node),
      timeoutMs: LIMIT_MS,
      capBytes: 4096,
      signal: options.signal,
    }).catch((cause: unknown) => {
      throw new Fault('install-failed', 'npm is not on PATH', { cause });
    });
    if (options.signal?.aborted) throw new Fault('install-failed', 'the installation was ended');
    if (ran.timedOut) throw new Fault('install-failed', 'npm ci took longer than 15 minutes');
    if (ran.exitCode !== 0) throw new Fault('install-failed', `npm ci: ${ran.output.trim()}`);
  } finally {
    clearInterval(timer);
    await reporting;
  }
}

/**
 * Writes everything to the disk, so that a power cut leaves a whole installation or none. Where
 * `sync` cannot do it for one directory, the system does it in its own time.
 */
async function flush(directory: string, environment: InstallOptions['environment']) {
  await runCapped(['sync', '-f', directory], {
    directory,
    environment: { PATH: environment['PATH'] ?? '/usr/bin:/bin' },
    timeoutMs: 60_000,
    capBytes: 1000,
  }).catch(() => undefined);
}

async function isInstalled(directory: string): Promise<boolean> {
  const program = join(directory, 'node_modules', 'openclaw', 'openclaw.mjs');
  return access(program).then(
    () => true,
    () => false,
  );
}

async function measureRoom(directory: string): Promise<Room> {
  const { bavail, bsize } = await statfs(directory);
  return { diskBytes: bavail * bsize, memoryBytes: await availableMemory() };
}

/** What could be had without swapping; `freemem` leaves the page cache out. */
async function availableMemory(): Promise<number> {
  const text = await readFile('/proc/meminfo', 'utf8').catch(() => '');
  const kilobytes = /^MemAvailable:\s+(\d+) kB$/mu.exec(text)?.[1];
  return kilobytes === undefined ? freemem() : Number(kilobytes) * 1024;
}

/** What it takes on the disk now; files may come and go while it is measured. */
async function sizeOf(directory: string): Promise<number> {
  const ran = await runCapped(['du', '-sk', directory], {
    directory,
    environment: { PATH: '/usr/local/bin:/usr/bin:/bin' },
    timeoutMs: 10_000,
    capBytes: 1000,
  }).catch(() => undefined);
  return 1024 * Number(/^(\d+)/mu.exec(ran?.output ?? '')?.[1] ?? 0);
}

function gigabytes(bytes: number): string {
  return `${(bytes / 1e9).toFixed(1)} GB`;
}
