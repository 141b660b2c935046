import { readFileSync } from 'node:fs';
import { registerHooks, stripTypeScriptTypes } from 'node:module';
import { EMULATOR, type Site } from './sites.ts';

/** Which version of the emulator: as it is but telling of each refusal, or with one switched off. */
export type Version =
  | { readonly kind: 'traced' }
  | { readonly kind: 'mutant'; readonly site: Site };

/** Called by the traced version just before it refuses. */
export type Trace = (site: Site) => void;

const MARK = 'strictness';
/** Modules that do not come to see what is switched off; all mutants share them. */
const SHARED = 'shared';

/**
 * Lets this thread load versions of the emulator. A version has modules of its own, told apart by
 * a query in their address, as far as they import the changed one: the traced version, loaded
 * first, tells who imports whom. Returns what loads a module of this folder in a version.
 */
export function loadVersions(
  sites: readonly Site[],
  trace: Trace,
): <Module>(file: string, version: Version) => Promise<Module> {
  const importers = new Map<string, Set<string>>();
  const plain = new Map<string, string>();
  const resolutions = new Map<string, string>();
  const reached = new Map<string, ReadonlySet<string>>();
  Object.assign(globalThis, {
    [MARK]: (id: number) => {
      const site = sites[id];
      if (site) trace(site);
    },
  });

  const read = (file: string): string => readFileSync(new URL(file, EMULATOR), 'utf8');
  const stripped = (file: string): string => {
    const known = plain.get(file) ?? stripTypeScriptTypes(read(file), { mode: 'strip' });
    plain.set(file, known);
    return known;
  };
  const sourceOf = (file: string, mark: string): string => {
    if (mark === 'traced') {
      const here = sites.filter((site) => site.file === file && site.refusesAt === undefined);
      return stripTypeScriptTypes(here.toReversed().reduce(withTrace, read(file)));
    }
    const site = sites[Number(mark)];
    // Blanks take the place of types, so that offsets stay right.
    return site?.file === file ? without(stripped(file), site) : stripped(file);
  };
  const markFor = (file: string, mark: string): string => {
    const changed = sites[Number(mark)]?.file;
    if (changed === undefined) return mark;
    const seeing = reached.get(changed) ?? whoSees(changed, importers);
    reached.set(changed, seeing);
    return seeing.has(file) ? mark : SHARED;
  };

  registerHooks({
    resolve(specifier, context, next) {
      const mark = markOf(context.parentURL);
      if (mark === undefined) return next(specifier, context);
      // Hundreds of mutants import the same: what it stands for is asked once.
      const asked = `${fileOf(context.parentURL ?? '')} ${specifier}`;
      const url = resolutions.get(asked) ?? next(specifier, context).url;
      resolutions.set(asked, url);
      const file = fileOf(url);
      if (file === undefined) return next(specifier, context);
      if (mark === 'traced') {
        const importer = fileOf(context.parentURL ?? '') ?? '';
        importers.set(file, (importers.get(file) ?? new Set()).add(importer));
      }
      const version = `${url}?${MARK}=${markFor(file, mark)}`;
      return { format: 'module', shortCircuit: true, url: version };
    },
    load(url, context, next) {
      const mark = markOf(url);
      const file = fileOf(url);
      if (mark === undefined || file === undefined) return next(url, context);
      return { format: 'module', shortCircuit: true, source: sourceOf(file, mark) };
    },
  });

  return async (file, version) => {
    const mark = version.kind === 'traced' ? version.kind : String(version.site.id);
    return import(new URL(`${file}?${MARK}=${mark}`, import.meta.url).href);
  };
}

function markOf(url: string | undefined): string | undefined {
  return url === undefined ? undefined : new RegExp(`\\?${MARK}=(\\w+)$`, 'u').exec(url)?.[1];
}

/** The path below the emulator's folder; what is generated never changes and has no versions. */
function fileOf(url: string): string | undefined {
  const [address = ''] = url.split('?');
  const isOurs = address.startsWith(EMULATOR.href) && !address.endsWith('.generated.ts');
  return isOurs ? decodeURI(address.slice(EMULATOR.href.length)) : undefined;
}

/** The file, who imports it, who imports those, and so on. */
function whoSees(file: string, importers: ReadonlyMap<string, ReadonlySet<string>>): Set<string> {
  const seeing = new Set([file]);
  for (const one of seeing) for (const importer of importers.get(one) ?? []) seeing.add(importer);
  return seeing;
}

/** From the last site of a file to its first, so that offsets stay right. */
function withTrace(source: string, { id, start, end, replacement }: Site): string {
  const code = source.slice(start, end);
  const told = `globalThis.${MARK}(${id})`;
  const traced = replacement === '{}' ? `{ ${told}; ${code} }` : `(${told}, ${code})`;
  return source.slice(0, start) + traced + source.slice(end);
}

function without(source: string, { start, end, replacement }: Site): string {
  return source.slice(0, start) + replacement + source.slice(end);
}
