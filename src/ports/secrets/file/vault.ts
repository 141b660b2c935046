import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { Fault } from '#kernel/fault.ts';
import { isProjectFolder } from '#kernel/project.ts';
import type { SecretInfo } from '../port.ts';
import { open, seal } from './age.ts';
import { findIdentity, type IdentityPlace, makeIdentity, nameOf } from './identity.ts';
import { openSealedJson } from './sealed-json.ts';
import { replace } from './write.ts';

/** Where the secrets and what opens them lie. */
export interface SecretPlaces {
  /** Absolute; one age file per project. */
  readonly directory: string;
  readonly identity: IdentityPlace;
  /** Absolute; the key of files that versions before age wrote. Only read. */
  readonly oldKeyFile: string;
}

interface VaultOptions extends SecretPlaces {
  readonly now: () => number;
  /** Told the identity as soon as it is known, so that no text shows it. */
  readonly onIdentity?: (identity: string) => void;
}

export type Secret = SecretInfo & { readonly value: string };

/** The files of all projects. Whoever writes sees to it that nobody else does. */
export interface Vault {
  /** Everything of `project`; `isOld` when it still stands in the form before age. */
  read(project: string): Promise<{ readonly secrets: readonly Secret[]; readonly isOld: boolean }>;
  /** Replaces everything of `project` in one step, and removes a file of the old form. */
  write(project: string, secrets: readonly Secret[]): Promise<void>;
  /** Removes the files of `project`, whether or not they open. */
  drop(project: string): Promise<void>;
  projects(): Promise<readonly string[]>;
  /** Makes none. */
  identity(): Promise<string | undefined>;
}

const SUFFIX = '.age';
const OLD_SUFFIX = '.sealed.json';

const list = z.array(
  z.object({ name: z.string(), value: z.string(), setAtMs: z.number(), setBy: z.number() }),
);
/** age does not say whose file it is: one project's must not do in the place of another's. */
const contents = z.object({ version: z.literal(1), project: z.string(), secrets: list });

export function createVault(options: VaultOptions): Vault {
  const { directory, oldKeyFile, now, onIdentity } = options;
  let known: Promise<string | undefined> | undefined;

  const keep = (found: Promise<string | undefined>): Promise<string | undefined> => {
    known = found.then((identity) => {
      if (identity === undefined) known = undefined;
      else onIdentity?.(identity);
      return identity;
    });
    // What failed once, such as a disk that was not mounted yet, may be mended.
    known.catch(() => (known = undefined));
    return known;
  };
  const identity = () => known ?? keep(findIdentity(options.identity));

  const fileOf = (project: string, suffix: string): string => {
    if (!isProjectFolder(project))
      throw new Error(`not a project name: ${JSON.stringify(project)}`);
    return path.join(directory, `${project}${suffix}`);
  };
  const names = async (suffix: string): Promise<readonly string[]> =>
    (await entriesOf(directory))
      .filter((file) => file.endsWith(suffix))
      .map((file) => file.slice(0, -suffix.length))
      .filter(isProjectFolder);

  const identityToWrite = async (): Promise<string> => {
    const found = await identity();
    if (found !== undefined) return found;
    const [orphan] = await names(SUFFIX);
    if (orphan !== undefined) throw missing(fileOf(orphan, SUFFIX), options.identity);
    const made = await keep(makeIdentity(options.identity, now()));
    return made ?? identityToWrite();
  };

  const readAge = async (project: string): Promise<readonly Secret[] | undefined> => {
    const file = fileOf(project, SUFFIX);
    const sealed = await readIfThere(file);
    if (!sealed) return undefined;
    const own = await identity();
    if (own === undefined) throw missing(file, options.identity);
    const opened = await open(sealed, own);
    if ('trouble' in opened) throw trouble(file, opened.trouble, options.identity);
    return parse(file, project, opened.text);
  };

  const readOld = async (project: string): Promise<readonly Secret[] | undefined> => {
    const file = fileOf(project, OLD_SUFFIX);
    if (!(await readIfThere(file))) return undefined;
    return list.parse(JSON.parse(await openSealedJson(file, oldKeyFile, project)));
  };

  return {
    identity,
    projects: async () => [...new Set([...(await names(SUFFIX)), ...(await names(OLD_SUFFIX))])],

    async read(project) {
      const current = await readAge(project);
      const old = await readOld(project);
      if (!old) return { secrets: current ?? [], isOld: false };
      // Both: the change to age was cut off, or an earlier version ran again in between.
      return { secrets: current ? merge(old, current) : old, isOld: true };
    },

    async drop(project) {
      for (const suffix of [SUFFIX, OLD_SUFFIX]) await rm(fileOf(project, suffix), { force: true });
    },

    async write(project, secrets) {
      const file = fileOf(project, SUFFIX);
      const text = `${JSON.stringify({ version: 1, project, secrets }, undefined, 2)}\n`;
      const sealed = await seal(text, await identityToWrite());
      try {
        await mkdir(directory, { recursive: true, mode: 0o700 });
        await replace(file, sealed);
        await rm(fileOf(project, OLD_SUFFIX), { force: true });
      } catch (cause) {
        throw new Fault('secrets-failed', `${file} cannot be written`, { cause });
      }
    },
  };
}

/** Of the same name the one that was set last. */
function merge(old: readonly Secret[], current: readonly Secret[]): readonly Secret[] {
  const byName = new Map(current.map((secret) => [secret.name, secret]));
  for (const secret of old) {
    const other = byName.get(secret.name);
    if (!other || other.setAtMs < secret.setAtMs) byName.set(secret.name, secret);
  }
  return [...byName.values()];
}

function parse(file: string, project: string, text: string): readonly Secret[] {
  try {
    const found = contents.parse(JSON.parse(text));
    if (found.project === project) return found.secrets;
    const detail = `${file} holds the secrets of ${JSON.stringify(found.project)}: files were mixed up`;
    throw new Fault('secrets-failed', `${detail}; ${RESTORE}`);
  } catch (cause) {
    if (cause instanceof Fault) throw cause;
    throw new Fault('secrets-failed', `${file} opens, but holds no secrets; ${RESTORE}`, { cause });
  }
}

const RESTORE =
  'put it back from a backup, or move it away and set the secrets anew. Until then it is left as it is';

function trouble(file: string, why: 'other-identity' | 'damaged', place: IdentityPlace): Fault {
  if (why === 'damaged') return new Fault('secrets-failed', `${file} is damaged; ${RESTORE}`);
  const detail = `${file} was encrypted to another age identity than that of ${nameOf(place)}: bring back the one it was encrypted to, or encrypt it anew (age -d -i OLD FILE | age -a -r NEW). Until then it is left as it is`;
  return new Fault('secrets-failed', detail);
}

function missing(file: string, place: IdentityPlace): Fault {
  const detail = `${file} is there, but its age identity ${nameOf(place)} is not: bring it back, or name it in SECRETS_AGE_IDENTITY_FILE. None is made, because it would not open the file`;
  return new Fault('secrets-failed', detail);
}

async function entriesOf(directory: string): Promise<readonly string[]> {
  return readdir(directory).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT') return [];
    throw new Fault('secrets-failed', `${directory} cannot be read (${cause.code})`, { cause });
  });
}

async function readIfThere(file: string): Promise<Uint8Array | undefined> {
  return readFile(file).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT') return undefined;
    throw new Fault('secrets-failed', `${file} cannot be read (${cause.code})`, { cause });
  });
}
