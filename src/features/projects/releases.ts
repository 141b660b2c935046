import { Fault } from '#kernel/fault.ts';
import type { Deployer, Target } from '#ports/deployer/port.ts';
import type { Actor, Environment, Ops } from '#ports/ops/port.ts';
import type { Store } from '#ports/store/port.ts';

/** What finding and ending the releases of a project works with. */
export interface ReleasePorts {
  readonly ops: Pick<Ops, 'environments' | 'propose' | 'merge' | 'drop'>;
  readonly deployers: ReadonlyMap<Deployer['kind'], Deployer>;
  readonly store: Pick<Store, 'operations'>;
  readonly log: (message: string, details: object) => void;
}

/** One environment of a project by one way to deploy; of each pair there may be releases. */
interface Site {
  readonly target: Target;
  readonly deployer: Deployer;
  /** It is deployed so now: then not knowing is no answer. */
  readonly isOwn: boolean;
}

/** Operations that make releases name their environment. */
const REACH = 1_000;
const ATTEMPTS = 3;

/** The environments in which something of a project is live, by name. */
export async function liveEnvironments(
  ports: ReleasePorts,
  project: string,
): Promise<readonly string[]> {
  const found = await Promise.all(
    (await sitesOf(ports, project)).map(async (site) =>
      (await isLive(site, ports)) ? [site.target.environment] : [],
    ),
  );
  return [...new Set(found.flat())];
}

/** Ends what is live of a project and removes its releases, whichever way they were deployed. */
export async function removeReleases(ports: ReleasePorts, project: string): Promise<void> {
  for (const { target, deployer, isOwn } of await sitesOf(ports, project)) {
    try {
      const [{ live }, releases] = await Promise.all([
        deployer.status(target),
        deployer.releases(target),
      ]);
      if (live || releases.length > 0) await deployer.remove(target);
    } catch (error) {
      // Such as a machine without Docker, where nothing was ever deployed that way.
      if (isOwn) throw error;
      ports.log('releases could not be looked for', { ...target, kind: deployer.kind, error });
    }
  }
}

/**
 * Agrees that nothing of a project should be live, so that nobody is told that it is not.
 * @throws {Fault} `git-failed` when somebody else goes on changing the same environment
 */
export async function agreeOnNothing(
  { ops }: ReleasePorts,
  project: string,
  actor: Actor,
): Promise<void> {
  for (const { name, desired } of await ops.environments(project)) {
    if (!desired) continue;
    const change = { ...actor, operationId: `${actor.operationId}-${name}` };
    if (!(await proposeNothing(ops, { ...change, project, environment: name })))
      throw new Fault('git-failed', `${project}/${name} moved ${ATTEMPTS} times`);
  }
}

/** Says whether it is in force. */
async function proposeNothing(
  ops: ReleasePorts['ops'],
  change: Parameters<Ops['propose']>[0],
): Promise<boolean> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    await ops.propose(change);
    const { kind } = await ops.merge(change.operationId);
    if (kind === 'merged') return true;
    await ops.drop(change.operationId);
  }
  return false;
}

/** Every environment that the project has, or had once, with every way to deploy. */
async function sitesOf(
  { ops, deployers, store }: ReleasePorts,
  project: string,
): Promise<readonly Site[]> {
  const environments = await ops.environments(project);
  const operations = await store.operations.recent({ project, limit: REACH });
  const gone = operations
    .filter(({ kind }) => kind === 'deploy' || kind === 'rollback')
    .map(({ input }) => (input as { readonly environment?: string }).environment)
    .filter((name) => name !== undefined);
  const names = new Set([...environments.map(({ name }) => name), ...gone]);
  const kindOf = (name: string): Environment['settings']['deployer'] | undefined =>
    environments.find((each) => each.name === name)?.settings.deployer;
  return [...names].flatMap((environment) =>
    [...deployers.values()].map((deployer) => ({
      target: { project, environment },
      deployer,
      isOwn: kindOf(environment) === deployer.kind,
    })),
  );
}

async function isLive(
  { target, deployer, isOwn }: Site,
  { log }: Pick<ReleasePorts, 'log'>,
): Promise<boolean> {
  try {
    return (await deployer.status(target)).live !== undefined;
  } catch (error) {
    if (isOwn) throw error;
    log('nobody knows what is live', { ...target, kind: deployer.kind, error });
    return false;
  }
}
