import { cp, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { syncDirectory } from '#lib/sync-directory.ts';
import { processStart, signalGroup } from '#lib/process-identity.ts';
import type { Release, ReleaseSource, Target } from '../port.ts';

/** Which release is where. */
interface TargetState {
  /** What the outside has, by the last hook that ended well; absent while one is under way. */
  readonly applied?: string;
  /** Those that were live once: they are gone back to, not deployed anew. */
  readonly wereLive?: readonly string[];
  readonly live?: {
    readonly release: string;
    readonly sinceMs: number;
    readonly previous?: string;
  };
}

/** The releases of targets as directories with their files, and what became of them. */
export interface CommandRecords {
  /** Where hooks run: empty, and not the project's. */
  folder(target: Target): string;
  files(target: Target, id: string): string;
  keep(target: Target, source: ReleaseSource, builtAtMs: number): Promise<void>;
  release(target: Target, id: string | undefined): Promise<Release | undefined>;
  releases(target: Target): Promise<readonly Release[]>;
  drop(target: Target, id: string): Promise<void>;
  state(target: Target): Promise<TargetState>;
  setState(target: Target, state: TargetState): Promise<void>;
  /** Notes the hook that runs, so that the next process finds it. */
  begun(target: Target, pid: number): Promise<void>;
  /** Ends the hook that a killed process left behind. */
  endLeftover(target: Target): Promise<void>;
  forget(target: Target): Promise<void>;
}

const LOOK_EVERY_MS = 50;

/** Below `directory`, a folder per target. */
export function commandRecords(directory: string): CommandRecords {
  const folder = ({ project, environment }: Target) => path.join(directory, project, environment);
  const place = (target: Target, id: string) =>
    path.join(folder(target), 'releases', path.basename(id));
  const stateFile = (target: Target) => path.join(folder(target), 'state.json');
  const hookFile = (target: Target) => path.join(folder(target), 'hook.pid');

  const records: CommandRecords = {
    folder: (target) => path.join(folder(target), 'empty'),
    files: (target, id) => path.join(place(target, id), 'files'),
    async keep(target, { id, sha, directory: files }, builtAtMs) {
      const draft = `${place(target, id)}.part`;
      await rm(draft, { recursive: true, force: true });
      await mkdir(draft, { recursive: true, mode: 0o700 });
      await mkdir(records.folder(target), { recursive: true, mode: 0o700 });
      await cp(files, path.join(draft, 'files'), { recursive: true, verbatimSymlinks: true });
      await writeFile(path.join(draft, 'release.json'), JSON.stringify({ id, sha, builtAtMs }));
      await rename(draft, place(target, id));
      await syncDirectory(path.dirname(draft));
    },
    release: async (target, id) =>
      id === undefined
        ? undefined
        : readJson<Release>(path.join(place(target, id), 'release.json')),
    async releases(target) {
      const names = await readdir(path.join(folder(target), 'releases')).catch(() => []);
      const ids = names.filter((name) => !name.endsWith('.part'));
      const all = await Promise.all(ids.map((id) => records.release(target, id)));
      return all
        .filter((release) => release !== undefined)
        .toSorted((one, other) => other.builtAtMs - one.builtAtMs || (other.id < one.id ? -1 : 1));
    },
    drop: (target, id) => rm(place(target, id), { recursive: true, force: true }),
    state: async (target) => (await readJson<TargetState>(stateFile(target))) ?? {},
    async setState(target, state) {
      await mkdir(folder(target), { recursive: true, mode: 0o700 });
      const draft = `${stateFile(target)}.${process.pid}.part`;
      await writeFile(draft, JSON.stringify(state), { flush: true });
      await rename(draft, stateFile(target));
      await syncDirectory(folder(target));
    },
    async begun(target, pid) {
      const start = await processStart(pid);
      // Without its start nobody could tell it from a later process of the same number.
      if (start !== undefined) await writeFile(hookFile(target), JSON.stringify({ pid, start }));
    },
    async endLeftover(target) {
      const left = await readJson<{ pid: number; start: string }>(hookFile(target));
      if (left === undefined) return;
      const isThere = async () => (await processStart(left.pid)) === left.start;
      if (await isThere()) signalGroup(left.pid, 'SIGKILL');
      while (await isThere()) await sleep(LOOK_EVERY_MS);
      await rm(hookFile(target), { force: true });
    },
    forget: (target) => rm(folder(target), { recursive: true, force: true }),
  };
  return records;
}

async function readJson<Value>(file: string): Promise<Value | undefined> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as Value;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
