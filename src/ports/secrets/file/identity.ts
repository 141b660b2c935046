import { chmod, link, mkdir, readFile, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { Fault } from '#kernel/fault.ts';
import { syncDirectory } from '#lib/sync-directory.ts';
import { newIdentity, recipientOf } from './age.ts';
import { writeNew } from './write.ts';

/** Where the identity that opens the secrets comes from. */
export interface IdentityPlace {
  /** Given by the operator, `AGE-SECRET-KEY-1…`; then `file` is left alone. */
  readonly given?: string;
  /** Absolute; made at the first use. Best outside of what is backed up, or a backup opens itself. */
  readonly file: string;
}

/** What people read of it in an error. */
export function nameOf({ given, file }: IdentityPlace): string {
  return given === undefined ? file : 'SECRETS_AGE_IDENTITY';
}

/**
 * The one X25519 identity in a text as `age-keygen` writes it, comments and all; `undefined` when
 * there is none or more than one.
 */
export function identityIn(text: string): string | undefined {
  const lines = text.split('\n').map((line) => line.trim());
  const [identity, ...more] = lines.filter((line) => line !== '' && !line.startsWith('#'));
  return identity !== undefined && more.length === 0 && looksRight(identity) ? identity : undefined;
}

/** `undefined`: there is none yet. @throws {Fault} `secrets-failed`: the file holds none */
export async function findIdentity(place: IdentityPlace): Promise<string | undefined> {
  const { given, file } = place;
  const text = given ?? (await readIfThere(file));
  if (text === undefined) return undefined;
  const identity = identityIn(text);
  if (identity === undefined || !(await isWhole(identity))) {
    const detail = `${nameOf(place)} holds no age identity, or not exactly one: it is a line AGE-SECRET-KEY-1…, as age-keygen writes it. Put back the one that was there; without it the secrets are lost, so none is made in its place`;
    throw new Fault('secrets-failed', detail);
  }
  // A credential of systemd or Docker belongs to somebody else and is as it is.
  if (given === undefined && ((await stat(file)).mode & 0o077) !== 0)
    await chmod(file, 0o600).catch(() => undefined);
  return identity;
}

/** A new one in `file`, for us alone; what is there is never replaced. */
export async function makeIdentity(place: IdentityPlace, nowMs: number): Promise<string> {
  const { file } = place;
  const identity = await newIdentity();
  const lines = [
    `# created: ${new Date(nowMs).toISOString()}`,
    `# public key: ${await recipientOf(identity)}`,
    identity,
  ];
  const draft = `${file}.new`;
  try {
    await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
    await writeNew(draft, `${lines.join('\n')}\n`);
    // Unlike a renamed file, a linked one replaces none: another process may have been faster.
    await link(draft, file).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
    await rm(draft);
    // Before anything is sealed with it: a file that outlives its identity is lost.
    await syncDirectory(path.dirname(file));
  } catch (cause) {
    const detail = `${file} cannot be written: give the bot a directory that it may write, or an identity of its own by SECRETS_AGE_IDENTITY_FILE (age-keygen makes one)`;
    throw new Fault('secrets-failed', detail, { cause });
  }
  const made = await findIdentity(place);
  if (made === undefined) throw new Fault('secrets-failed', `${file} is gone again`);
  return made;
}

/** Its last six characters are a checksum. */
async function isWhole(identity: string): Promise<boolean> {
  return recipientOf(identity).then(
    () => true,
    () => false,
  );
}

function looksRight(word: string): boolean {
  return /^AGE-SECRET-KEY-1[02-9AC-HJ-NP-Z]{58}$/u.test(word);
}

async function readIfThere(file: string): Promise<string | undefined> {
  return readFile(file, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT') return undefined;
    const detail = `${file}, the age identity of the secrets, cannot be read (${cause.code}): let the bot's user read it`;
    throw new Fault('secrets-failed', detail, { cause });
  });
}
