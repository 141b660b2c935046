import { writeFileSync } from 'node:fs';
import ts from 'typescript-compiler-api';
import type { MethodSpec, ParameterSpec } from '#playground/bot-api/request/method-spec.ts';
import { type Declarations, membersOf, nameOf, readDeclarations } from './bot-api/declarations.ts';
import { emulatorMethodsReference } from './bot-api/emulator-methods.ts';
import { flatten, isStringLiteral, typeOf } from './bot-api/kinds.ts';
import { collectShapes, type Shapes } from './bot-api/shapes.ts';

const FOLDER = new URL('../src/playground/bot-api/request/', import.meta.url);

/** The texts of the generated files for the installed `@grammyjs/types`; the same each time. */
export function generate(): {
  readonly 'methods.generated.ts': string;
  readonly 'shapes.generated.ts': string;
} {
  const { version, declarations } = readDeclarations();
  const shapes = collectShapes(declarations);
  const members = new Map(
    membersOf(declarations, 'ApiMethods').map((member) => [nameOf(member), member]),
  );
  const methods = [...members].map(([name, member]) => {
    return printFields(name, toMethod(resolveAlias(member, members), declarations, shapes));
  });
  const updates = membersOf(declarations, 'Update').map(nameOf);
  const title = `// Written by tools/generate-bot-api-methods.ts from @grammyjs/types ${version}. Do not edit.`;
  const methodsFile = [
    title,
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
  ];
  const shapesFile = [
    title,
    `import type { Shape } from './method-spec.ts';`,
    '',
    '/** Every kind of object that parameters are made of, by the names of its declarations. */',
    'export const SHAPES: Readonly<Record<string, Shape>> = {',
    ...[...shapes.all()].map(([name, shape]) => printFields(JSON.stringify(name), shape)),
    '};',
    '',
  ];
  return {
    'methods.generated.ts': methodsFile.join('\n'),
    'shapes.generated.ts': shapesFile.join('\n'),
  };
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

function toMethod(
  method: ts.MethodSignature,
  declarations: Declarations,
  shapes: Shapes,
): MethodSpec {
  const argument = method.parameters[0]?.type;
  if (!argument) return {};
  if (!ts.isTypeLiteralNode(argument)) throw new Error(`${nameOf(method)} takes no plain object.`);
  return Object.fromEntries(
    argument.members.filter(ts.isPropertySignature).map((member) => {
      return [nameOf(member), toParameter(member, declarations, shapes)];
    }),
  );
}

function toParameter(
  member: ts.PropertySignature,
  declarations: Declarations,
  shapes: Shapes,
): ParameterSpec {
  if (!member.type) throw new Error(`${nameOf(member)} has no type.`);
  const parts = flatten(member.type, declarations);
  const oneOf = parts.every(isStringLiteral) ? parts.map((part) => part.literal.text) : [];
  const length = lengthOf(member);
  const type = typeOf(nameOf(member), parts);
  const shape = type === 'object' || type === 'array' ? shapes.nameFor(member.type) : undefined;
  return {
    type,
    ...(member.questionToken ? {} : { required: true as const }),
    ...(length ? { length } : {}),
    ...(oneOf.length > 0 ? { oneOf } : {}),
    ...(shape === undefined ? {} : { shape }),
  };
}

function lengthOf(member: ts.PropertySignature): ParameterSpec['length'] {
  const documentation = ts.getJSDocCommentsAndTags(member).map((part) => part.getText());
  const form = /(?<min>\d+)-(?<max>\d+) (?<unit>characters|bytes)(?<after>[^.]* after entit)?/u;
  const found = form.exec(documentation.join('\n'))?.groups;
  if (!found) return undefined;
  return {
    min: Number(found['min']),
    max: Number(found['max']),
    unit: found['unit'] === 'bytes' ? 'bytes' : 'characters',
    ...(found['after'] === undefined ? {} : { afterParsing: true as const }),
  };
}

function literalsOfProperty(declarations: Declarations, owner: string, property: string): string[] {
  const member = membersOf(declarations, owner).find((each) => nameOf(each) === property);
  if (!member || !ts.isPropertySignature(member) || !member.type)
    throw new Error(`${owner} has no ${property}.`);
  return flatten(member.type, declarations)
    .filter(isStringLiteral)
    .map((part) => part.literal.text);
}

function printFields(name: string, fields: Readonly<Record<string, object>>): string {
  const lines = Object.entries(fields).map(
    ([field, spec]) => `    ${field}: ${JSON.stringify(spec)},`,
  );
  return lines.length === 0 ? `  ${name}: {},` : [`  ${name}: {`, ...lines, '  },'].join('\n');
}

function printList(name: string, values: readonly string[]): string {
  return `export const ${name}: readonly string[] = ${JSON.stringify(values)};`;
}

if (import.meta.main) {
  for (const [file, text] of Object.entries(generate())) writeFileSync(new URL(file, FOLDER), text);
  // Only now, for they read what was just written.
  const { METHODS } = await import('../src/playground/bot-api/request/methods.generated.ts');
  const { HANDLERS } = await import('../src/playground/bot-api/methods/table.ts');
  const page = emulatorMethodsReference(Object.keys(METHODS), new Set(HANDLERS.keys()));
  writeFileSync(new URL('../docs/reference/emulator-methods.md', import.meta.url), page);
}
