import { mkdir, open, readdir, readFile, rename } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { Fault } from '#kernel/fault.ts';
import { isProjectName } from '#kernel/project.ts';
import { keyedMutex } from '#lib/mutex.ts';
import type { ProjectSecrets, SecretInfo } from '../port.ts';
import { keyOf } from './key.ts';
import { aesSeal, type Seal } from './seal.ts';

interface Options {
  /** Absolute; one sealed file per project. */
  readonly directory: string;
  /** Absolute; best outside of what is backed up, or a backup opens itself. */
  readonly keyFile: string;
  readonly now: () => number;
}

const contents = z.array(
  z.object({ name: z.string(), value: z.string(), setAtMs: z.number(), setBy: z.number() }),
);

type Secret = SecretInfo & { readonly value: string };

const SUFFIX = '.sealed.json';

/** Secrets in one encrypted file per project. */
export function fileSecrets({ directory, keyFile, now }: Options): ProjectSecrets {
  const inTurn = keyedMutex();
  let key: Promise<Seal> | undefined;

  const seal = (): Promise<Seal> => {
    key ??= keyOf(keyFile).then(aesSeal);
    // What failed once, such as a disk that was not mounted yet, may be mended.
    key.catch(() => (key = undefined));
    return key;
  };
  const fileOf = (project: string): string => {
    if (!isProjectName(project)) throw new Error(`not a project name: ${JSON.stringify(project)}`);
    return path.join(directory, `${project}${SUFFIX}`);
  };

  const read = async (project: string): Promise<readonly Secret[]> => {
    const file = fileOf(project);
    try {
      const sealed = await readFile(file, 'utf8');
      return contents.parse(JSON.parse((await seal()).open(sealed, contextOf(project))));
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code === 'ENOENT' && isOf(cause, file)) return [];
      throw new Fault('secrets-failed', `${file} cannot be opened with ${keyFile}`, { cause });
    }
  };

  const write = async (project: string, secrets: readonly Secret[]): Promise<void> => {
    const file = fileOf(project);
    try {
      const sealed = (await seal()).seal(JSON.stringify(secrets), contextOf(project));
      await mkdir(directory, { recursive: true, mode: 0o700 });
      await replace(file, sealed);
    } catch (cause) {
      throw new Fault('secrets-failed', `${file} cannot be written`, { cause });
    }
  };

  return {
    list: (project) =>
      inTurn(project, async () =>
        (await read(project))
          .map(({ name, setAtMs, setBy }) => ({ name, setAtMs, setBy }))
          .toSorted((a, b) => (a.name < b.name ? -1 : 1)),
      ),
    set: (project, name, value, setBy) =>
      inTurn(project, async () => {
        const others = (await read(project)).filter((each) => each.name !== name);
        await write(project, [...others, { name, value, setAtMs: now(), setBy }]);
      }),
    remove: (project, name) =>
      inTurn(project, async () => {
        const before = await read(project);
        const after = before.filter((each) => each.name !== name);
        if (after.length === before.length) return false;
        await write(project, after);
        return true;
      }),
    forDeploy: (project) =>
      inTurn(project, async () =>
        Object.fromEntries((await read(project)).map(({ name, value }) => [name, value])),
      ),
    async values() {
      const files = await readdir(directory).catch(() => []);
      const projects = files
        .filter((file) => file.endsWith(SUFFIX))
        .map((file) => file.slice(0, -SUFFIX.length))
        .filter(isProjectName);
      const values: string[] = [];
      const unreadable: string[] = [];
      for (const project of projects) {
        const secrets = await inTurn(project, () => read(project)).catch(() => undefined);
        if (secrets) values.push(...secrets.map(({ value }) => value));
        else unreadable.push(project);
      }
      return { values, unreadable };
    },
  };
}

function contextOf(project: string): string {
  return `codefoundry project secrets: ${project}`;
}

function isOf(error: unknown, file: string): boolean {
  return (error as NodeJS.ErrnoException).path === file;
}

/** In one step: whoever reads sees the old file or the new one, also after a crash. */
async function replace(file: string, text: string): Promise<void> {
  const draft = `${file}.new`;
  const handle = await open(draft, 'w', 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(draft, file);
}
