import { ROLES } from '#kernel/actor.ts';
import type { Command } from '#kernel/command.ts';
import type { BoundSpec } from './schema.ts';

/** What stands behind them may let somebody in, and is kept out of the record by its name. */
const UNBINDABLE: ReadonlySet<string> = new Set(['start', 'secret']);

/** The name of the built-in command that is bound. */
export function builtInName({ command }: BoundSpec): string {
  return command.slice(1).toLowerCase().replaceAll('-', '_');
}

/** Why a built-in command cannot be bound so, and where that stands; `undefined`: it can. */
export function cannotBind(
  spec: BoundSpec,
  builtIn: Command | undefined,
): { readonly path: readonly string[]; readonly message: string } | undefined {
  const wrong = (key: string, message: string) => ({ path: ['spec', key], message });
  if (!builtIn?.listed) return wrong('command', `there is no built-in command ${spec.command}`);
  if (UNBINDABLE.has(builtIn.name)) return wrong('command', `${spec.command} cannot be bound`);
  // What its words name decides whose role counts: they are the person's own.
  const isPlain = ['current', 'bot', undefined].some((each) => each === builtIn.concerns);
  if (!isPlain && (spec.args.length > 0 || spec.confirm)) {
    const message = `${spec.command} takes neither fixed words nor a confirmation`;
    return wrong(spec.args.length > 0 ? 'args' : 'confirm', message);
  }
  if (spec.role && ROLES.indexOf(spec.role) < ROLES.indexOf(builtIn.role)) {
    return wrong('role', `${spec.command} needs ${builtIn.role}: a role can only tighten that`);
  }
  if (spec.gitOps && !builtIn.takesGitOps) {
    return wrong('gitOps', `${spec.command} does not go through the ops repository`);
  }
  return undefined;
}
