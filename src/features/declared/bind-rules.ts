import { ROLES } from '#kernel/actor.ts';
import type { Command } from '#kernel/command.ts';
import type { OpsWhy } from '#ports/ops/problem.ts';
import type { BoundSpec } from './schema.ts';

/** What stands behind them may let somebody in, and is kept out of the record by its name. */
const UNBINDABLE: ReadonlySet<string> = new Set(['start', 'secret']);

/** The name of the built-in command that is bound. */
export function builtInName({ command }: BoundSpec): string {
  return command.slice(1).toLowerCase().replaceAll('-', '_');
}

/** The built-in command, or why it cannot be bound so and where that stands. */
export function toBind(
  spec: BoundSpec,
  builtIn: Command | undefined,
): { readonly builtIn: Command } | { readonly path: readonly string[]; readonly why: OpsWhy } {
  const { command } = spec;
  const wrong = (key: string, why: OpsWhy) => ({ path: ['spec', key], why });
  if (!builtIn?.listed) return wrong('command', { code: 'no-built-in', command });
  if (UNBINDABLE.has(builtIn.name)) return wrong('command', { code: 'not-bindable', command });
  // What its words name decides whose role counts: they are the person's own.
  const isPlain = ['current', 'bot', undefined].some((each) => each === builtIn.concerns);
  if (!isPlain && (spec.args.length > 0 || spec.confirm)) {
    const key = spec.args.length > 0 ? 'args' : 'confirm';
    return wrong(key, { code: 'bare-only', command });
  }
  if (spec.role && ROLES.indexOf(spec.role) < ROLES.indexOf(builtIn.role)) {
    return wrong('role', { code: 'role-too-low', command, role: builtIn.role });
  }
  if (spec.gitOps && !builtIn.takesGitOps) {
    return wrong('gitOps', { code: 'no-git-ops', command });
  }
  return { builtIn };
}
