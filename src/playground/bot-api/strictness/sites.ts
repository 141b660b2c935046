import { readdirSync, readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript-compiler-api';

/** Code of the emulator that refuses, or one of the reasons why it does. */
export interface Site {
  readonly id: number;
  /** Below the emulator's folder. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** UTF-16 offsets of the code in its file. */
  readonly start: number;
  readonly end: number;
  readonly code: string;
  /** What stands in its place when it is switched off. */
  readonly replacement: '{}' | 'undefined' | 'false';
  /** Of a reason: where the statement begins that refuses for it. */
  readonly refusesAt?: number;
}

type FoundSite = Omit<Site, 'id'>;

/** The emulator's sources. */
export const EMULATOR = new URL('../', import.meta.url);

const MAKERS = new Set(['refusal', 'Refusal', 'tooManyRequests']);

/**
 * Every refusal in the sources: what is thrown and no plain `Error` (those are for who uses the
 * emulator wrongly), what is returned or handed on as a refusal, and calls that never return; and
 * each reason of a refusal that has several, `if (reason || reason) throw …`.
 */
export function findSites(): Site[] {
  const sources = sourceFiles().map((file) => {
    const text = readFileSync(new URL(file, EMULATOR), 'utf8');
    return ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  });
  const neverReturning = new Set(sources.flatMap(namesOfNeverReturning));
  const found = sources.flatMap((source) => sitesOf(source, neverReturning));
  return found.map((site, id) => ({ ...site, id }));
}

function sourceFiles(): string[] {
  const folder = fileURLToPath(EMULATOR);
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => relative(folder, `${parentPath}/${name}`))
    .filter((file) => file.endsWith('.ts') && !/\.(?:test|generated)\.ts$/u.test(file))
    .filter((file) => !file.startsWith('strictness/') && !file.startsWith('examples/'))
    .toSorted();
}

function sitesOf(source: ts.SourceFile, neverReturning: ReadonlySet<string>): FoundSite[] {
  const sites: FoundSite[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isThrowStatement(node)) {
      if (isRefusal(node.expression)) sites.push(siteOf(node, '{}'), ...reasonsOf(node));
    } else if (ts.isReturnStatement(node) || ts.isExpressionStatement(node)) {
      if (holdsMaker(node)) sites.push(siteOf(node, '{}'), ...reasonsOf(node));
    } else if (ts.isCallExpression(node) && neverReturning.has(node.expression.getText()))
      sites.push(siteOf(node, 'undefined'));
    ts.forEachChild(node, visit);
  };
  visit(source);
  return sites;
}

function siteOf(node: ts.Node, replacement: Site['replacement']): FoundSite {
  const source = node.getSourceFile();
  const start = node.getStart();
  const line = source.getLineAndCharacterOfPosition(start).line + 1;
  return { file: source.fileName, line, start, end: node.end, code: node.getText(), replacement };
}

/** The alternatives that the statement is reached by; none when there is but one. */
function reasonsOf(statement: ts.Statement): FoundSite[] {
  const block = ts.isBlock(statement.parent) ? statement.parent : statement;
  const { parent } = block;
  if (!ts.isIfStatement(parent) || parent.thenStatement !== block) return [];
  const reasons = alternatives(parent.expression);
  if (reasons.length === 1) return [];
  const refusesAt = statement.getStart();
  return reasons.map((reason) => ({ ...siteOf(reason, 'false'), refusesAt }));
}

function alternatives(condition: ts.Expression): ts.Expression[] {
  if (ts.isParenthesizedExpression(condition)) return alternatives(condition.expression);
  const isEither =
    ts.isBinaryExpression(condition) && condition.operatorToken.kind === ts.SyntaxKind.BarBarToken;
  return isEither
    ? [...alternatives(condition.left), ...alternatives(condition.right)]
    : [condition];
}

/** `throw error` only passes on; `throw new Error(…)` is no answer of Telegram. */
function isRefusal(thrown: ts.Expression): boolean {
  if (ts.isIdentifier(thrown)) return false;
  return !(ts.isNewExpression(thrown) && thrown.expression.getText() === 'Error');
}

/** Looks into no function and no throw inside: those count by themselves. */
function holdsMaker(node: ts.Node): boolean {
  if (ts.isFunctionLike(node) || ts.isThrowStatement(node)) return false;
  const called =
    ts.isCallExpression(node) || ts.isNewExpression(node) ? node.expression : undefined;
  if (called && ts.isIdentifier(called) && MAKERS.has(called.text)) return true;
  return ts.forEachChild(node, (child) => holdsMaker(child) || undefined) ?? false;
}

function namesOfNeverReturning(source: ts.SourceFile): string[] {
  const names: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionDeclaration(node) && node.name && isNever(node)) names.push(node.name.text);
    if (ts.isVariableDeclaration(node) && node.initializer && ts.isArrowFunction(node.initializer))
      if (isNever(node.initializer)) names.push(node.name.getText());
    ts.forEachChild(node, visit);
  };
  visit(source);
  return names;
}

function isNever(node: ts.SignatureDeclarationBase): boolean {
  return node.type?.kind === ts.SyntaxKind.NeverKeyword;
}
