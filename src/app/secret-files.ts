import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Fault } from '#kernel/fault.ts';

/** Where Docker and Compose put secrets. */
const DOCKER_SECRETS = '/run/secrets';

type Values = Readonly<Record<string, string>>;

/**
 * `values` with each secret of `names` that a file brings. First what the environment says itself,
 * then the file of `NAME_FILE`, then `$CREDENTIALS_DIRECTORY/NAME` (systemd), then
 * `/run/secrets/NAME` (Docker); the last two also under the name in lower case.
 * @throws {Fault} `config-invalid` with the name of a file that cannot be read
 */
export function withSecretFiles(
  values: Values,
  names: readonly string[],
  dockerSecrets = DOCKER_SECRETS,
): Values {
  const all: Record<string, string> = { ...values };
  const credentials = values['CREDENTIALS_DIRECTORY'];
  for (const name of names) {
    const named = values[`${name}_FILE`];
    // Named by hand, so it must be there, and it wins over a value left in the environment.
    const value = named === undefined ? all[name] : read(named, `${name}_FILE`);
    const found = value ?? inDirectory(credentials, name) ?? inDirectory(dockerSecrets, name);
    if (found === undefined || found === '') delete all[name];
    else all[name] = found;
  }
  return all;
}

/** A private key in a file of its own. What is not there, git tells of when it needs it. */
export function privateKeyIn(file: string | undefined): string | undefined {
  if (file === undefined) return undefined;
  try {
    const text = readFileSync(file, 'utf8');
    // With an agent it is the public half that is named, which is no secret.
    return text.includes('PRIVATE KEY') ? text : undefined;
  } catch {
    return undefined;
  }
}

function inDirectory(directory: string | undefined, name: string): string | undefined {
  if (directory === undefined) return undefined;
  return (
    readIfThere(path.join(directory, name)) ?? readIfThere(path.join(directory, name.toLowerCase()))
  );
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw new Fault('config-invalid', `the secret ${file} cannot be read (${code})`, { cause });
  }
}

function read(file: string, variable: string): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (cause) {
    throw new Fault('config-invalid', `${variable} cannot be read: ${file}`, { cause });
  }
}
