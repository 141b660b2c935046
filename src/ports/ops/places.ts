import { isEnvironmentName } from '#kernel/environment.ts';
import { Fault } from '#kernel/fault.ts';
import { isProjectFolder } from '#kernel/project.ts';
import type { OpsWhy } from './problem.ts';

/** Where the holds are. */
export const HOLDS_FILE = 'holds.yaml';

/** Where an environment is described. @throws {Fault} `config-invalid` for names that are none */
export function environmentFile(project: string, environment: string): string {
  if (!isEnvironmentName(environment)) {
    throw new Fault('config-invalid', `${JSON.stringify(environment)} is no environment's name`);
  }
  return `${projectFolder(project)}${environment}.yaml`;
}

/** Where the environments of a project are, with `/` at its end. */
export function projectFolder(project: string): string {
  if (!isProjectFolder(project)) {
    throw new Fault('config-invalid', `${JSON.stringify(project)} is no project's name`);
  }
  return `environments/${project}/`;
}

/** What a file of the repository is, by its path. */
export type Place =
  | { readonly kind: 'environment'; readonly project: string; readonly environment: string }
  | { readonly kind: 'holds' }
  | { readonly kind: 'command' }
  /** It lies where such files lie, and is none. */
  | { readonly kind: 'misplaced'; readonly why: OpsWhy }
  | { readonly kind: 'other' };

/** Says what a file is. */
export function placeOf(file: string): Place {
  if (file === HOLDS_FILE) return { kind: 'holds' };
  if (file === 'holds.yml') return { kind: 'misplaced', why: { code: 'holds-name' } };
  const [folder, ...rest] = file.split('/');
  if (folder === 'commands') {
    if (rest.length === 1 && /\.(?:yaml|md)$/u.test(rest[0] ?? '')) return { kind: 'command' };
    return misplaced('commands/<name>.yaml', 'misplaced-command');
  }
  if (folder !== 'environments') return { kind: 'other' };
  const [project = '', name = '', ...deeper] = rest;
  if (deeper.length > 0 || !name.endsWith('.yaml')) {
    return rest.at(-1) === 'README.md' || rest.at(-1) === '.gitkeep'
      ? { kind: 'other' }
      : misplaced('environments/<project>/<environment>.yaml');
  }
  const environment = name.slice(0, -'.yaml'.length);
  if (!isProjectFolder(project) || !isEnvironmentName(environment)) {
    return misplaced('environments/<project>/<environment>.yaml');
  }
  return { kind: 'environment', project, environment };
}

function misplaced(form: string, code: 'misplaced' | 'misplaced-command' = 'misplaced'): Place {
  return { kind: 'misplaced', why: { code, form } };
}
