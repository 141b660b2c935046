import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import ts from 'typescript-compiler-api';
import type { MethodSpec, ParameterSpec, ParameterType } from '#playground/bot-api/method-spec.ts';

const OUTPUT = new URL('../src/playground/bot-api/methods.generated.ts', import.meta.url);

/** The declarations do not part integers from fractions; these are the fractions of the Bot API. */
const FRACTIONS = new Set(['latitude', 'longitude', 'horizontal_accuracy']);

type Declaration = ts.InterfaceDeclaration | ts.TypeAliasDeclaration;
type Declarations = ReadonlyMap<string, Declaration>;

/** The text of `methods.generated.ts` for the installed `@grammyjs/types`; the same each time. */
export function generateMethods(): string {
  const { version, declarations } = readDeclarations();
  const members = new Map(
    membersOf(declarations, 'ApiMethods').map((member) => [nameOf(member), member]),
  );
  const methods = [...members].map(([name, member]) => {
    return printMethod(name, toMethod(resolveAlias(member, members), declarations));
  });
  const updates = membersOf(declarations, 'Update').map(nameOf);
  return [
    `// Written by tools/generate-bot-api-methods.ts from @grammyjs/types ${version}. Do not edit.`,
    `import type { MethodSpec } from './method-spec.ts';`,
    '',
    '/** Every method of the Bot API, with what each takes. */',
    'export const METHODS: Readonly<Record<string, MethodSpec>> = {',
    ...methods,
    '};',
    '',
    '/** Every kind of update. */',
    printList(
      'UPDATE_KINDS',
      updates.toSorted().filter((name) => name !== 'update_id'),
    ),
    '',
    '/** Every emoji a reaction can be. */',
    printList('REACTION_EMOJI', literalsOfProperty(declarations, 'ReactionTypeEmoji', 'emoji')),
    '',
  ].join('\n');
}

function readDeclarations(): { version: string; declarations: Declarations } {
  const manifest = createRequire(import.meta.url).resolve('@grammyjs/types/package.json');
  const folder = dirname(manifest);
  const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string };
  const declarations = new Map<string, Declaration>();
  const collect = (node: ts.Node): void => {
    const isDeclaration = ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node);
    if (isDeclaration && !ts.isModuleBlock(node.parent)) declarations.set(node.name.text, node);
    ts.forEachChild(node, collect);
  };
  for (const file of readdirSync(folder).toSorted()) {
    if (!file.endsWith('.d.ts')) continue;
    const text = readFileSync(join(folder, file), 'utf8');
    collect(ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true));
  }
  return { version, declarations };
}

function membersOf(declarations: Declarations, name: string): readonly ts.TypeElement[] {
  const declaration = declarations.get(name);
  if (!declaration) throw new Error(`@grammyjs/types declares no ${name}.`);
  if (ts.isInterfaceDeclaration(declaration)) return declaration.members;
  if (ts.isTypeLiteralNode(declaration.type)) return declaration.type.members;
  throw new Error(`${name} of @grammyjs/types is not an object type any more.`);
}

/** An old name of a method is declared as `ApiMethods<F>["newName"]`. */
function resolveAlias(
  member: ts.TypeElement,
  members: ReadonlyMap<string, ts.TypeElement>,
): ts.MethodSignature {
  if (ts.isMethodSignature(member)) return member;
  const type = ts.isPropertySignature(member) ? member.type : undefined;
  const key = type && ts.isIndexedAccessTypeNode(type) ? type.indexType : undefined;
  const target = key && isStringLiteral(key) ? members.get(key.literal.text) : undefined;
  if (target && ts.isMethodSignature(target)) return target;
  throw new Error(`${nameOf(member)} is neither a method nor another name of one.`);
}

function toMethod(method: ts.MethodSignature, declarations: Declarations): MethodSpec {
  const argument = method.parameters[0]?.type;
  if (!argument) return {};
  if (!ts.isTypeLiteralNode(argument)) throw new Error(`${nameOf(method)} takes no plain object.`);
  return Object.fromEntries(
    argument.members.filter(ts.isPropertySignature).map((member) => {
      return [nameOf(member), toParameter(member, declarations)];
    }),
  );
}

function toParameter(member: ts.PropertySignature, declarations: Declarations): ParameterSpec {
  if (!member.type) throw new Error(`${nameOf(member)} has no type.`);
  const parts = flatten(member.type, declarations);
  const oneOf = parts.every(isStringLiteral) ? parts.map((part) => part.literal.text) : [];
  const length = lengthOf(member);
  return {
    type: typeOf(nameOf(member), parts),
    ...(member.questionToken ? {} : { required: true as const }),
    ...(length ? { length } : {}),
    ...(oneOf.length > 0 ? { oneOf } : {}),
  };
}

/** The members of a union, aliases followed. */
function flatten(node: ts.TypeNode, declarations: Declarations): ts.TypeNode[] {
  if (ts.isUnionTypeNode(node)) return node.types.flatMap((part) => flatten(part, declarations));
  if (ts.isTypeReferenceNode(node) && ts.isIdentifier(node.typeName)) {
    const declaration = declarations.get(node.typeName.text);
    if (declaration && ts.isTypeAliasDeclaration(declaration))
      return flatten(declaration.type, declarations);
  }
  return [node];
}

function typeOf(name: string, parts: readonly ts.TypeNode[]): ParameterType {
  const kinds = new Set(parts.map(kindOf));
  const has = (kind: Kind): boolean => kinds.has(kind);
  if (has('file')) return 'file';
  if (has('number') && has('string')) return 'id';
  if (has('number')) return FRACTIONS.has(name) ? 'float' : 'integer';
  for (const kind of ['array', 'object', 'boolean', 'string'] as const) if (has(kind)) return kind;
  throw new Error(`${name} has no kind.`);
}

type Kind = 'file' | 'number' | 'array' | 'object' | 'boolean' | 'string';

const KEYWORDS = new Map<ts.SyntaxKind, Kind>([
  [ts.SyntaxKind.StringKeyword, 'string'],
  [ts.SyntaxKind.NumberKeyword, 'number'],
  [ts.SyntaxKind.BooleanKeyword, 'boolean'],
  [ts.SyntaxKind.LiteralType, 'boolean'],
]);

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
  return isStringLiteral(node) ? 'string' : (KEYWORDS.get(node.kind) ?? 'object');
}

function isNotObject(kind: Kind): boolean {
  return kind !== 'object';
}

function isStringLiteral(
  node: ts.TypeNode,
): node is ts.LiteralTypeNode & { readonly literal: ts.StringLiteral } {
  return ts.isLiteralTypeNode(node) && ts.isStringLiteral(node.literal);
}

function lengthOf(member: ts.PropertySignature): ParameterSpec['length'] {
  const documentation = ts.getJSDocCommentsAndTags(member).map((part) => part.getText());
  const found = /(\d+)-(\d+) (characters|bytes)/u.exec(documentation.join('\n'));
  if (!found) return undefined;
  const unit = found[3] === 'bytes' ? 'bytes' : 'characters';
  return { min: Number(found[1]), max: Number(found[2]), unit };
}

function literalsOfProperty(declarations: Declarations, owner: string, property: string): string[] {
  const member = membersOf(declarations, owner).find((each) => nameOf(each) === property);
  if (!member || !ts.isPropertySignature(member) || !member.type)
    throw new Error(`${owner} has no ${property}.`);
  return flatten(member.type, declarations)
    .filter(isStringLiteral)
    .map((part) => part.literal.text);
}

function nameOf(member: ts.TypeElement): string {
  if (!member.name || !ts.isIdentifier(member.name)) throw new Error('A member has no plain name.');
  return member.name.text;
}

function printMethod(name: string, method: MethodSpec): string {
  const lines = Object.entries(method).map(
    ([parameter, spec]) => `    ${parameter}: ${JSON.stringify(spec)},`,
  );
  return lines.length === 0 ? `  ${name}: {},` : [`  ${name}: {`, ...lines, '  },'].join('\n');
}

function printList(name: string, values: readonly string[]): string {
  return `export const ${name}: readonly string[] = ${JSON.stringify(values)};`;
}

if (import.meta.main) writeFileSync(OUTPUT, generateMethods());
