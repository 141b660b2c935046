import ts from 'typescript-compiler-api';
import type { FieldSpec, Shape } from '#playground/bot-api/request/method-spec.ts';
import { type Declarations, nameOf, resolve } from './declarations.ts';
import { flatten, isArray, typeOf } from './kinds.ts';

/** The object types that parameters are made of. */
export interface Shapes {
  /** Names the shape of a parameter or field; nothing where its fields cannot be told. */
  nameFor(type: ts.TypeNode): string | undefined;
  /** All that were named so far, and those they are made of. */
  all(): ReadonlyMap<string, Shape>;
}

/** Collects shapes: `One|Other` has the fields of both, for what Telegram tells apart by itself. */
export function collectShapes(declarations: Declarations): Shapes {
  const shapes = new Map<string, Shape>();

  const nameFor = (type: ts.TypeNode): string | undefined => {
    const parts = flatten(itemOf(type, declarations), declarations);
    const named = parts.flatMap((part) => {
      const name = ts.isTypeReferenceNode(part) ? part.typeName : undefined;
      const found = name && resolve(name, declarations);
      return found ? [found] : [];
    });
    if (named.length === 0 || named.length < parts.filter(ts.isTypeReferenceNode).length)
      return undefined;
    const name = named.map((each) => each.name).join('|');
    if (shapes.has(name)) return name;
    const members = named.map(({ declaration }) => membersWithBases(declaration, declarations));
    if (!members.every((each) => each !== undefined)) return undefined;
    // Known before its fields are: a block of text may hold blocks of text.
    const shape: Record<string, FieldSpec> = {};
    shapes.set(name, shape);
    for (const member of members.flat()) addField(shape, member);
    return name;
  };

  const addField = (shape: Record<string, FieldSpec>, member: ts.PropertySignature): void => {
    if (!member.type) return;
    const name = nameOf(member);
    const parts = flatten(member.type, declarations);
    const one = typeOf(name, parts);
    // A rich text is a string, a list of texts or an object: of no one type.
    const type = one === 'array' && !parts.every(isArray) ? {} : { type: one };
    const before = shape[name];
    if (before && before.type !== type.type) shape[name] = {};
    else if (!before) {
      const inner = one === 'object' || one === 'array' ? nameFor(member.type) : undefined;
      shape[name] = { ...type, ...(inner === undefined ? {} : { shape: inner }) };
    } else if (before.shape !== nameFor(member.type)) shape[name] = { ...type };
  };

  return { nameFor, all: () => shapes };
}

/** What the arrays hold, however deep. */
function itemOf(type: ts.TypeNode, declarations: Declarations): ts.TypeNode {
  const [only, other] = flatten(type, declarations);
  if (!only || other) return type;
  if (ts.isTypeOperatorNode(only) || ts.isParenthesizedTypeNode(only))
    return itemOf(only.type, declarations);
  if (ts.isArrayTypeNode(only)) return itemOf(only.elementType, declarations);
  const isArray =
    ts.isTypeReferenceNode(only) && ['Array', 'ReadonlyArray'].includes(only.typeName.getText());
  const item = isArray ? only.typeArguments?.[0] : undefined;
  return item ? itemOf(item, declarations) : type;
}

/** The fields of an interface and of those it extends; nothing where they cannot be told. */
function membersWithBases(
  declaration: ts.Node,
  declarations: Declarations,
): ts.PropertySignature[] | undefined {
  if (!ts.isInterfaceDeclaration(declaration)) return undefined;
  const bases = (declaration.heritageClauses ?? []).flatMap(({ types }) => types);
  const inherited = bases.map(({ expression }) => {
    const base = resolve(expression, declarations);
    return base && membersWithBases(base.declaration, declarations);
  });
  if (!inherited.every((each) => each !== undefined)) return undefined;
  return [...inherited.flat(), ...declaration.members.filter(ts.isPropertySignature)];
}
