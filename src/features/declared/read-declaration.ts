import { z } from 'zod';
import { sha256 } from '#lib/digest.ts';
import type { Complaint, OpsProblem, OpsWhy } from '#ports/ops/problem.ts';
import { readYaml } from '#ports/ops/read-yaml.ts';
import { checkArguments, checkPrompt, checkRun, type Text } from './check.ts';
import type { Declaration, Does } from './declaration.ts';
import { SPECS } from './schema.ts';
import { lineOf } from './yaml-lines.ts';

/** A command's file, and the text of the prompt that it may name. */
export interface Source {
  /** Relative to the ops repository. */
  readonly file: string;
  readonly text: string;
  /** The text of a file beside it. */
  readonly promptOf: (name: string) => string | undefined;
}

const MOST_FILE_CHARS = 16_000;
/** What is wrong often is so in many lines for one reason. */
const MOST_COMPLAINTS = 5;

/** Reads one command; what is wrong comes with the line where it stands. */
export function readDeclaration(source: Source): Declaration | readonly OpsProblem[] {
  const { file, text } = source;
  const isLong = text.length > MOST_FILE_CHARS;
  const long = { line: 1, why: { code: 'many-letters', limit: MOST_FILE_CHARS } } as const;
  const read = isLong ? { wrong: [long] } : readDoes(source);
  if ('wrong' in read) {
    return read.wrong.slice(0, MOST_COMPLAINTS).map((each) => ({ file, ...each }));
  }
  const { name, does } = read;
  const body = does.kind === 'prompt' ? does.body : '';
  return { name: name.replaceAll('-', '_'), file, digest: sha256(`${text}\0${body}`), does };
}

type ReadDoes =
  | { readonly name: string; readonly does: Does }
  | { readonly wrong: readonly Complaint[] };

function readDoes({ text, promptOf }: Source): ReadDoes {
  const any = readYaml(text, z.unknown());
  if (any.kind === 'bad') return { wrong: [any.problem] };
  const kinds = Object.keys(specOf(any.value)).filter((key) => Object.hasOwn(SPECS, key));
  const [key, ...others] = kinds;
  if (key === undefined || others.length > 0) {
    const line = lineOf(any.document, text, ['spec']);
    const why: OpsWhy =
      key === undefined ? { code: 'no-kind' } : { code: 'many-kinds', kinds: kinds.join(', ') };
    return { wrong: [{ line, key: 'spec', why }] };
  }
  const good = (name: string, does: Does, wrong: readonly Complaint[] = []): ReadDoes =>
    wrong.length > 0 ? { wrong } : { name, does };
  const at: Text = { document: any.document, text };
  switch (key as keyof typeof SPECS) {
    case 'command': {
      const read = readYaml(text, SPECS.command);
      if (read.kind === 'bad') return { wrong: [read.problem] };
      const { metadata, spec } = read.value;
      return good(metadata.name, { kind: 'bound', spec });
    }
    case 'pipeline': {
      const read = readYaml(text, SPECS.pipeline);
      if (read.kind === 'bad') return { wrong: [read.problem] };
      const { metadata, spec } = read.value;
      return good(metadata.name, { kind: 'pipeline', spec }, checkArguments(spec.args, at));
    }
    case 'run': {
      const read = readYaml(text, SPECS.run);
      if (read.kind === 'bad') return { wrong: [read.problem] };
      const { metadata, spec } = read.value;
      const wrong = [...checkArguments(spec.args, at), ...checkRun(spec, at)];
      return good(metadata.name, { kind: 'run', spec }, wrong);
    }
    case 'prompt': {
      const read = readYaml(text, SPECS.prompt);
      if (read.kind === 'bad') return { wrong: [read.problem] };
      const { metadata, spec } = read.value;
      const body = promptOf(spec.prompt)?.trim() ?? '';
      const wrong = [...checkArguments(spec.args, at), ...checkPrompt(spec, body, at)];
      return good(metadata.name, { kind: 'prompt', spec, body }, wrong);
    }
  }
}

function specOf(value: unknown): object {
  const { spec } = (value ?? {}) as { readonly spec?: unknown };
  return typeof spec === 'object' && spec !== null ? spec : {};
}
