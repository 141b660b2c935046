import { type Document, LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import { PROMPT_KINDS, type PromptKind, type PromptProblem } from './port.ts';

/** How the value of a variable comes into the text: as it is, or fenced as data. */
type VariableUse = 'words' | 'data';

/** One prompt as its file says it. */
export interface PromptFile {
  readonly command: PromptKind;
  readonly version: number;
  readonly variables: Readonly<Record<string, VariableUse>>;
  readonly body: string;
}

/** What is wrong in a file, and where. */
export interface Problem {
  /** Counts from 1. */
  readonly line: number;
  readonly problem: PromptProblem;
}

/** The longest body: what is longer is no prompt but a manual. */
export const MOST_BODY_CHARS = 12_000;

/** `{{name}}`; anything else in double braces is a mistake. */
export const PLACEHOLDER = /\{\{(?<name>[^{}]*)\}\}/gu;
const NAME = /^[a-z][a-zA-Z0-9]{0,39}$/u;

const frontMatter = z.strictObject({
  command: z.enum(PROMPT_KINDS),
  version: z.int().min(1).max(9_999),
  variables: z.record(z.string().regex(NAME), z.enum(['words', 'data'])),
});

/** Reads the text of a prompt file: front matter in YAML between lines of `---`, then the body. */
export function parsePrompt(text: string, kind: PromptKind): PromptFile | Problem {
  const normal = text.replaceAll('\r\n', '\n');
  const parts = /^---\n(?<head>[\s\S]*?\n)---\n(?<body>[\s\S]*)$/u.exec(normal)?.groups;
  if (!parts) return { line: 1, problem: { code: 'no-front-matter' } };
  const { head = '', body = '' } = parts;
  const bodyLine = head.split('\n').length + 2;

  const lines = new LineCounter();
  const document = parseDocument(head, { lineCounter: lines });
  const [broken] = document.errors;
  const lineAt = (offset: number): number => lines.linePos(offset).line + 1;
  if (broken) {
    const problem = { code: 'front-matter', detail: firstLine(broken.message) } as const;
    return { line: lineAt(broken.pos[0]), problem };
  }
  const read = frontMatter.safeParse(valuesOf(document));
  if (!read.success) {
    const [issue] = read.error.issues;
    const at = document.getIn(issue?.path ?? [], true) as
      | { readonly range?: [number, number, number] | null }
      | undefined;
    const where = issue && issue.path.length > 0 ? `${issue.path.join('.')}: ` : '';
    const problem = { code: 'front-matter', detail: `${where}${issue?.message ?? ''}` } as const;
    return { line: lineAt(at?.range?.[0] ?? 0), problem };
  }
  const { command } = read.data;
  if (command !== kind) return { line: 2, problem: { code: 'other-command', name: command } };
  const file = { ...read.data, body: body.trim() };
  return checkBody(file, body, bodyLine) ?? file;
}

/** Every placeholder is declared, every variable is used, and it is neither empty nor endless. */
function checkBody(file: PromptFile, body: string, bodyLine: number): Problem | undefined {
  if (file.body === '') return { line: bodyLine, problem: { code: 'empty' } };
  if (file.body.length > MOST_BODY_CHARS) {
    return { line: bodyLine, problem: { code: 'too-long', most: MOST_BODY_CHARS } };
  }
  const used = new Set<string>();
  for (const { groups, index } of body.matchAll(PLACEHOLDER)) {
    const name = groups?.['name'] ?? '';
    const line = bodyLine + body.slice(0, index).split('\n').length - 1;
    if (!Object.hasOwn(file.variables, name)) {
      return { line, problem: { code: 'undeclared', name } };
    }
    used.add(name);
  }
  const unused = Object.keys(file.variables).find((name) => !used.has(name));
  if (unused !== undefined) return { line: 1, problem: { code: 'unused', name: unused } };
  return undefined;
}

/** With aliases a few lines can grow without end: what has any is no front matter. */
function valuesOf(document: Document): unknown {
  try {
    return document.toJS({ maxAliasCount: 0 });
  } catch {
    return undefined;
  }
}

function firstLine(message: string): string {
  return message.split('\n', 1)[0] ?? '';
}
