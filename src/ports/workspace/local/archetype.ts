import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { Fault } from '#kernel/fault.ts';
import type { Archetype } from '../port.ts';

/** What only we read of a template: it is not part of the projects made from it. */
export const ARCHETYPE_FILE = 'archetype.yaml';

const inBothLanguages = (maxLength: number) => {
  const text = z.string().trim().min(1).max(maxLength);
  return z.strictObject({ en: text, ru: text });
};

const presentation = z.strictObject({
  title: inBothLanguages(40),
  description: inBothLanguages(120),
});

const argv = z.tuple([z.string().min(1)], z.string());

/** `.codefoundry/project.yaml`: unknown keys are refused, they are somebody's misspelling. */
export const projectFile = z.strictObject({
  archetype: z.string(),
  install: argv.exactOptional(),
  checks: z.array(z.strictObject({ name: z.string().min(1), run: argv })).min(1),
  build: argv.exactOptional(),
  start: argv.exactOptional(),
  health: z
    .strictObject({
      path: z.templateLiteral(['/', z.string()]),
      portVariable: z.string().regex(/^[A-Z][A-Z0-9_]*$/u),
    })
    .exactOptional(),
  approvals: z.array(z.string().min(1)).exactOptional(),
  migrations: z.string().trim().min(1).exactOptional(),
});

/**
 * Reads the template `name` of `archetypesDir`.
 * @throws {Fault} `config-invalid` with the file and what is wrong in it
 */
export async function readArchetype(archetypesDir: string, name: string): Promise<Archetype> {
  const folder = path.join(archetypesDir, name);
  const projectYaml = path.join(folder, '.codefoundry', 'project.yaml');
  const [shown, { archetype, ...commands }] = await Promise.all([
    readYaml(path.join(folder, ARCHETYPE_FILE), presentation),
    readYaml(projectYaml, projectFile),
  ]);
  if (archetype !== name)
    throw new Fault('config-invalid', `${projectYaml}: archetype is ${archetype}, not ${name}`);
  return { name, ...shown, ...commands };
}

async function readYaml<Read>(file: string, schema: z.ZodType<Read>): Promise<Read> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new Fault('config-invalid', `${file} cannot be read: ${String(error)}`);
  });
  const read = schema.safeParse(yamlOf(text, file));
  if (!read.success) throw new Fault('config-invalid', `${file}: ${z.prettifyError(read.error)}`);
  return read.data;
}

function yamlOf(text: string, file: string): unknown {
  try {
    return parse(text);
  } catch (error) {
    throw new Fault('config-invalid', `${file}: ${String(error)}`);
  }
}
