import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { Fault } from '#kernel/fault.ts';
import { readInside } from '#lib/read-inside.ts';
import { type Problem, type PromptFile, parsePrompt } from './parse.ts';
import {
  type BrokenPrompt,
  PROMPT_KINDS,
  type PromptKind,
  type PromptProblem,
  type Prompts,
} from './port.ts';
import { renderPrompt } from './render.ts';

interface Options {
  /** Absolute; holds ours. */
  readonly promptsDir: string;
  /** Absolute path of a project's working tree. */
  readonly directoryOf: (project: string) => string;
}

const MOST_FILE_BYTES = 32 * 1024;

/**
 * Prompts as files: ours are read once, those of projects anew for each turn.
 * @throws {Fault} `config-invalid` with file and line when one of ours is broken
 */
export async function promptFiles({ promptsDir, directoryOf }: Options): Promise<Prompts> {
  const ours = new Map<PromptKind, PromptFile>();
  for (const kind of PROMPT_KINDS) {
    const file = path.join(promptsDir, `${kind}.md`);
    const text = await readFile(file, 'utf8').catch((error: unknown) => {
      throw new Fault('config-invalid', `${file} cannot be read: ${String(error)}`);
    });
    const read = parsePrompt(text, kind);
    if (isProblem(read)) {
      const { code, name, detail } = read.problem;
      const what = [code, name, detail].filter((part) => part !== undefined).join(' ');
      throw new Fault('config-invalid', `${file}:${read.line}: ${what}`);
    }
    ours.set(kind, read);
  }

  /** What the project has instead of `own`; `undefined`: nothing. */
  const overrideOf = async (
    kind: PromptKind,
    own: PromptFile,
    project: string,
  ): Promise<PromptFile | BrokenPrompt | undefined> => {
    // What the agent may do and how it speaks is not for the agent to write; AGENTS.md is.
    if (kind === 'system') return undefined;
    const shown = `.codefoundry/prompts/${kind}.md`;
    const found = await readInside(directoryOf(project), shown, MOST_FILE_BYTES);
    if (found === undefined) return undefined;
    if ('code' in found) {
      const most = found.code === 'too-large' ? { most: MOST_FILE_BYTES } : {};
      return { path: shown, problem: { code: found.code, ...most } };
    }
    const read = parsePrompt(found.text, kind);
    if (isProblem(read)) return { path: shown, ...read };
    const problem = differs(read.variables, own.variables);
    return problem === undefined ? read : { path: shown, problem };
  };

  return {
    async render(kind, values, project) {
      const own = ours.get(kind);
      if (!own) throw new Error(`no prompt ${kind}`);
      const override = await overrideOf(kind, own, project);
      if (override && 'body' in override) {
        const text = renderPrompt(override, values);
        return { kind, text, version: override.version, origin: 'project' };
      }
      const text = renderPrompt(own, values);
      const rendered = { kind, text, version: own.version, origin: 'ours' } as const;
      return override ? { ...rendered, broken: override } : rendered;
    },
  };
}

/** Says how the variables differ: without them what the person asked for would be lost. */
function differs(
  theirs: PromptFile['variables'],
  own: PromptFile['variables'],
): PromptProblem | undefined {
  const missing = Object.keys(own).find((name) => !Object.hasOwn(theirs, name));
  if (missing !== undefined) return { code: 'missing', name: missing };
  const unknown = Object.keys(theirs).find((name) => !Object.hasOwn(own, name));
  if (unknown !== undefined) return { code: 'unknown', name: unknown };
  const other = Object.keys(own).find((name) => theirs[name] !== own[name]);
  if (other === undefined) return undefined;
  return { code: own[other] === 'data' ? 'not-data' : 'not-words', name: other };
}

function isProblem(read: PromptFile | Problem): read is Problem {
  return 'problem' in read;
}
