import type { Document } from 'yaml';
import type { Complaint, OpsWhy } from '#ports/ops/problem.ts';
import { isGood, placeholderIn, placeholdersIn } from './arguments.ts';
import type { Argument, PromptSpec, RunSpec } from './schema.ts';
import { lineOf } from './yaml-lines.ts';

/** A file as it was read: for the lines of what is wrong in it. */
export interface Text {
  readonly document: Document;
  readonly text: string;
}

const MOST_PROMPT_CHARS = 12_000;

/** What is wrong with the values that a command takes. */
export function checkArguments(args: readonly Argument[], at: Text): readonly Complaint[] {
  const found: Complaint[] = [];
  for (const [index, argument] of args.entries()) {
    const { name, pattern, choices, rest } = argument;
    const wrong = (key: string, why: OpsWhy): void => {
      const line = lineOf(at.document, at.text, ['spec', 'args', index, key]);
      found.push({ line, key: `spec.args.${index}`, why });
    };
    if (args.findIndex((each) => each.name === name) < index)
      wrong('name', { code: 'argument-twice', name });
    if (rest && index < args.length - 1) wrong('rest', { code: 'rest-not-last' });
    if (pattern !== undefined && !isPattern(pattern)) {
      wrong('pattern', { code: 'no-pattern' });
      continue;
    }
    if (pattern !== undefined && choices) wrong('choices', { code: 'pattern-or-choices' });
    const isOdd = choices?.some((each) => /\s/u.test(each) || !isGood({ name }, each)) ?? false;
    if (isOdd) wrong('choices', { code: 'odd-choice' });
    if (argument.default !== undefined && !isGood(argument, argument.default)) {
      wrong('default', { code: 'odd-default' });
    }
    const isBehind = index > 0 && args[index - 1]?.default !== undefined;
    if (isBehind && argument.default === undefined) {
      wrong('name', { code: 'default-missing', name });
    }
  }
  return found;
}

/** What is wrong with a program and its placeholders. */
export function checkRun({ run, args, where, approval }: RunSpec, at: Text): readonly Complaint[] {
  const found: Complaint[] = [];
  const names = args.map(({ name }) => name);
  const line = (...path: readonly PropertyKey[]): number => lineOf(at.document, at.text, path);
  for (const [index, item] of run.entries()) {
    const wrong = (why: OpsWhy): void => {
      found.push({ line: line('spec', 'run', index), key: `spec.run.${index}`, why });
    };
    const alone = placeholderIn(item);
    if (item.includes('\0')) wrong({ code: 'zero-byte' });
    if (alone === undefined && placeholdersIn(item).length > 0) {
      wrong({ code: 'placeholder-inside' });
    } else if (alone !== undefined && index === 0) wrong({ code: 'placeholder-first' });
    else if (alone !== undefined && !names.includes(alone))
      wrong({ code: 'no-argument', name: alone });
  }
  const said = new Set(run.map(placeholderIn));
  const rest = names.filter((name) => !said.has(name));
  found.push(...unused(rest, line('spec', 'args')));
  if (where === 'tree' && approval) {
    const why = { code: 'approval-in-tree' } as const;
    found.push({ line: line('spec', 'approval'), key: 'spec.approval', why });
  }
  return found;
}

/** What is wrong with the text for the agent; empty where there is no such file. */
export function checkPrompt(
  { prompt, args }: PromptSpec,
  body: string,
  at: Text,
): readonly Complaint[] {
  const line = lineOf(at.document, at.text, ['spec', 'prompt']);
  const wrong = (why: OpsWhy): Complaint => ({ line, key: `commands/${prompt}`, why });
  if (body === '') return [wrong({ code: 'no-prompt' })];
  if (body.length > MOST_PROMPT_CHARS)
    return [wrong({ code: 'many-letters', limit: MOST_PROMPT_CHARS })];
  const names = args.map(({ name }) => name);
  const said = new Set(placeholdersIn(body));
  const unknown = [...said].find((name) => !names.includes(name));
  if (unknown !== undefined) return [wrong({ code: 'unknown-placeholder', name: unknown })];
  const rest = names.filter((name) => !said.has(name));
  return unused(rest, lineOf(at.document, at.text, ['spec', 'args']));
}

function unused(names: readonly string[], line: number): readonly Complaint[] {
  return names.map((name) => ({ line, key: 'spec.args', why: { code: 'argument-unused', name } }));
}

function isPattern(pattern: string): boolean {
  try {
    return new RegExp(`^(?:${pattern})$`, 'u') instanceof RegExp;
  } catch {
    return false;
  }
}
