import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript-compiler-api';

const ROOT = path.join(import.meta.dirname, '..');

/** A source file of ours as a tree. */
export interface Source {
  /** From the root of the repository. */
  readonly file: string;
  readonly tree: ts.SourceFile;
}

/** A text that stands in code where somebody in a chat would read it. */
interface Found {
  readonly file: string;
  readonly line: number;
  readonly text: string;
}

/** Everything below `folder` that is not a test. */
export function sourcesIn(folder: string): readonly Source[] {
  return readdirSync(path.join(ROOT, folder), { recursive: true })
    .map((name) => path.join(folder, String(name)))
    .filter((file) => file.endsWith('.ts') && !/\.test\.ts$|\.generated\.ts$/u.test(file))
    .toSorted()
    .map((file) => parse(file, readFileSync(path.join(ROOT, file), 'utf8')));
}

/** `code` as a tree. */
export function parse(file: string, code: string): Source {
  return { file, tree: ts.createSourceFile(file, code, ts.ScriptTarget.Latest, true) };
}

/** Properties whose value people see as it is. */
const SHOWN = new Set(['text', 'toast', 'label']);

/** Letters in what is shown: only words of `locales/` have any. */
export function shownLetters(source: Source): readonly Found[] {
  return literals(source.tree)
    .filter((node) => /\p{L}/u.test(node.text) && !isCommandLine(node) && isShown(node))
    .map((node) => toFound(source, node));
}

/** Calls and properties that speak to operators and developers, in English. */
const LOGS = /(?:^|[.?])(?:log|note|info|warn|error|debug|fatal|tell|drop|super)$/u;
const DECLARED = /^(?:title|steps|.*_STEPS)$/u;

/** Two words in a row, or Cyrillic, anywhere but in errors, logs and declarations. */
export function sentences(source: Source): readonly Found[] {
  return literals(source.tree)
    .filter((node) => /\p{L}{2,}[,;:.]? \p{L}{2,}|\p{Script=Cyrillic}/u.test(node.text))
    .filter((node) => !isCommandLine(node) && !parentsOf(node).some(isForOthers))
    .map((node) => toFound(source, node));
}

/** Keys of words as the code names them: whole, or as a pattern with `*`. */
export function saidKeys(source: Source): readonly string[] {
  return sayings(source).flatMap(({ arguments: [key] }) => (key ? keysOf(key) : []));
}

/** A word that is said, with the names of all values that it is said with. */
interface Said {
  readonly file: string;
  readonly line: number;
  readonly key: string;
  readonly names: readonly string[];
}

/** Where key and values both stand there: neither put together nor kept in a variable. */
export function saidWith(source: Source): readonly Said[] {
  return sayings(source).flatMap((call) => {
    const [key, values] = call.arguments;
    const names = values ? namesOf(values) : [];
    if (!key || !names) return [];
    const { line } = source.tree.getLineAndCharacterOfPosition(call.getStart());
    return keysOf(key)
      .filter((each) => !each.includes('*'))
      .map((each) => ({ file: source.file, line: line + 1, key: each, names }));
  });
}

function sayings(source: Source): readonly ts.CallExpression[] {
  const calls: ts.CallExpression[] = [];
  visit(source.tree, (node) => {
    if (!ts.isCallExpression(node)) return;
    if (/(?:^|\b)say(?:In\(.*\))?$/u.test(node.expression.getText())) calls.push(node);
  });
  return calls;
}

/** `undefined`: more may be in it than stands there. */
function namesOf(node: ts.Expression): readonly string[] | undefined {
  if (!ts.isObjectLiteralExpression(node) || node.properties.some(ts.isSpreadAssignment))
    return undefined;
  return node.properties.map(({ name }) => name?.getText() ?? '');
}

/** Every text and every pattern that could be a key: it can be named far from where it is said. */
export function possibleKeys(source: Source): readonly string[] {
  const keys: string[] = [];
  visit(source.tree, (node) => {
    if (ts.isStringLiteralLike(node) || ts.isTemplateExpression(node)) keys.push(...keysOf(node));
  });
  return keys.filter((key) => /^[a-z][a-z0-9-]*(?:-[a-z0-9*-]*|\*[a-z0-9*-]*)?$/u.test(key));
}

/** What can be the key: of `a ? 'x' : 'y'` both. */
function keysOf(node: ts.Expression): readonly string[] {
  if (ts.isStringLiteralLike(node)) return [node.text];
  if (ts.isTemplateExpression(node)) {
    return [[node.head.text, ...node.templateSpans.map((span) => span.literal.text)].join('*')];
  }
  if (ts.isConditionalExpression(node))
    return [...keysOf(node.whenTrue), ...keysOf(node.whenFalse)];
  return ts.isParenthesizedExpression(node) ? keysOf(node.expression) : [];
}

type Literal = ts.StringLiteralLike | ts.TemplateHead | ts.TemplateMiddle | ts.TemplateTail;

function literals(tree: ts.SourceFile): readonly Literal[] {
  const found: Literal[] = [];
  visit(tree, (node) => {
    const isLiteral =
      ts.isStringLiteralLike(node) ||
      ts.isTemplateHead(node) ||
      ts.isTemplateMiddle(node) ||
      ts.isTemplateTail(node);
    if (isLiteral) found.push(node);
  });
  return found;
}

function visit(node: ts.Node, each: (node: ts.Node) => void): void {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node) || ts.isTypeNode(node)) return;
  each(node);
  ts.forEachChild(node, (child) => visit(child, each));
}

/** `/stop`: a command is the same in every language. */
function isCommandLine({ text }: Literal): boolean {
  return text.startsWith('/');
}

function parentsOf(node: ts.Node): readonly ts.Node[] {
  const parents: ts.Node[] = [];
  for (let at = node.parent; !ts.isSourceFile(at); at = at.parent) parents.push(at);
  return parents;
}

function isForOthers(node: ts.Node): boolean {
  if (ts.isNewExpression(node)) return true;
  // `super(…)` of an error says what `new Error(…)` does.
  if (ts.isCallExpression(node)) return LOGS.test(node.expression.getText());
  if (ts.isPropertyAssignment(node) || ts.isVariableDeclaration(node))
    return DECLARED.test(node.name.getText());
  return false;
}

/** In the value of `text: …` itself, not in what a function in it is called with or compares. */
function isShown(node: ts.Node): boolean {
  for (const parent of parentsOf(node)) {
    if (ts.isCallExpression(parent) && !isJoin(parent)) return false;
    if (ts.isFunctionLike(parent) || (ts.isBinaryExpression(parent) && isComparison(parent)))
      return false;
    if (ts.isPropertyAssignment(parent)) return SHOWN.has(parent.name.getText());
  }
  return false;
}

/** `[…].join('\n')` and the like only put together. */
function isJoin({ expression }: ts.CallExpression): boolean {
  return (
    ts.isPropertyAccessExpression(expression) &&
    /^(?:join|concat|replaceAll|trim)$/u.test(expression.name.text)
  );
}

function isComparison({ operatorToken }: ts.BinaryExpression): boolean {
  return /^[!=]==?$/u.test(operatorToken.getText());
}

function toFound({ file, tree }: Source, node: Literal): Found {
  const { line } = tree.getLineAndCharacterOfPosition(node.getStart());
  return { file, line: line + 1, text: node.text };
}
