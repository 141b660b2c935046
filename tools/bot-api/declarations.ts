import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import ts from 'typescript-compiler-api';

/** A named type. */
export type Declaration = ts.InterfaceDeclaration | ts.TypeAliasDeclaration;

/** All named types of the package; those of a namespace as `Namespace.Name`. */
export type Declarations = ReadonlyMap<string, Declaration>;

/** Reads the installed `@grammyjs/types`. */
export function readDeclarations(): {
  readonly version: string;
  readonly declarations: Declarations;
} {
  const manifest = createRequire(import.meta.url).resolve('@grammyjs/types/package.json');
  const folder = dirname(manifest);
  const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string };
  const declarations = new Map<string, Declaration>();
  const collect = (node: ts.Node): void => {
    if (ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node))
      declarations.set(`${namespaceOf(node)}${node.name.text}`, node);
    ts.forEachChild(node, collect);
  };
  for (const file of readdirSync(folder).toSorted()) {
    if (!file.endsWith('.d.ts')) continue;
    const text = readFileSync(join(folder, file), 'utf8');
    collect(ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true));
  }
  return { version, declarations };
}

/** `Namespace.`, or nothing. */
function namespaceOf(node: ts.Node): string {
  for (let around = node.parent; around; around = around.parent)
    if (ts.isModuleDeclaration(around) && ts.isIdentifier(around.name))
      return `${around.name.text}.`;
  return '';
}

/** What a name stands for at that place; names of the same namespace come first. */
export function resolve(
  name: ts.Node,
  declarations: Declarations,
): { readonly name: string; readonly declaration: Declaration } | undefined {
  const text = name.getText();
  for (const full of [`${namespaceOf(name)}${text}`, text]) {
    const declaration = declarations.get(full);
    if (declaration) return { name: full, declaration };
  }
  return undefined;
}

/** The members of an object type of that name. */
export function membersOf(declarations: Declarations, name: string): readonly ts.TypeElement[] {
  const declaration = declarations.get(name);
  if (!declaration) throw new Error(`@grammyjs/types declares no ${name}.`);
  if (ts.isInterfaceDeclaration(declaration)) return declaration.members;
  if (ts.isTypeLiteralNode(declaration.type)) return declaration.type.members;
  throw new Error(`${name} of @grammyjs/types is not an object type any more.`);
}

/** The name of a method or property. */
export function nameOf(member: ts.TypeElement): string {
  if (!member.name || !ts.isIdentifier(member.name)) throw new Error('A member has no plain name.');
  return member.name.text;
}
