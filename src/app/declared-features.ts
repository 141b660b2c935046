import { startTurn, type TurnStart } from '#features/code/start-turn.ts';
import { declaredKind } from '#features/declared/declared.ts';
import { createLibrary, type Library } from '#features/declared/library.ts';
import { ownCommand } from '#features/declared/own.command.ts';
import { tellProblems } from '#features/declared/tell-problems.ts';
import type { Command } from '#kernel/command.ts';
import type { Operations } from '#operations/operations.ts';
import type { Ports } from './registry.ts';

/**
 * Declarative commands, which come and go in `commands` as their files do; registers their kind.
 * @param commands every command by name; the built-in ones must be there already
 */
export function declaredFeatures(
  ports: Ports,
  {
    operations,
    budget,
    commands,
  }: {
    readonly operations: Operations;
    readonly budget: TurnStart['budget'];
    readonly commands: Map<string, Command>;
  },
): Library {
  const { ops, store, log } = ports;
  const turns: TurnStart = { operations, budget, store, hasModel: ports.modelName !== undefined };
  const start = (...wanted: Tail<Parameters<typeof startTurn>>) => startTurn(turns, ...wanted);
  const options = { ...ports, operations, startTurn: start };
  const declared = new Set<string>();
  const library = createLibrary({
    ops,
    log,
    settings: store.settings,
    builtIns: new Map(commands),
    own: (declaration, does) => ownCommand(options, declaration, does),
    tell: tellProblems(ports),
    changed(inForce) {
      for (const name of declared) commands.delete(name);
      declared.clear();
      for (const [name, command] of inForce) {
        declared.add(name);
        commands.set(name, command);
      }
      ports.onCommands?.(declared);
    },
  });
  const digestOf = (name: string) => library.digestOf(name);
  operations.register('declared', declaredKind({ ...options, digestOf }));
  ops.watch(() => void library.load(), ports.leaving);
  return library;
}

type Tail<List extends readonly unknown[]> = List extends readonly [unknown, ...infer Rest]
  ? Rest
  : never;
