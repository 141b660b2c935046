import { lstat } from 'node:fs/promises';
import path from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { readInside } from '#lib/read-inside.ts';
import type { FoundCommands, ProjectCommands } from '../port.ts';
import { projectFile } from './archetype.ts';

const MOST_BYTES = 256 * 1024;
const MOST_PROBLEM_CHARS = 500;

const packageFile = z.object({ scripts: z.record(z.string(), z.unknown()).optional() });

/** Reads how the project in `directory` is checked. */
export async function findCommands(directory: string): Promise<FoundCommands> {
  const own = await textOf(directory, path.join('.codefoundry', 'project.yaml'));
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
  const text = await textOf(directory, 'package.json');
  if (text === undefined) return { kind: 'none' };
  const parsed = packageFile.safeParse(toJson(text));
  if (!parsed.success) return { kind: 'none' };
  const { test } = parsed.data.scripts ?? {};
  // What `npm init` writes: it only fails.
  const hasTest = typeof test === 'string' && !test.includes('no test specified');
  const lock = await lstat(path.join(directory, 'package-lock.json')).catch(() => undefined);
  const commands: ProjectCommands = {
    install: ['npm', lock?.isFile() ? 'ci' : 'install'],
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

/** A small file of the tree; `undefined` where there is none that one can read. */
async function textOf(directory: string, name: string): Promise<string | undefined> {
  const found = await readInside(directory, name, MOST_BYTES);
  return found && 'text' in found ? found.text : undefined;
}
