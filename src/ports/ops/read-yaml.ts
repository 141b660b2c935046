import { type Document, isMap, isNode, isScalar, LineCounter, parseDocument, visit } from 'yaml';
import type { z } from 'zod';
import { bounded, type Complaint, type OpsWhy } from './problem.ts';

/** A file that is as it should be, or the first thing that is wrong in it. */
export type ReadYaml<Value> =
  | { readonly kind: 'good'; readonly value: Value; readonly document: Document }
  | { readonly kind: 'bad'; readonly problem: Complaint };

/** Brackets within brackets beyond this are no settings, and a reader that recurses dies of them. */
const DEEPEST = 50;

/**
 * Reads one YAML document and holds it against `schema`. Anchors, aliases and tags are refused: a
 * few lines of them can stand for gigabytes, or for something else than what a reader sees.
 */
export function readYaml<Schema extends z.ZodType>(
  text: string,
  schema: Schema,
): ReadYaml<z.output<Schema>> {
  const lines = new LineCounter();
  const bad = (offset: number, why: OpsWhy, key?: string): ReadYaml<never> => ({
    kind: 'bad',
    problem: bounded({
      line: Math.max(1, lines.linePos(offset).line),
      ...(key !== undefined && { key }),
      why,
    }),
  });
  if (isDeep(text)) return bad(0, { code: 'deep' });
  let document: Document;
  try {
    document = parseDocument(text, { lineCounter: lines, stringKeys: true, logLevel: 'error' });
  } catch (error) {
    return bad(0, { code: 'no-yaml', said: String(error) });
  }
  const [broken] = [...document.errors, ...document.warnings];
  if (broken) {
    const said = (broken.message.split('\n')[0] ?? '').replace(/:$/u, '');
    return bad(broken.pos[0], { code: 'no-yaml', said });
  }
  const trick = trickIn(document);
  if (trick) return bad(trick.offset, trick.why);
  const value: unknown = document.toJS();
  if (value === null) return bad(0, { code: 'empty' });
  const read = schema.safeParse(value);
  if (read.success) return { kind: 'good', value: read.data, document };
  const [issue] = read.error.issues;
  if (!issue) return bad(0, { code: 'wrong', said: '' });
  const { path, why } = nearest(issue);
  const where = [...issue.path, ...path];
  return bad(offsetOf(document, where), why, where.map(String).join('.') || undefined);
}

/** Counts what opens; a guess that is too high only for text that no file of ours holds. */
function isDeep(text: string): boolean {
  let depth = 0;
  for (const letter of text) {
    if (letter === '[' || letter === '{') depth += 1;
    else if (letter === ']' || letter === '}') depth -= 1;
    if (depth > DEEPEST) return true;
  }
  return text.split('\n').some((line) => (/^[\s-]*/u.exec(line)?.[0].length ?? 0) > 2 * DEEPEST);
}

function trickIn(
  document: Document,
): { readonly offset: number; readonly why: OpsWhy } | undefined {
  let found: { readonly offset: number; readonly why: OpsWhy } | undefined;
  visit(document, {
    Node(_, node) {
      const hasAnchor = 'anchor' in node && node.anchor !== undefined;
      if (!hasAnchor && node.tag === undefined) return undefined;
      found = {
        offset: node.range?.[0] ?? 0,
        why: { code: hasAnchor ? 'anchors' : 'tags' },
      };
      return visit.BREAK;
    },
    Pair(_, { key }) {
      if (!isScalar(key) || key.value !== '__proto__') return undefined;
      found = { offset: key.range?.[0] ?? 0, why: { code: 'proto' } };
      return visit.BREAK;
    },
    Alias(_, node) {
      found = { offset: node.range?.[0] ?? 0, why: { code: 'aliases' } };
      return visit.BREAK;
    },
  });
  return found;
}

/** Where the place of an issue stands, or the nearest around it. */
function offsetOf(document: Document, path: readonly PropertyKey[]): number {
  for (let length = path.length; length > 0; length -= 1) {
    const parent =
      length === 1 ? document.contents : document.getIn(path.slice(0, length - 1), true);
    const last = path[length - 1];
    if (isMap(parent)) {
      const pair = parent.items.find(({ key }) => isScalar(key) && key.value === last);
      if (pair && isNode(pair.key) && pair.key.range) return pair.key.range[0];
    }
    const node = document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return node.range[0];
  }
  return document.contents?.range?.[0] ?? 0;
}

/** What is wrong, and where below the place of the issue. */
interface Found {
  readonly path: readonly PropertyKey[];
  readonly why: OpsWhy;
}

/** Of alternatives, the one that was nearest: the one that complains deepest inside. */
function nearest(issue: z.core.$ZodIssue): Found {
  if (issue.code === 'unrecognized_keys')
    return { path: issue.keys.slice(0, 1), why: { code: 'unknown-key' } };
  if (issue.code === 'invalid_key' || issue.code === 'invalid_union') {
    const inner = issue.code === 'invalid_key' ? issue.issues : issue.errors.flat();
    const [first] = inner.toSorted((one, other) => other.path.length - one.path.length);
    const isDeeper = first !== undefined && first.path.length > 0;
    if (first && (isDeeper || issue.code === 'invalid_key')) {
      const { path, why } = nearest(first);
      return { path: [...first.path, ...path], why };
    }
    return { path: [], why: { code: 'none-or-settings' } };
  }
  return { path: [], why: whyOf(issue) };
}

function whyOf(issue: z.core.$ZodIssue): OpsWhy {
  if (issue.code === 'invalid_value') {
    const values = issue.values.map((each) => JSON.stringify(each)).join(', ');
    return { code: issue.values.length === 1 ? 'not-value' : 'not-one-of', values };
  }
  if (issue.code === 'invalid_type') {
    // The schema reads values, and a value that is there says nothing of `undefined`.
    const isMissing = issue.message.endsWith('received undefined');
    const expected = issue.expected === 'record' ? 'object' : issue.expected;
    return { code: isMissing ? 'missing' : 'type', expected };
  }
  if (issue.code === 'too_small')
    return { code: 'too-small', of: limitOf(issue), limit: Number(issue.minimum) };
  if (issue.code === 'too_big')
    return { code: 'too-big', of: limitOf(issue), limit: Number(issue.maximum) };
  const { message } = issue;
  if (isOwnCode(message)) return { code: message };
  if (issue.code === 'invalid_format' && issue.format === 'datetime') return { code: 'time' };
  if (issue.code === 'invalid_format' && issue.pattern !== undefined)
    return { code: 'pattern', pattern: issue.pattern };
  return { code: 'wrong', said: message };
}

function limitOf({
  origin,
  inclusive = true,
}: {
  readonly origin: string;
  readonly inclusive?: boolean | undefined;
}): 'letters' | 'items' | 'number' | 'beyond' {
  if (origin === 'string') return 'letters';
  if (origin === 'array') return 'items';
  return inclusive ? 'number' : 'beyond';
}

/** What schemas say instead of a sentence. */
const OWN_CODES = [
  'environment-name',
  'project-name',
  'variable-name',
  'commit-id',
  'no-program',
  'zero-byte',
] as const;

function isOwnCode(message: string): message is (typeof OWN_CODES)[number] {
  return (OWN_CODES as readonly string[]).includes(message);
}
