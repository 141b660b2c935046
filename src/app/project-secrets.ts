import path from 'node:path';
import type { Logger } from 'pino';
import type { Masker } from '#lib/mask/masker.ts';
import { fileSecrets } from '#ports/secrets/file/file.ts';
import type { SecretPlaces } from '#ports/secrets/file/vault.ts';
import type { ProjectSecrets } from '#ports/secrets/port.ts';
import type { Config } from './config.ts';

/** Where the secrets of projects lie, and what opens them. */
export function secretPlaces(config: Config): SecretPlaces {
  const { dataDir, secretsIdentity: given, secretsIdentityFile, secretsKeyFile } = config;
  return {
    directory: path.join(dataDir, 'secrets'),
    identity: { file: secretsIdentityFile, ...(given !== undefined && { given }) },
    oldKeyFile: secretsKeyFile,
  };
}

interface Options {
  readonly config: Config;
  readonly masker: Masker;
  readonly log: Logger;
  readonly now: () => number;
}

/** Resolves when the masker knows every value, so that nothing has shown one before. */
export async function openProjectSecrets(options: Options): Promise<ProjectSecrets> {
  const { config, masker, log, now } = options;
  const onIdentity = (identity: string) => void masker.add(identity);
  const secrets = fileSecrets({ ...secretPlaces(config), now, onIdentity });
  const { values, unreadable } = await secrets.values();
  for (const value of values) masker.add(value, 'project');
  if (unreadable.length > 0) {
    const why = 'project secrets cannot be opened; `npm run doctor` says why';
    log.error({ projects: unreadable }, why);
  }
  return secrets;
}
