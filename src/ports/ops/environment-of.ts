import type { Target } from '#ports/deployer/port.ts';
import type { Environment, Ops } from './port.ts';

/** The environment of that name; `undefined`: there is none. */
export async function environmentOf(
  ops: Pick<Ops, 'environments'>,
  { project, environment }: Target,
): Promise<Environment | undefined> {
  return (await ops.environments(project)).find(({ name }) => name === environment);
}
