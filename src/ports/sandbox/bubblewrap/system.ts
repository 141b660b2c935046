import { lstat, readlink, realpath } from 'node:fs/promises';
import { dirname, isAbsolute } from 'node:path';
import { certificateVariables } from '../environment.ts';
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
 * @param tools programs outside `/usr` that projects need; each brings its installation with it
 * @param secret directories that must not be seen even where they lie inside a visible one
 */
export async function findSystem(
  tools: readonly string[],
  secret: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<System> {
  const links: { path: string; target: string }[] = [];
  const readOnly = ['/usr', ...ETC.map((name) => `/etc/${name}`)];
  for (const path of ROOTS) {
    const found = await lstat(path).catch(() => undefined);
    if (found?.isSymbolicLink()) links.push({ path, target: await readlink(path) });
    else if (found?.isDirectory()) readOnly.push(path);
  }
  for (const tool of tools) if (!isInside('/usr', tool)) readOnly.push(await installation(tool));
  for (const name of certificateVariables()) {
    const path = environment[name];
    if (path !== undefined && isAbsolute(path)) readOnly.push(path);
  }
  const hidden = secret.filter((path) => readOnly.some((tree) => isInside(tree, path)));
  return { readOnly, links, hidden };
}

/** `<prefix>` of npm's `<prefix>/lib/node_modules/npm/bin/npm-cli.js`; else the program's directory. */
async function installation(tool: string): Promise<string> {
  const real = await realpath(tool).catch(() => tool);
  const prefix = real.indexOf('/lib/node_modules/');
  return prefix > 0 ? real.slice(0, prefix) : dirname(real);
}

function isInside(tree: string, path: string): boolean {
  return path === tree || path.startsWith(`${tree}/`);
}
