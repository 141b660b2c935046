import { type Document, isMap, isNode, isScalar, LineCounter, parseDocument, visit } from 'yaml';
import type { z } from 'zod';
import { shorten } from '#lib/text.ts';

/** What is wrong in a file, and where. */
export interface YamlProblem {
  /** Counts from 1. */
  readonly line: number;
  /** Quotes untrusted text. */
  readonly message: string;
}

/** A file that is as it should be, or the first thing that is wrong in it. */
export type ReadYaml<Value> =
  | { readonly kind: 'good'; readonly value: Value; readonly document: Document }
  | { readonly kind: 'bad'; readonly problem: YamlProblem };

const LONGEST_MESSAGE = 300;
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
  const bad = (offset: number, message: string): ReadYaml<never> => ({
    kind: 'bad',
    problem: {
      line: Math.max(1, lines.linePos(offset).line),
      message: shorten(message, LONGEST_MESSAGE),
    },
  });
  if (isDeep(text)) return bad(0, 'nests too deep');
  let document: Document;
  try {
    document = parseDocument(text, { lineCounter: lines, stringKeys: true, logLevel: 'error' });
  } catch {
    return bad(0, 'is no YAML');
  }
  const [broken] = [...document.errors, ...document.warnings];
  if (broken) return bad(broken.pos[0], (broken.message.split('\n')[0] ?? '').replace(/:$/u, ''));
  const trick = trickIn(document);
  if (trick) return bad(trick.offset, trick.message);
  const value: unknown = document.toJS();
  if (value === null) return bad(0, 'is empty: it must begin with apiVersion and kind');
  const read = schema.safeParse(value);
  if (read.success) return { kind: 'good', value: read.data, document };
  const [issue] = read.error.issues;
  if (!issue) return bad(0, 'is not right');
  const keys = issue.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : [];
  const where = [...issue.path, ...keys];
  const name = where.map(String).join('.');
  return bad(offsetOf(document, where), `${name === '' ? '' : `${name}: `}${inWords(issue)}`);
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
): { readonly offset: number; readonly message: string } | undefined {
  let found: { readonly offset: number; readonly message: string } | undefined;
  visit(document, {
    Node(_, node) {
      const hasAnchor = 'anchor' in node && node.anchor !== undefined;
      if (!hasAnchor && node.tag === undefined) return undefined;
      found = {
        offset: node.range?.[0] ?? 0,
        message: hasAnchor ? 'anchors are not allowed' : 'tags are not allowed',
      };
      return visit.BREAK;
    },
    Pair(_, { key }) {
      if (!isScalar(key) || key.value !== '__proto__') return undefined;
      found = { offset: key.range?.[0] ?? 0, message: '__proto__ is not allowed as a key' };
      return visit.BREAK;
    },
    Alias(_, node) {
      found = { offset: node.range?.[0] ?? 0, message: 'aliases are not allowed' };
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

function inWords(issue: z.core.$ZodIssue): string {
  if (issue.code === 'unrecognized_keys') return 'is not known here';
  if (issue.code === 'invalid_union') return unionInWords(issue);
  if (issue.code === 'invalid_value') {
    return `must be ${issue.values.map((value) => JSON.stringify(value)).join(' or ')}`;
  }
  if (issue.code !== 'invalid_type') return issue.message;
  const expected = `${issue.expected}${issue.expected === 'string' ? ' (write it in quotes)' : ''}`;
  // The schema reads values, and a value that is there says nothing of `undefined`.
  return issue.message.endsWith('received undefined')
    ? `is missing: ${issue.expected} expected`
    : `must be ${expected}`;
}

/** Of the alternatives, the one that was nearest: the one that complains deepest inside. */
function unionInWords(issue: z.core.$ZodIssueInvalidUnion): string {
  const inner = issue.errors.flat().toSorted((one, other) => other.path.length - one.path.length);
  const [nearest] = inner;
  if (!nearest || nearest.path.length === 0) return 'must be "none" or a block of settings';
  return `${nearest.path.map(String).join('.')}: ${inWords(nearest)}`;
}
