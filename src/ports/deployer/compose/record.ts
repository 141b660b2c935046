import { mkdir, open, readFile, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { syncDirectory } from '#lib/sync-directory.ts';
import type { Release, Target } from '../port.ts';

/** One service of a release, as far as the release says it. */
export interface ServicePlan {
  /** The id of exactly the image that was built. */
  readonly image: string;
  /** Numbers, and not root's. */
  readonly user: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly volumes: readonly ServiceVolume[];
  readonly tmpfs: readonly string[];
  readonly isReadOnly: boolean;
  /** Runs once and ends, as a migration does. */
  readonly isJob: boolean;
  /** Keys of Compose that may stand as they are. */
  readonly kept: Readonly<Record<string, unknown>>;
}

/** A directory that outlives releases. */
interface ServiceVolume {
  readonly name: string;
  readonly path: string;
  readonly isReadOnly: boolean;
}

/** What is needed to start a release, today or in a year: its images and how they run. */
export interface ReleaseRecord extends Release {
  /** Absent: it was only built. */
  readonly wasLive?: true;
  readonly services: Readonly<Record<string, ServicePlan>>;
  /** The service that people reach; absent when it serves nothing. */
  readonly web?: {
    readonly service: string;
    readonly port: number;
    readonly portVariable?: string;
    readonly healthPath?: string;
  };
}

/** What gets the traffic, and what got it before. */
export interface LiveRecord {
  readonly release: string;
  readonly sinceMs: number;
  readonly previous?: string;
}

/** What the deployer remembers of a target. Whether images and containers are there says Docker. */
export interface Records {
  releases(target: Target): Promise<readonly ReleaseRecord[]>;
  release(target: Target, id: string): Promise<ReleaseRecord | undefined>;
  keep(target: Target, record: ReleaseRecord): Promise<void>;
  drop(target: Target, id: string): Promise<void>;
  live(target: Target): Promise<LiveRecord | undefined>;
  /** Absent: nothing is. */
  setLive(target: Target, live: LiveRecord | undefined): Promise<void>;
  forget(target: Target): Promise<void>;
}

/** One file per release and one for what is live, each there whole or not at all. */
export function fileRecords(directory: string): Records {
  const folder = ({ project, environment }: Target) => path.join(directory, project, environment);
  const file = (target: Target, id: string) =>
    path.join(folder(target), 'releases', `${path.basename(id)}.json`);
  const liveFile = (target: Target) => path.join(folder(target), 'live.json');

  return {
    async releases(target) {
      const names = await readdir(path.join(folder(target), 'releases')).catch(() => []);
      const ids = names.flatMap((name) => (name.endsWith('.json') ? [name.slice(0, -5)] : []));
      const records = await Promise.all(ids.map((id) => read<ReleaseRecord>(file(target, id))));
      return records
        .filter((record) => record !== undefined)
        .toSorted((one, other) => other.builtAtMs - one.builtAtMs);
    },
    release: (target, id) => read<ReleaseRecord>(file(target, id)),
    keep: (target, record) => write(file(target, record.id), record),
    drop: (target, id) => rm(file(target, id), { force: true }),
    live: (target) => read<LiveRecord>(liveFile(target)),
    setLive: (target, live) =>
      live === undefined ? rm(liveFile(target), { force: true }) : write(liveFile(target), live),
    forget: (target) => rm(folder(target), { recursive: true, force: true }),
  };
}

async function read<Value>(file: string): Promise<Value | undefined> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  return text === undefined ? undefined : (JSON.parse(text) as Value);
}

async function write(file: string, value: object): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  const draft = `${file}.${process.pid}.part`;
  const handle = await open(draft, 'w', 0o600);
  try {
    await handle.writeFile(JSON.stringify(value));
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(draft, file);
  await syncDirectory(path.dirname(file));
}
