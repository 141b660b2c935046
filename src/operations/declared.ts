/** One sentence about what a step does; with `undo`, one about how it is taken back. */
export type StepDeclaration = string | { readonly does: string; readonly undo: string };

/** Steps by name, in order. `<id>` in a name stands for anything: `ask:<id>`. */
export type StepDeclarations = Readonly<Record<string, StepDeclaration>>;

/** The engine's own step: how the handler ended, kept before anything is taken back. */
export const OUTCOME = 'outcome';

/** The engine's own step of taking back `step`. */
export function undoName(step: string): string {
  return `undo:${step}`;
}

/** The declaration of a step. @throws {Error} for a name that the kind does not declare */
export function declarationOf(steps: StepDeclarations, name: string): StepDeclaration {
  if (isOwn(name)) throw new Error(`step ${name} is the engine's own`);
  for (const [pattern, declaration] of Object.entries(steps)) {
    if (matches(pattern, name)) return declaration;
  }
  throw new Error(`step ${name} is not declared; declared are: ${Object.keys(steps).join(', ')}`);
}

/** Says whether the step is declared, and with an `undo`. */
export function hasUndo(steps: StepDeclarations, name: string): boolean {
  if (isOwn(name)) return false;
  return Object.entries(steps).some(
    ([pattern, declaration]) => typeof declaration !== 'string' && matches(pattern, name),
  );
}

function isOwn(name: string): boolean {
  return name === OUTCOME || name.startsWith(undoName(''));
}

function matches(pattern: string, name: string): boolean {
  if (!pattern.includes('<')) return pattern === name;
  const parts = pattern.split(/<[a-z]+>/u).map((part) => RegExp.escape(part));
  return new RegExp(`^${parts.join('.+')}$`, 'su').test(name);
}
