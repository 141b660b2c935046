import type { Document } from 'yaml';
import { isGood, placeholderIn, placeholdersIn } from './arguments.ts';
import type { Argument, PromptSpec, RunSpec } from './schema.ts';
import { type Complaint, lineOf } from './yaml-lines.ts';

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
    const wrong = (key: string, message: string): void => {
      const line = lineOf(at.document, at.text, ['spec', 'args', index, key]);
      found.push({ line, message: `spec.args.${index}: ${message}` });
    };
    if (args.findIndex((each) => each.name === name) < index) wrong('name', `${name} comes twice`);
    if (rest && index < args.length - 1) wrong('rest', 'only the last one takes the rest');
    if (pattern !== undefined && !isPattern(pattern)) {
      wrong('pattern', 'is no regular expression');
      continue;
    }
    if (pattern !== undefined && choices) wrong('choices', 'pattern or choices, not both');
    const isOdd = choices?.some((each) => /\s/u.test(each) || !isGood({ name }, each)) ?? false;
    if (isOdd) wrong('choices', 'a choice is one word that begins with no dash');
    if (argument.default !== undefined && !isGood(argument, argument.default)) {
      wrong('default', 'the default is no value that could be given');
    }
    const isBehind = index > 0 && args[index - 1]?.default !== undefined;
    if (isBehind && argument.default === undefined) {
      wrong('name', `${name} needs a default too: what stands before it has one`);
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
    const wrong = (message: string): void => {
      found.push({ line: line('spec', 'run', index), message: `spec.run.${index}: ${message}` });
    };
    const alone = placeholderIn(item);
    if (item.includes('\0')) wrong('holds a NUL');
    if (alone === undefined && placeholdersIn(item).length > 0) {
      wrong('a placeholder is an item of its own, so that its value stays one argument');
    } else if (alone !== undefined && index === 0) wrong('the program is no placeholder');
    else if (alone !== undefined && !names.includes(alone)) wrong(`no args are called ${alone}`);
  }
  const said = new Set(run.map(placeholderIn));
  const rest = names.filter((name) => !said.has(name));
  found.push(...unused(rest, line('spec', 'args')));
  if (where === 'tree' && approval) {
    const why =
      'all work in the project would wait behind a command in the working tree that waits';
    found.push({ line: line('spec', 'approval'), message: `spec.approval: ${why}` });
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
  const wrong = (message: string): Complaint => ({
    line,
    message: `commands/${prompt}: ${message}`,
  });
  if (body === '') return [wrong('is not there, or has no text')];
  if (body.length > MOST_PROMPT_CHARS) {
    return [wrong(`has more than ${MOST_PROMPT_CHARS} characters`)];
  }
  const names = args.map(({ name }) => name);
  const said = new Set(placeholdersIn(body));
  const unknown = [...said].find((name) => !names.includes(name));
  if (unknown !== undefined) return [wrong(`{{${unknown}}} is not among the args`)];
  const rest = names.filter((name) => !said.has(name));
  return unused(rest, lineOf(at.document, at.text, ['spec', 'args']));
}

function unused(names: readonly string[], line: number): readonly Complaint[] {
  return names.map((name) => ({ line, message: `spec.args: nothing says {{${name}}}` }));
}

function isPattern(pattern: string): boolean {
  try {
    return new RegExp(`^(?:${pattern})$`, 'u') instanceof RegExp;
  } catch {
    return false;
  }
}
