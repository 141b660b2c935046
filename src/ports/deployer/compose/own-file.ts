import { realpath } from 'node:fs/promises';
import path from 'node:path';
import { parseDocument, visit } from 'yaml';
import { readInside } from '#lib/read-inside.ts';
import type { RefusedKey } from '../problem.ts';
import { isRecord, type Refusal, refusal } from './refusal.ts';

/** Where Compose looks for a project's own file, in its order. */
const NAMES = ['compose.yaml', 'compose.yml', 'docker-compose.yml', 'docker-compose.yaml'];
const MOST_BYTES = 256 * 1024;
/** What else may stand there would read other files, or run programs, while it is being read. */
const TOP_KEYS = new Set(['version', 'name', 'services', 'networks', 'volumes']);

/** A project's own Compose file, safe to be resolved by Compose. */
export interface OwnFile {
  readonly kind: 'own';
  readonly file: string;
  readonly content: Readonly<Record<string, unknown>>;
}

/**
 * Reads the Compose file of the tree in `directory`; `undefined` when it has none. What makes Compose
 * itself read files or run programs is looked for here, before Compose sees any of it.
 */
export async function readOwnFile(directory: string): Promise<OwnFile | Refusal | undefined> {
  for (const file of NAMES) {
    const read = await readInside(directory, file, MOST_BYTES);
    if (read === undefined) continue;
    if ('code' in read) return refusal({ code: `file-${read.code}`, file });
    return check(directory, file, read.text);
  }
  return undefined;
}

async function check(directory: string, file: string, text: string): Promise<OwnFile | Refusal> {
  const document = parseDocument(text, { merge: true });
  const [error] = document.errors;
  if (error) return refusal({ code: 'no-yaml', file, said: error.message.split('\n')[0] ?? '' });
  let hasTag = false;
  visit(document, (_, node) => {
    if (typeof node === 'object' && node !== null && 'tag' in node && node.tag !== undefined)
      hasTag = true;
  });
  // Another parser might read something else there.
  if (hasTag) return refusal({ code: 'tags', file });
  let content: unknown;
  try {
    content = document.toJS({ maxAliasCount: 50 });
  } catch {
    return refusal({ code: 'aliases', file });
  }
  if (!isRecord(content) || !isRecord(content['services']))
    return refusal({ code: 'missing', file, key: 'services' });
  for (const key of Object.keys(content))
    if (!TOP_KEYS.has(key) && !key.startsWith('x-'))
      return refusal({ code: 'not-allowed-on-top', file, key });
  for (const [name, service] of Object.entries(content['services'])) {
    const found = isRecord(service) ? await checkService(directory, service) : undefined;
    if (found) return refusal({ ...found, file, key: `services.${name}.${found.key}` });
  }
  return { kind: 'own', file, content };
}

async function checkService(
  directory: string,
  service: Readonly<Record<string, unknown>>,
): Promise<{ readonly key: string; readonly code: RefusedKey } | undefined> {
  for (const key of ['label_file', 'provider', 'secrets', 'configs', 'develop'])
    if (key in service) return { key, code: 'not-allowed' };
  const base = service['extends'];
  if (isRecord(base) && 'file' in base) return { key: 'extends.file', code: 'extends-other-file' };
  for (const each of [service['env_file'] ?? []].flat()) {
    const file: unknown = isRecord(each) ? each['path'] : each;
    if (typeof file !== 'string' || file.includes('$') || !(await liesInside(directory, file)))
      return { key: 'env_file', code: 'no-file-of-project' };
  }
  return undefined;
}

/** Whether `file` is there, and in `directory`, links resolved. */
export async function liesInside(directory: string, file: string): Promise<boolean> {
  const [root, place] = await Promise.all([
    realpath(directory).catch(() => undefined),
    realpath(path.resolve(directory, file)).catch(() => undefined),
  ]);
  if (root === undefined || place === undefined) return false;
  return place === root || place.startsWith(`${root}${path.sep}`);
}
