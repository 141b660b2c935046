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
import { isProjectFolder } from '#kernel/project.ts';
import type { Workspace } from '../port.ts';
import { ARCHETYPE_FILE, readArchetype } from './archetype.ts';
import { findCommands } from './found-commands.ts';

interface Options {
  /** Absolute; one folder per project. */
  readonly projectsDir: string;
  /** Absolute; one folder per template. */
  readonly archetypesDir: string;
  /** Where the repository of a project is kept. */
  readonly gitDirectory: (projectDirectory: string) => string;
}

/** Projects as folders on this machine. */
export function localWorkspace(options: Options): Workspace {
  const directory = (project: string): string => {
    // The last wall: whoever forgot to validate a name gets no path out of it.
    if (!isProjectFolder(project))
      throw new Error(`not a project name: ${JSON.stringify(project)}`);
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
      // The last wall here too: the name came from outside once.
      if (!/^[a-z][a-z0-9-]*$/u.test(archetype)) throw new Error(`not a template: ${archetype}`);
      await mkdir(options.projectsDir, { recursive: true });
      await rm(target, { recursive: true, force: true });
      const template = path.join(options.archetypesDir, archetype);
      const isLeftOut = (source: string): boolean =>
        path.basename(source) === 'node_modules' || source === path.join(template, ARCHETYPE_FILE);
      await cp(template, target, { recursive: true, filter: (source) => !isLeftOut(source) });
      await fillIn(target, project);
    },
    commands: (project) => findCommands(directory(project)),
    async rename(project, to) {
      const [from, target] = [directory(project), directory(to)];
      const repository = options.gitDirectory(target);
      await moveIfThere(options.gitDirectory(from), repository);
      await moveIfThere(from, target);
      // Not written through: what stands there may be a link or a pipe that project code made.
      await rm(path.join(target, '.git.new'), { recursive: true, force: true });
      await writeFile(path.join(target, '.git.new'), `gitdir: ${repository}\n`, { flag: 'wx' });
      await rm(path.join(target, '.git'), { recursive: true, force: true });
      await rename(path.join(target, '.git.new'), path.join(target, '.git'));
    },
    async remove(project) {
      await rm(options.gitDirectory(directory(project)), { recursive: true, force: true });
      await rm(directory(project), { recursive: true, force: true });
    },
    async exists(project) {
      const places = [directory(project), options.gitDirectory(directory(project))];
      const found = await Promise.all(places.map((place) => lstat(place).catch(() => undefined)));
      return found.some((each) => each !== undefined);
    },
  };
}

async function moveIfThere(from: string, to: string): Promise<void> {
  await rename(from, to).catch((error: unknown) => {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
  });
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
