import {
  cp,
  lstat,
  mkdir,
  readdir,
  readFile,
  realpath,
  rename,
  rm,
  writeFile,
} from 'node:fs/promises';
import path from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { Fault } from '#kernel/fault.ts';
import { isProjectName } from '#kernel/project.ts';
import type { Archetype, Workspace } from '../port.ts';

interface Options {
  /** Absolute; one folder per project. */
  readonly projectsDir: string;
  /** Absolute; one folder per template. */
  readonly archetypesDir: string;
  /** Where the repository of a project is kept. */
  readonly gitDirectory: (projectDirectory: string) => string;
}

const argv = z.tuple([z.string()], z.string());

const projectFile = z.object({
  install: argv.optional(),
  checks: z.array(z.object({ name: z.string(), run: argv })).default([]),
});

/** Projects as folders on this machine. */
export function localWorkspace(options: Options): Workspace {
  const directory = (project: string): string => {
    // The last wall: whoever forgot to validate a name gets no path out of it.
    if (!isProjectName(project)) throw new Error(`not a project name: ${JSON.stringify(project)}`);
    return path.join(options.projectsDir, project);
  };

  return {
    directory,
    async holds(project, inner) {
      const [tree, found] = await Promise.all([
        realpath(directory(project)).catch(() => undefined),
        realpath(inner).catch(() => undefined),
      ]);
      return tree !== undefined && found !== undefined && `${found}/`.startsWith(`${tree}/`);
    },
    async archetypes() {
      const entries = await readdir(options.archetypesDir, { withFileTypes: true });
      const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
      return Promise.all(
        names.toSorted().map((name) => readArchetype(options.archetypesDir, name)),
      );
    },
    async create(project, archetype) {
      const target = directory(project);
      await mkdir(options.projectsDir, { recursive: true });
      await rm(target, { recursive: true, force: true });
      await cp(path.join(options.archetypesDir, archetype), target, {
        recursive: true,
        filter: (source) => path.basename(source) !== 'node_modules',
      });
      await fillIn(target, project);
    },
    async remove(project) {
      await rm(options.gitDirectory(directory(project)), { recursive: true, force: true });
      await rm(directory(project), { recursive: true, force: true });
    },
    async exists(project) {
      const found = await lstat(directory(project)).catch(() => undefined);
      return found !== undefined;
    },
  };
}

async function readArchetype(archetypesDir: string, name: string): Promise<Archetype> {
  const file = path.join(archetypesDir, name, '.codefoundry', 'project.yaml');
  const read = projectFile.safeParse(parse(await readFile(file, 'utf8')));
  if (!read.success) throw new Fault('config-invalid', `${file}: ${z.prettifyError(read.error)}`);
  const { install, checks } = read.data;
  return { name, checks, ...(install === undefined ? {} : { install }) };
}

/** Puts the project's name where the template says `{{name}}`, and gives `gitignore` its dot. */
async function fillIn(directory: string, name: string): Promise<void> {
  for (const entry of await readdir(directory, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile()) continue;
    const file = path.join(entry.parentPath, entry.name);
    const content = await readFile(file, 'utf8');
    if (content.includes('{{name}}')) await writeFile(file, content.replaceAll('{{name}}', name));
    // npm and git treat a `.gitignore` inside a package specially, so templates store it undotted.
    if (entry.name === 'gitignore') await rename(file, path.join(entry.parentPath, '.gitignore'));
  }
}
