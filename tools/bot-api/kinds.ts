import ts from 'typescript-compiler-api';
import type { ParameterType } from '#playground/bot-api/request/method-spec.ts';
import { type Declarations, resolve } from './declarations.ts';

/** The declarations do not part integers from fractions; these are the fractions of the Bot API. */
const FRACTIONS = new Set([
  'latitude',
  'longitude',
  'horizontal_accuracy',
  'x_shift',
  'y_shift',
  'scale',
]);

type Kind = 'file' | 'number' | 'array' | 'object' | 'boolean' | 'string';

const KEYWORDS = new Map<ts.SyntaxKind, Kind>([
  [ts.SyntaxKind.StringKeyword, 'string'],
  [ts.SyntaxKind.NumberKeyword, 'number'],
  [ts.SyntaxKind.BooleanKeyword, 'boolean'],
  [ts.SyntaxKind.LiteralType, 'boolean'],
]);

/** The members of a union, aliases followed. */
export function flatten(node: ts.TypeNode, declarations: Declarations): ts.TypeNode[] {
  if (ts.isParenthesizedTypeNode(node)) return flatten(node.type, declarations);
  if (ts.isUnionTypeNode(node)) return node.types.flatMap((part) => flatten(part, declarations));
  if (ts.isTypeReferenceNode(node)) {
    const declaration = resolve(node.typeName, declarations)?.declaration;
    if (declaration && ts.isTypeAliasDeclaration(declaration))
      return flatten(declaration.type, declarations);
  }
  return [node];
}

/** What a parameter or field of that name and these alternatives must be. */
export function typeOf(name: string, parts: readonly ts.TypeNode[]): ParameterType {
  const kinds = new Set(parts.map(kindOf));
  const has = (kind: Kind): boolean => kinds.has(kind);
  if (has('file')) return 'file';
  if (has('number') && has('string')) return 'id';
  if (has('number')) return FRACTIONS.has(name) ? 'float' : 'integer';
  for (const kind of ['array', 'object', 'boolean', 'string'] as const) if (has(kind)) return kind;
  throw new Error(`${name} has no kind.`);
}

function kindOf(node: ts.TypeNode): Kind {
  if (ts.isParenthesizedTypeNode(node) || ts.isTypeOperatorNode(node)) return kindOf(node.type);
  // `string & Record<never, never>` keeps editors suggesting the literals beside it.
  if (ts.isIntersectionTypeNode(node)) return node.types.map(kindOf).find(isNotObject) ?? 'object';
  // `typeof LanguageCodes[…]`, the one such type.
  if (ts.isIndexedAccessTypeNode(node)) return 'string';
  if (ts.isArrayTypeNode(node)) return 'array';
  if (ts.isTypeReferenceNode(node)) {
    const name = node.typeName.getText();
    if (name === 'F') return 'file';
    return name === 'ReadonlyArray' || name === 'Array' ? 'array' : 'object';
  }
  if (ts.isLiteralTypeNode(node) && ts.isNumericLiteral(node.literal)) return 'number';
  return isStringLiteral(node) ? 'string' : (KEYWORDS.get(node.kind) ?? 'object');
}

function isNotObject(kind: Kind): boolean {
  return kind !== 'object';
}

/** Says whether the type is a list of something. */
export function isArray(node: ts.TypeNode): boolean {
  return kindOf(node) === 'array';
}

/** Says whether the type is one word, such as `'typing'`. */
export function isStringLiteral(
  node: ts.TypeNode,
): node is ts.LiteralTypeNode & { readonly literal: ts.StringLiteral } {
  return ts.isLiteralTypeNode(node) && ts.isStringLiteral(node.literal);
}
