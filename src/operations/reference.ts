import type { OperationState } from '#ports/store/port.ts';
import type { StepDeclaration } from './declared.ts';
import type { OperationKind } from './kind.ts';
import { MEANINGS, TRANSITIONS } from './states.ts';

/** `docs/reference/operations.md`: made from the table of states and the registered kinds. */
export function operationsReference(kinds: ReadonlyMap<string, OperationKind>): string {
  const states = Object.keys(TRANSITIONS) as OperationState[];
  return [
    '# Operations',
    'Made by `npm run generate:operations` from the code: change the code, not this page.',
    'An operation is one durable thing the bot does. Each of its steps is stored before and after; ' +
      'a step that has a result is not done again, also after a crash. `/status` shows what runs ' +
      'and at which step.',
    '## States',
    diagram(states),
    states.map((state) => `- \`${state}\`: ${MEANINGS[state]}`).join('\n'),
    '## Kinds',
    ...[...kinds]
      .toSorted(([left], [right]) => left.localeCompare(right))
      .flatMap(([name, kind]) => kindSection(name, kind)),
    '',
  ]
    .join('\n\n')
    .replace(/\n+$/u, '\n');
}

function diagram(states: readonly OperationState[]): string {
  const lines = states.flatMap((state) => {
    const next = TRANSITIONS[state];
    return next.length === 0
      ? [`    ${state} --> [*]`]
      : next.map((to) => `    ${state} --> ${to}`);
  });
  const body = ['stateDiagram-v2', '    [*] --> waiting', ...lines].join('\n');
  return `\`\`\`mermaid\n${body}\n\`\`\``;
}

function kindSection(name: string, kind: OperationKind): readonly string[] {
  const steps = Object.entries(kind.steps).map(
    ([step, declaration], index) => `${index + 1}. \`${step}\`: ${sentence(declaration)}`,
  );
  return [`### \`${name}\``, kind.title, ...(steps.length === 0 ? [] : [steps.join('\n')])];
}

function sentence(declaration: StepDeclaration): string {
  if (typeof declaration === 'string') return declaration;
  return `${declaration.does} Undo: ${declaration.undo}`;
}
