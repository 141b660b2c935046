import type { Access } from '#ports/git/remote.ts';
import type { RemoteUrl } from '#ports/git/remote-url.ts';
import { type ProjectSecrets, REMOTE_SSH_KEY, REMOTE_TOKEN } from '#ports/secrets/port.ts';
import type { Store } from '#ports/store/port.ts';

interface Options {
  readonly secrets: Pick<ProjectSecrets, 'value'>;
  readonly store: Pick<Store, 'projects' | 'settings'>;
}

/** Name of the secret that a repository is opened with. */
export function secretFor({ scheme }: Pick<RemoteUrl, 'scheme'>): string {
  return scheme === 'ssh' ? REMOTE_SSH_KEY : REMOTE_TOKEN;
}

/** The setting that holds for which host a secret was given before there was a project. */
export function hostKey(project: string): string {
  return `git-host:${project}`;
}

/**
 * What opens `remote` for `project`. Who may set a remote may set its secrets; but before there is a
 * project, anybody who makes one names the host: there a secret counts only for the host that it was
 * given for.
 */
export async function accessOf(
  project: string,
  remote: RemoteUrl,
  { secrets, store }: Options,
): Promise<Access> {
  const isMade = (await store.projects.find(project)) !== undefined;
  if (!isMade && (await store.settings.get(hostKey(project))) !== remote.host) return {};
  const value = await secrets.value(project, secretFor(remote));
  if (value === undefined) return {};
  return remote.scheme === 'ssh' ? { sshKey: value } : { token: value };
}
