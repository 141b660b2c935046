import { inspectSecrets } from '#ports/secrets/file/file.ts';
import type { Config } from '../config.ts';
import { secretPlaces } from '../project-secrets.ts';
import { broken, type Finding, ok } from './finding.ts';

/** Whether the age identity opens the secrets of every project. */
export async function checkSecrets(config: Config): Promise<readonly Finding[]> {
  const { opened, problems, hasIdentity } = await inspectSecrets(secretPlaces(config));
  const place =
    config.secretsIdentity === undefined ? config.secretsIdentityFile : 'SECRETS_AGE_IDENTITY';
  if (problems.length > 0) {
    return problems.map((problem) => broken('not all project secrets can be opened', problem));
  }
  if (opened.length > 0) {
    const whose = opened.length === 1 ? 'one project' : `${opened.length} projects`;
    return [ok(`the secrets of ${whose} can be opened (age identity: ${place})`)];
  }
  return [ok(hasIdentity ? `the age identity of ${place} is ready` : 'no project has secrets yet')];
}
