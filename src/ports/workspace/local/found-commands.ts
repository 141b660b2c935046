import { open, realpath } from 'node:fs/promises';
import path from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import type { FoundCommands, ProjectCommands } from '../port.ts';
import { projectFile } from './archetype.ts';

const MOST_BYTES = 256 * 1024;
const MOST_PROBLEM_CHARS = 500;

const packageFile = z.object({ scripts: z.record(z.string(), z.unknown()).optional() });

/** Reads how the project in `directory` is checked. */
export async function findCommands(directory: string): Promise<FoundCommands> {
  const own = await readInside(directory, path.join('.codefoundry', 'project.yaml'));
  if (own === undefined) return guess(directory);
  try {
    const { archetype: _, ...commands } = projectFile.parse(parse(own, { maxAliasCount: 10 }));
    return { kind: 'declared', commands };
  } catch (error) {
    const said = error instanceof z.ZodError ? z.prettifyError(error) : String(error);
    return { ...(await guess(directory)), problem: said.slice(0, MOST_PROBLEM_CHARS) };
  }
}

async function guess(
  directory: string,
): Promise<Exclude<FoundCommands, { readonly kind: 'declared' }>> {
  const text = await readInside(directory, 'package.json');
  if (text === undefined) return { kind: 'none' };
  const parsed = packageFile.safeParse(toJson(text));
  if (!parsed.success) return { kind: 'none' };
  const { test } = parsed.data.scripts ?? {};
  // What `npm init` writes: it only fails.
  const hasTest = typeof test === 'string' && !test.includes('no test specified');
  const isLocked = (await readInside(directory, 'package-lock.json', Infinity)) !== undefined;
  const commands: ProjectCommands = {
    install: ['npm', isLocked ? 'ci' : 'install'],
    checks: hasTest ? [{ name: 'test', run: ['npm', 'test'] }] : [],
  };
  return { kind: 'guessed', commands };
}

function toJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A small file of the tree; `undefined` where there is none, or a link leads out of it. */
async function readInside(
  directory: string,
  name: string,
  mostBytes = MOST_BYTES,
): Promise<string | undefined> {
  try {
    const [tree, file] = [await realpath(directory), await realpath(path.join(directory, name))];
    if (!file.startsWith(`${tree}${path.sep}`)) return undefined;
    const handle = await open(file, 'r');
    try {
      const { size } = await handle.stat();
      if (mostBytes === Infinity) return '';
      return size > mostBytes ? undefined : await handle.readFile('utf8');
    } finally {
      await handle.close();
    }
  } catch {
    return undefined;
  }
}
