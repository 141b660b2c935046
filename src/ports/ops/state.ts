import { readEnvironment } from './environment-file.ts';
import { readHolds } from './holds-file.ts';
import { placeOf } from './places.ts';
import type { CommandFile, Environment, Hold } from './port.ts';
import type { OpsProblem, OpsWhy } from './problem.ts';
import type { OpsFile, OpsTree } from './repository.ts';
import { toSettings } from './settings.ts';

/** What the files of one commit say. */
export interface OpsState {
  /** By project; those that somebody described. */
  readonly environments: ReadonlyMap<string, readonly Environment[]>;
  readonly holds: readonly Hold[];
  readonly commands: readonly CommandFile[];
  readonly problems: readonly OpsProblem[];
  /** Every path, readable or not. */
  readonly paths: ReadonlySet<string>;
  /** What counts of each file: its text, or that of its last valid version. */
  readonly texts: ReadonlyMap<string, string>;
}

/** Gives earlier versions of a file, the newest first. */
type Versions = (file: string) => Promise<readonly OpsFile[]>;

const UNREADABLE = {
  link: { code: 'link' },
  repository: { code: 'repository' },
  large: { code: 'large', limitBytes: 256 * 1024 },
  'not-utf8': { code: 'not-utf8' },
} as const satisfies Record<string, OpsWhy>;

/** Reads the files of a commit. Where one is not valid, the newest of `versions` that is counts. */
export async function readState(tree: OpsTree, versions?: Versions): Promise<OpsState> {
  const environments = new Map<string, Environment[]>();
  let holds: readonly Hold[] = [];
  const commands: CommandFile[] = [];
  const problems: OpsProblem[] = [];
  const texts = new Map<string, string>();

  for (const [file, entry] of [...tree].toSorted(([one], [other]) => (one < other ? -1 : 1))) {
    const place = placeOf(file);
    if (place.kind === 'other') continue;
    if (place.kind === 'misplaced') {
      problems.push({ file, why: place.why });
      continue;
    }
    const problem = problemOf(file, entry);
    if (problem) problems.push(problem);
    const text = problem ? await lastValid(file, versions) : textOf(entry);
    if (text !== undefined) texts.set(file, text);
    if (place.kind === 'environment') {
      const list = environments.get(place.project) ?? [];
      list.push(environmentOf(text, place));
      environments.set(place.project, list);
    } else if (text !== undefined && place.kind === 'holds') {
      const read = readHolds(text);
      if (read.kind === 'good') ({ holds } = read);
    } else if (text !== undefined) {
      commands.push({ file, text });
    }
  }
  for (const list of environments.values()) problems.push(...promotionProblems(list));
  return { environments, holds, commands, problems, paths: new Set(tree.keys()), texts };
}

function textOf(entry: OpsFile): string | undefined {
  return entry.kind === 'text' ? entry.text : undefined;
}

/** What is wrong with a file as it is; what a command may say is for its reader. */
function problemOf(file: string, entry: OpsFile): OpsProblem | undefined {
  if (entry.kind === 'unreadable') return { file, why: UNREADABLE[entry.why] };
  const place = placeOf(file);
  if (place.kind === 'environment') {
    const read = readEnvironment(entry.text, place.project, place.environment);
    return read.kind === 'bad' ? { file, ...read.problem } : undefined;
  }
  if (place.kind !== 'holds') return undefined;
  const read = readHolds(entry.text);
  return read.kind === 'bad' ? { file, ...read.problem } : undefined;
}

async function lastValid(
  file: string,
  versions: Versions | undefined,
): Promise<string | undefined> {
  const found = (await versions?.(file))?.find((entry) => problemOf(file, entry) === undefined);
  return found && textOf(found);
}

/** A file that never was valid is as if nothing stood in it: the defaults ask for approval. */
function environmentOf(
  text: string | undefined,
  { project, environment: name }: { readonly project: string; readonly environment: string },
): Environment {
  const read = text === undefined ? undefined : readEnvironment(text, project, name);
  return read?.kind === 'good' ? read.environment : { project, name, settings: toSettings(name) };
}

function promotionProblems(list: readonly Environment[]): readonly OpsProblem[] {
  return list.flatMap(({ project, name, settings: { promoteFrom } }): readonly OpsProblem[] => {
    if (promoteFrom === undefined) return [];
    const at = { file: `environments/${project}/${name}.yaml`, key: 'settings.promoteFrom' };
    if (!list.some((each) => each.name === promoteFrom))
      return [{ ...at, why: { code: 'no-environment', project, environment: promoteFrom } }];
    return stages(list, name) === undefined ? [{ ...at, why: { code: 'circle' } }] : [];
  });
}

/** How many environments something goes through before it comes to this one. */
function stages(list: readonly Environment[], name: string): number | undefined {
  let at: string | undefined = name;
  for (let count = 0; count <= list.length; count += 1) {
    at = list.find((each) => each.name === at)?.settings.promoteFrom;
    if (at === undefined) return count;
  }
  return undefined;
}

/** Environments in the order of promotion; where nothing says which, production comes last. */
export function inOrder(list: readonly Environment[]): readonly Environment[] {
  const rank = ({ name }: Environment) =>
    (stages(list, name) ?? list.length) * 3 +
    (name === 'staging' ? 0 : name === 'production' ? 2 : 1);
  return list.toSorted((one, other) => rank(one) - rank(other) || (one.name < other.name ? -1 : 1));
}

/** What a project has of which nobody has described anything. */
export function defaultEnvironments(project: string): readonly Environment[] {
  return DEFAULT_NAMES.map((name) => ({ project, name, settings: toSettings(name) }));
}

/** The environments of a project that says nothing, in the order of promotion. */
export const DEFAULT_NAMES: readonly string[] = ['staging', 'production'];
