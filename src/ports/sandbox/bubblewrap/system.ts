import { lstat, readlink } from 'node:fs/promises';
import { isAbsolute } from 'node:path';
import { certificateVariables } from '../environment.ts';
import { isInside, showTools } from './tools.ts';
import type { System } from './view.ts';

const ROOTS = ['/bin', '/sbin', '/lib', '/lib32', '/lib64', '/libx32'];

/** No `/etc/shadow`, no keys, no settings of services: what programs need to run and to reach the net. */
const ETC = [
  'alternatives',
  'ca-certificates',
  'ca-certificates.conf',
  'gai.conf',
  'group',
  'host.conf',
  'hosts',
  'ld.so.cache',
  'ld.so.conf',
  'ld.so.conf.d',
  'localtime',
  'magic',
  'mime.types',
  'nsswitch.conf',
  'os-release',
  'passwd',
  'pki',
  'protocols',
  'resolv.conf',
  'services',
  'ssl/certs',
  'ssl/openssl.cnf',
  'timezone',
];

/**
 * Finds what this machine offers to every project.
 *
 * @param tools programs that projects need, wherever they lie
 * @param secret directories that must not be seen even where they lie inside a visible one;
 *   projects and repositories lie in them
 */
export async function findSystem(
  tools: readonly string[],
  secret: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<System> {
  const roots: { path: string; target: string }[] = [];
  const readOnly = ['/usr', ...ETC.map((name) => `/etc/${name}`)];
  for (const path of ROOTS) {
    const found = await lstat(path).catch(() => undefined);
    if (found?.isSymbolicLink()) roots.push({ path, target: await readlink(path) });
    else if (found?.isDirectory()) readOnly.push(path);
  }
  const shown = await showTools(tools, [...readOnly, ...roots.map(({ path }) => path)]);
  readOnly.push(...shown.readOnly);
  for (const name of certificateVariables()) {
    const path = environment[name];
    if (path !== undefined && isAbsolute(path)) readOnly.push(path);
  }
  const links = [...roots, ...shown.links];
  const hidden = secret.filter((path) => readOnly.some((tree) => isInside(tree, path)));
  const made = [...secret, ...readOnly, ...links.map(({ path }) => path)];
  const isFree = (path: string) => !made.some((each) => isInside(path, each));
  return { readOnly, links, hidden, home: freeHome(isFree), keepsTmp: isFree('/tmp') };
}

/** `/home/agent`, or like it where that is taken, as by a bot whose own user is `agent`. */
function freeHome(isFree: (path: string) => boolean): string {
  for (let count = 1; ; count += 1) {
    const home = count === 1 ? '/home/agent' : `/home/agent-${count}`;
    if (isFree(home)) return home;
  }
}
