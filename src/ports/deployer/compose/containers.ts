import type { Upstream } from '#ports/proxy/port.ts';
import type { Target } from '../port.ts';
import type { Docker } from './docker.ts';
import { composeName, filtersOf, LABELS } from './names.ts';

/** How one container is, as Docker says. */
export interface Container {
  readonly id: string;
  readonly release: string;
  readonly service: string;
  readonly createdAtMs: number;
  readonly state: 'created' | 'running' | 'restarting' | 'paused' | 'exited' | 'removing' | 'dead';
  readonly exitCode: number;
  /** How often it ended and was started again by itself. */
  readonly restarts: number;
  readonly wasOutOfMemory: boolean;
  /** What its health check says; absent when it has none. */
  readonly health?: 'starting' | 'healthy' | 'unhealthy';
  /** Where on loopback it is reached. */
  readonly hostPort?: number;
}

interface Inspected {
  readonly Id: string;
  readonly Created: string;
  readonly RestartCount: number;
  readonly State: {
    readonly Status: Container['state'];
    readonly ExitCode: number;
    readonly OOMKilled: boolean;
    readonly Health?: { readonly Status: string };
  };
  readonly Config: { readonly Labels?: Readonly<Record<string, string>> | null };
  readonly HostConfig: {
    readonly PortBindings?: Readonly<
      Record<string, readonly { readonly HostPort: string }[] | null>
    > | null;
  };
}

/**
 * Compose puts it on every container that it makes. Our labels are on the images too, and so on
 * containers in which Docker builds their last layers.
 */
const MADE_BY_COMPOSE = '--filter=label=com.docker.compose.project';

/** The containers of a target, or of one release of it; also those that do not run. */
export async function containersOf(
  docker: Docker,
  target: Target,
  releaseId?: string,
): Promise<readonly Container[]> {
  const ids = words(
    await docker.read([
      'ps',
      '--all',
      '--quiet',
      '--no-trunc',
      MADE_BY_COMPOSE,
      ...filtersOf(target, releaseId),
    ]),
  );
  if (ids.length === 0) return [];
  // One that was removed meanwhile is missing in what it prints, and the rest is there.
  const { stdout } = await docker.run(['inspect', '--type=container', ...ids]);
  return (JSON.parse(stdout || '[]') as readonly Inspected[]).map(toContainer);
}

function toContainer(each: Inspected): Container {
  const labels = each.Config.Labels ?? {};
  const [binding] = Object.values(each.HostConfig.PortBindings ?? {}).flatMap((all) => all ?? []);
  const health = each.State.Health?.Status;
  return {
    id: each.Id,
    release: labels[LABELS.release] ?? '',
    service: labels[LABELS.service] ?? '',
    createdAtMs: Date.parse(each.Created),
    state: each.State.Status,
    exitCode: each.State.ExitCode,
    restarts: each.RestartCount,
    wasOutOfMemory: each.State.OOMKilled,
    ...(health === 'starting' || health === 'healthy' || health === 'unhealthy' ? { health } : {}),
    ...(binding === undefined ? {} : { hostPort: Number(binding.HostPort) }),
  };
}

/** Where a container is reached; nothing when it serves nothing. */
export function upstreamOf({ hostPort }: Container): readonly Upstream[] {
  return hostPort === undefined ? [] : [{ host: '127.0.0.1', port: hostPort }];
}

/** Ends containers, which get so long to finish what they do. They can be started again. */
export async function stopContainers(
  docker: Docker,
  containers: readonly Container[],
  limitMs: number,
): Promise<void> {
  const ids = containers.filter(({ state }) => state !== 'exited').map(({ id }) => id);
  if (ids.length === 0) return;
  const seconds = String(Math.max(1, Math.ceil(limitMs / 1_000)));
  await docker.run(['stop', '--time', seconds, ...ids], limitMs + 60_000);
}

/** Takes away the containers of a release, and its network. Volumes stay. */
export async function removeRelease(docker: Docker, target: Target, id: string): Promise<void> {
  const containers = await containersOf(docker, target, id);
  if (containers.length > 0)
    await docker.run(['rm', '--force', '--volumes', ...containers.map((each) => each.id)]);
  const filter = `--filter=label=com.docker.compose.project=${composeName(target, id)}`;
  const networks = words(await docker.read(['network', 'ls', '--quiet', filter]));
  if (networks.length > 0) await docker.run(['network', 'rm', ...networks]);
}

/** What a command printed, a word a line. */
export function words(text: string): readonly string[] {
  return text.split(/\s+/u).filter((word) => word !== '');
}
